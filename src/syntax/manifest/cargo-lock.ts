import type { Range } from "../../text/index.ts";
import { problemAtStart, type ManifestProblem } from "./problem.ts";

/** A crate of a Cargo.lock. */
export interface LockedCrate {
  readonly name: string;
  readonly version: string;
  readonly nameAt: Range;
  readonly versionAt: Range;
  /** Whether it comes from a registry; workspace members and git sources don't. */
  readonly registry: boolean;
  readonly needs: readonly string[];
}

/** A Cargo.lock. */
export interface CargoLock {
  readonly file: string;
  readonly crates: readonly LockedCrate[];
  readonly problem: ManifestProblem | undefined;
}

const FIELD = /^(name|version|source)[ \t]*=[ \t]*"([^"\n]*)"/gm;
/** The format's versions that are known; the first two are not written. */
const KNOWN = /^[1-4]$/;

/** Reads a Cargo.lock. Never throws; what can't be read is its problem. */
export function readCargoLock(file: string, text: string): CargoLock {
  const problem = formatProblem(file, text);
  if (problem !== undefined) return { file, crates: [], problem };
  const crates: LockedCrate[] = [];
  for (const { start, end } of blocksIn(text)) {
    const crate = crateIn(file, text.slice(start, end), start);
    if (crate !== undefined) crates.push(crate);
  }
  return { file, crates, problem: undefined };
}

function formatProblem(file: string, text: string): ManifestProblem | undefined {
  const match = /^version[ \t]*=[ \t]*(\S+)/m.exec(text.slice(0, Math.max(text.indexOf("[["), 0)));
  if (match?.[1] === undefined || KNOWN.test(match[1])) return undefined;
  return problemAtStart(file, text, `is of version ${match[1].slice(0, 40)}, which is not known`);
}

function blocksIn(text: string): { start: number; end: number }[] {
  const starts = [...text.matchAll(/^\[\[package\]\]/gm)].map(({ index }) => index);
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length }));
}

function crateIn(file: string, block: string, start: number): LockedCrate | undefined {
  const fields = new Map<string, { text: string; at: Range }>();
  for (const match of block.matchAll(FIELD)) {
    const [whole, key = "", text = ""] = match;
    const end = start + match.index + whole.length - 1;
    if (!fields.has(key)) fields.set(key, { text, at: { file, start: end - text.length, end } });
  }
  const name = fields.get("name");
  const version = fields.get("version");
  if (name === undefined || version === undefined) return undefined;
  const list = /^dependencies[ \t]*=[ \t]*\[([^\]]*)\]/m.exec(block)?.[1] ?? "";
  return {
    name: name.text,
    version: version.text,
    nameAt: name.at,
    versionAt: version.at,
    registry: fields.get("source")?.text.startsWith("registry+") === true || fields.get("source")?.text.startsWith("sparse+") === true,
    needs: [...list.matchAll(/"([^" ]+)[^"]*"/g)].map((match) => match[1] ?? ""),
  };
}
