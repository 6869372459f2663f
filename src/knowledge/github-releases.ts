import { canEqual, WILD, wildPattern } from "./asset-pattern.ts";
import type { AssetUrl } from "./asset-rows.ts";
import { GITHUB_ALIASES_JSON, GITHUB_ASSETS_LINES } from "./generated/github-assets.ts";
import { satisfies } from "./version.ts";

/** Date of the embedded table. */
export const GITHUB_AS_OF = "2026-08-22";
export const GITHUB_SOURCE = "aquaproj/aqua-registry@4d86e12d";

type Segment = readonly [string, (string | 0)?, (string | readonly [string, string] | 0)?, (string | 0)?];

/** What a project's release holds at the version of a URL; names keep their `{ver}` and `{tag}`. */
export interface Release {
  readonly key: string;
  /** As the URL says it; undefined when unknown or `latest`. */
  readonly tag: string | undefined;
  readonly amd64: string | undefined;
  readonly arm64: string | undefined;
  /** Whether the file of the URL is one of the two, and not another one of the same release. */
  readonly exact: boolean;
  /** Whether any version has a file for linux/arm64. */
  readonly everArm64: boolean;
}

const MOST_REMEMBERED = 2000;
const keysByRepository = new Map<string, readonly string[]>();
const segmentsByKey = new Map<string, readonly Segment[]>();
let aliases: ReadonlyMap<string, string> | undefined;

/** The release a GitHub download address (or the package `key`, for files elsewhere) belongs to. */
export function releaseFor(url: AssetUrl, key?: string): Release | undefined {
  const tag = tagOf(url);
  const keys = url.host === "github.com" && isDownload(url) ? keysOf(`${url.segments[0] ?? ""}/${url.segments[1] ?? ""}`) : [];
  const candidates = keys.length > 0 || key === undefined || key === "" ? keys : [key];
  const found = candidates.flatMap((candidate) => releaseOf(candidate, url, tag) ?? []);
  const file = withoutVersion(url.segments.at(-1) ?? "", tag);
  // `hugo_{ver}` could be `hugo_extended_1.0` too, so the name that is spelled the same goes first.
  const same = found.find(({ exact, amd64, arm64 }) => exact && [amd64, arm64].some((name) => name !== undefined && withoutVersion(baseName(name), undefined) === file));
  return same ?? found.find(({ exact }) => exact) ?? found[0];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isDownload({ segments }: AssetUrl): boolean {
  return segments.length === 6 && segments[2] === "releases" && segments[3] === "download";
}

function tagOf(url: AssetUrl): string | undefined {
  if (url.host === "github.com" && isDownload(url)) {
    const tag = url.segments[4] ?? "";
    return tag.includes(WILD) ? undefined : decoded(tag);
  }
  const version = /(?:^|[/_-])(v?\d+\.\d+(?:\.\d+)*(?:-(?:rc|alpha|beta)[\w.]*)?)(?=[/_.-]|$)/i.exec(url.segments.join("/"));
  return version?.[1];
}

function decoded(text: string): string {
  return text.replace(/%2F/gi, "/").replace(/%2B/gi, "+");
}

/** Packages of a repository, under its current name. */
function keysOf(repository: string): readonly string[] {
  const name = repository.toLowerCase();
  let keys = keysByRepository.get(name);
  if (keys === undefined) {
    keys = currentKeys(name);
    // Bounded, since names come from input.
    if (keysByRepository.size < MOST_REMEMBERED) keysByRepository.set(name, keys);
  }
  return keys;
}

function currentKeys(name: string): readonly string[] {
  const keys = keysBelow(name);
  if (keys.length > 0) return keys;
  aliases ??= new Map(Object.entries(JSON.parse(GITHUB_ALIASES_JSON) as Record<string, string>).map(([old, current]) => [old.toLowerCase(), current]));
  const current = aliases.get(name);
  return current === undefined ? [] : keysBelow(current.split("/", 2).join("/").toLowerCase());
}

/** The table is sorted text, a package a line: finding one in it costs less than parsing all of it. */
function keysBelow(repository: string): readonly string[] {
  const keys: string[] = [];
  for (let at = GITHUB_ASSETS_LINES.indexOf(`\n${repository}`); at >= 0; at = GITHUB_ASSETS_LINES.indexOf(`\n${repository}`, at + 1)) {
    const key = GITHUB_ASSETS_LINES.slice(at + 1, GITHUB_ASSETS_LINES.indexOf(" ", at));
    if (key === repository || key.startsWith(`${repository}/`)) keys.push(key);
  }
  return keys;
}

function segmentsOf(key: string): readonly Segment[] | undefined {
  const known = segmentsByKey.get(key) ?? parsedSegments(key);
  if (known !== undefined) segmentsByKey.set(key, known);
  return known;
}

function parsedSegments(key: string): readonly Segment[] | undefined {
  const at = GITHUB_ASSETS_LINES.indexOf(`\n${key.toLowerCase()} `);
  if (at < 0) return undefined;
  const from = at + key.length + 2;
  return JSON.parse(GITHUB_ASSETS_LINES.slice(from, GITHUB_ASSETS_LINES.indexOf("\n", from))) as Segment[];
}

function releaseOf(key: string, url: AssetUrl, tag: string | undefined): Release | undefined {
  const segments = segmentsOf(key);
  if (segments === undefined) return undefined;
  const everArm64 = segments.some((segment) => armName(segment) !== undefined);
  const fitting = segments.filter((segment) => fitsFile(segment, url, tag));
  const chosen = tag === undefined ? agreed(fitting) : segments.find((segment) => applies(segment, tag) !== false);
  if (chosen === undefined || (tag !== undefined && applies(chosen, tag) === undefined)) return undefined;
  const arm64 = armName(chosen);
  // A name of later versions tells what is asked for, though this version has no such file.
  const exact = fitting.includes(chosen) || (arm64 === undefined && fitting.length > 0);
  return { key, tag, amd64: named(chosen[1]), arm64, exact, everArm64 };
}

/** Without a version the segments whose names fit must say the same about arm64. */
function agreed(fitting: readonly Segment[]): Segment | undefined {
  const last = fitting.at(-1);
  if (last === undefined) return undefined;
  return fitting.find((segment) => armName(segment) !== undefined) ?? last;
}

function applies([constraint, , , prefix]: Segment, tag: string): boolean | undefined {
  if (constraint === "") return true;
  const version = typeof prefix === "string" && tag.startsWith(prefix) ? tag.slice(prefix.length) : tag;
  let result: boolean | undefined = false;
  for (const term of constraint.split("|")) {
    const holds = termHolds(term, tag, version);
    if (holds === true) return true;
    if (holds === undefined) result = undefined;
  }
  return result;
}

function termHolds(term: string, tag: string, version: string): boolean | undefined {
  if (term.startsWith("~")) return satisfies(version, term.slice(1));
  if (term.startsWith("=")) return tag === term.slice(1);
  return term.startsWith("^") ? tag.startsWith(term.slice(1)) : undefined;
}

function named(name: string | 0 | undefined): string | undefined {
  return typeof name === "string" ? name : undefined;
}

function armName([, amd64, arm64]: Segment): string | undefined {
  if (arm64 === undefined || arm64 === 0) return undefined;
  if (typeof arm64 === "string") return arm64;
  return named(amd64)?.replaceAll(arm64[0], arm64[1]);
}

function fitsFile(segment: Segment, url: AssetUrl, tag: string | undefined): boolean {
  const names = [named(segment[1]), armName(segment)];
  const file = withoutVersion(url.segments.at(-1) ?? "", tag);
  return names.some((name) => {
    if (name === undefined) return false;
    return canEqual(withoutVersion(baseName(name), undefined), file);
  });
}

/** Names with every version taken out, `v` and all, so that a pin, a variable and a pattern look alike. */
function withoutVersion(name: string, tag: string | undefined): string {
  let result = wildPattern(name);
  if (tag !== undefined) {
    const version = /\d.*$/.exec(tag)?.[0] ?? tag;
    result = decoded(result).replaceAll(tag, WILD);
    if (version.length > 2) result = result.replaceAll(version, WILD);
  }
  return result.replace(/(^|[^a-z0-9])v\uFFFC/gi, `$1${WILD}`);
}
