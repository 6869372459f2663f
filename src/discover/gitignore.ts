import { matchesPath, parsePattern, type PathPattern } from "./glob.ts";

interface IgnoreLine {
  readonly pattern: PathPattern;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** One ignore file: what its lines say of the paths below its folder. */
export type IgnoreFile = readonly IgnoreLine[];

const MAX_LINES = 10_000;

/** Reads the lines of a .gitignore; lines that mean nothing are left out. */
export function parseGitignore(text: string): IgnoreFile {
  return parseIgnoreLines(text.split("\n", MAX_LINES));
}

/** Reads lines of the form of a .gitignore. */
export function parseIgnoreLines(lines: readonly string[]): IgnoreFile {
  return lines.map(parseLine).filter((line) => line !== undefined);
}

/** What a file says of a path relative to its folder: true is ignored, false is kept, undefined is nothing. The last word wins. */
export function verdictOn(file: IgnoreFile, path: readonly string[], isFolder: boolean): boolean | undefined {
  for (let i = file.length - 1; i >= 0; i--) {
    const line = file[i];
    if (line === undefined || (line.foldersOnly && !isFolder)) continue;
    if (matchesPath(line.pattern, path)) return !line.negated;
  }
  return undefined;
}

function parseLine(raw: string): IgnoreLine | undefined {
  let line = trimEnd(raw);
  if (line === "" || line.startsWith("#")) return undefined;
  const negated = line.startsWith("!");
  if (negated) line = line.slice(1);
  const foldersOnly = line.endsWith("/");
  if (foldersOnly) line = line.slice(0, -1);
  // A slash anywhere but at the end ties the pattern to the folder of the file: gitignore(5).
  const tied = line.includes("/");
  if (line.startsWith("/")) line = line.slice(1);
  if (line === "") return undefined;
  const segments = line.split("/");
  return { pattern: parsePattern(tied ? segments : ["**", ...segments]), negated, foldersOnly };
}

/** Blanks at the end don't count, unless a backslash stands before them. */
function trimEnd(raw: string): string {
  let line = raw.replace(/\r$/, "");
  while (line.endsWith(" ") && !line.endsWith("\\ ")) line = line.slice(0, -1);
  return line;
}
