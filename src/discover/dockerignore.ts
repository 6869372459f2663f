import { normalize } from "node:path/posix";
import { matchesPath, parsePattern, type PathPattern } from "./glob.ts";

interface Exclusion {
  readonly pattern: PathPattern;
  readonly negated: boolean;
}

/** The lines of one .dockerignore, in order. */
export type Dockerignore = readonly Exclusion[];

const MAX_LINES = 10_000;

/** Reads a .dockerignore: patterns are tied to the root of the context, unlike those of a .gitignore. */
export function parseDockerignore(text: string): Dockerignore {
  return text.split("\n", MAX_LINES).map(parseLine).filter((line) => line !== undefined);
}

/** Whether the context leaves a path out: the last line that matches it or a folder above it decides. */
export function excludes(file: Dockerignore, path: readonly string[]): boolean {
  let out = false;
  for (const { pattern, negated } of file) {
    if (out === negated && matchesOrParent(pattern, path)) out = !negated;
  }
  return out;
}

function matchesOrParent(pattern: PathPattern, path: readonly string[]): boolean {
  for (let length = path.length; length > 0; length--) {
    if (matchesPath(pattern, path.slice(0, length))) return true;
  }
  return false;
}

function parseLine(raw: string): Exclusion | undefined {
  // Only a # in the first column is a comment.
  if (raw.startsWith("#")) return undefined;
  let line = raw.replace(/^\uFEFF/, "").trim();
  const negated = line.startsWith("!");
  if (negated) line = line.slice(1).trim();
  line = normalize(line).replace(/^\/+/, "").replace(/\/+$/, "");
  if (line === "" || line === ".") return undefined;
  // `**.log` crosses folders in Docker, where `**` need not be a segment of its own.
  const segments = line.split("/").flatMap((segment) => (/^\*\*./.test(segment) ? ["**", segment.slice(1)] : [segment]));
  return { pattern: parsePattern(segments), negated };
}
