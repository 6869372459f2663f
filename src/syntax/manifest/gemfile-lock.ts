import type { Range } from "../../text/index.ts";
import { problemAtStart, type ManifestProblem } from "./problem.ts";

/** A word with its place. */
export interface PlacedWord {
  readonly text: string;
  readonly at: Range;
}

/** A gem of a Gemfile.lock: `nokogiri (1.16.0-x86_64-linux)`. */
export interface LockedGem {
  readonly name: string;
  readonly version: string;
  /** The platform it was built for; undefined for the gem that holds sources. */
  readonly platform: PlacedWord | undefined;
  readonly nameAt: Range;
  /** Version and platform, without the brackets. */
  readonly versionAt: Range;
  /** The whole entry, its lines of what it needs and their ends included. */
  readonly at: Range;
  readonly needs: readonly string[];
  /** `GEM` for a server of gems; what comes from elsewhere has no files. */
  readonly source: "GEM" | "GIT" | "PATH" | "PLUGIN SOURCE";
}

/** A Gemfile.lock. */
export interface GemfileLock {
  readonly file: string;
  readonly gems: readonly LockedGem[];
  readonly platforms: readonly PlacedWord[];
  /** Where the next platform would be written: behind the last line of PLATFORMS. */
  readonly platformsEnd: Range | undefined;
  readonly direct: ReadonlySet<string>;
  readonly checksums: boolean;
  readonly bundler: string | undefined;
  readonly problem: ManifestProblem | undefined;
}

const SECTION = /^[A-Z][A-Z ]*$/;
const GEM = /^ {4}([\w.-]+) \(([^()\s]+)\)$/;
const NEED = /^ {6}([\w.-]+)(?: \(.*\))?$/;
/** What follows a version is a platform: versions of gems hold no `-`. */
const VERSION = /^([^-]+)(?:-(.+))?$/;

interface Draft {
  readonly file: string;
  readonly gems: (LockedGem & { readonly needs: string[] })[];
  readonly platforms: PlacedWord[];
  readonly direct: Set<string>;
  section: string;
  platformsEnd: Range | undefined;
  checksums: boolean;
  bundler: string | undefined;
}

/** Reads a Gemfile.lock. Never throws; what can't be read is its problem. */
export function readGemfileLock(file: string, text: string): GemfileLock {
  const draft: Draft = { file, gems: [], platforms: [], direct: new Set(), section: "", platformsEnd: undefined, checksums: false, bundler: undefined };
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    addLine(draft, text.slice(start, end).trimEnd(), { start, next: newline < 0 ? end : end + 1 });
    start = newline < 0 ? end : end + 1;
  }
  const problem = text.trim() !== "" && draft.platformsEnd === undefined ? problemAtStart(file, text, "has no PLATFORMS, so it is no Gemfile.lock or not the whole of one") : undefined;
  const { gems, platforms, platformsEnd, direct, checksums, bundler } = draft;
  return { file, gems, platforms, platformsEnd, direct, checksums, bundler, problem };
}

interface LinePlace {
  readonly start: number;
  readonly next: number;
}

function addLine(draft: Draft, line: string, place: LinePlace): void {
  if (SECTION.test(line)) {
    draft.section = line;
    if (line === "CHECKSUMS") draft.checksums = true;
    if (line === "PLATFORMS") draft.platformsEnd = { file: draft.file, start: place.next, end: place.next };
    return;
  }
  const word = line.trim();
  if (word === "") return;
  const start = place.start + line.indexOf(word);
  const at = { file: draft.file, start, end: start + word.length };
  if (draft.section === "PLATFORMS") {
    draft.platforms.push({ text: word, at });
    draft.platformsEnd = { file: draft.file, start: place.next, end: place.next };
  } else if (draft.section === "DEPENDENCIES") draft.direct.add(word.replace(/[ !(].*$/, ""));
  else if (draft.section === "BUNDLED WITH") draft.bundler = word;
  else addGem(draft, line, place);
}

function addGem(draft: Draft, line: string, { start, next }: LinePlace): void {
  const { section, file } = draft;
  if (section !== "GEM" && section !== "GIT" && section !== "PATH" && section !== "PLUGIN SOURCE") return;
  const gem = GEM.exec(line);
  if (gem !== null) {
    draft.gems.push({ ...gemOf(file, { name: gem[1] ?? "", versions: gem[2] ?? "", start }), at: { file, start, end: next }, source: section });
    return;
  }
  const need = NEED.exec(line)?.[1];
  const last = draft.gems.at(-1);
  if (need === undefined || last === undefined) return;
  last.needs.push(need);
  draft.gems[draft.gems.length - 1] = { ...last, at: { ...last.at, end: next } };
}

function gemOf(file: string, { name, versions, start }: { readonly name: string; readonly versions: string; readonly start: number }): Omit<LockedGem, "at" | "source" | "needs"> & { needs: string[] } {
  const [, version = versions, platform] = VERSION.exec(versions) ?? [];
  const nameStart = start + 4;
  const versionStart = nameStart + name.length + 2;
  const versionEnd = versionStart + versions.length;
  return {
    name,
    version,
    platform: platform === undefined ? undefined : { text: platform, at: { file, start: versionEnd - platform.length, end: versionEnd } },
    nameAt: { file, start: nameStart, end: nameStart + name.length },
    versionAt: { file, start: versionStart, end: versionEnd },
    needs: [],
  };
}
