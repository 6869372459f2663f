import { failed, type Entry, type FileSystem } from "./file-system.ts";
import { parseGitignore, verdictOn, type IgnoreFile } from "./gitignore.ts";
import { decodeUtf8 } from "./read.ts";

/** Ignore rules that hold from `depth` segments below the root of the walk on; negative depths stand above the root. */
interface Scope {
  readonly rules: IgnoreFile;
  /** Segments that lie between the ignore file's folder and the root of the walk; empty at the root and below. */
  readonly above: readonly string[];
  /** How many segments below the root the ignore file lies. */
  readonly depth: number;
}

export interface WalkOptions {
  readonly fs: FileSystem;
  /** Absolute; the folder itself is never ignored. */
  readonly root: string;
  /** Ignore rules of folders above the root, with the segments that lead from each down to the root. */
  readonly outer: readonly { readonly rules: IgnoreFile; readonly above: readonly string[] }[];
  /** Rules that a nested .gitignore can't take back. */
  readonly always: readonly { readonly rules: IgnoreFile; readonly above: readonly string[] }[];
  /** Whether a file is wanted, by its path cut at the slashes; only wanted files are checked against the ignore rules. */
  readonly wants: (path: readonly string[]) => boolean;
}

/** A wanted file: its path below the root, cut at the slashes. */
export interface Walked {
  readonly path: readonly string[];
  readonly link: boolean;
}

export interface Walk {
  readonly files: readonly Walked[];
  readonly problems: readonly { readonly path: readonly string[]; readonly message: string }[];
}

const PRUNED: ReadonlySet<string> = new Set([".git", "node_modules", ".hg", ".svn"]);
const MAX_DEPTH = 64;
const MAX_ENTRIES = 2_000_000;
const MAX_IGNORE_BYTES = 1_048_576;

interface Folder {
  readonly path: readonly string[];
  readonly scopes: readonly Scope[];
}

/** Finds the wanted files below a folder, in the order of their names. Links to folders are not followed. */
export function walk(options: WalkOptions): Walk {
  const files: Walked[] = [];
  const problems: { path: readonly string[]; message: string }[] = [];
  const pending: Folder[] = [{ path: [], scopes: options.outer.map(({ rules, above }) => ({ rules, above, depth: 0 })) }];
  let entries = 0;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const listed = options.fs.list(join(options.root, folder.path));
    if (failed(listed)) {
      problems.push({ path: folder.path, message: listed.failure });
      continue;
    }
    entries += listed.length;
    if (entries > MAX_ENTRIES) {
      problems.push({ path: folder.path, message: `the walk stops here, after ${String(MAX_ENTRIES)} entries` });
      break;
    }
    const below = visit(options, folder, listed);
    files.push(...below.files);
    pending.push(...below.folders.reverse());
  }
  return { files, problems };
}

function visit(options: WalkOptions, folder: Folder, listed: readonly Entry[]): { files: Walked[]; folders: Folder[] } {
  const scopes = withOwnRules(options, folder, listed);
  const files: Walked[] = [];
  const folders: Folder[] = [];
  for (const entry of [...listed].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = [...folder.path, entry.name];
    if (entry.kind === "directory") {
      if (PRUNED.has(entry.name) || path.length > MAX_DEPTH || ignored(options, scopes, { path, isFolder: true })) continue;
      folders.push({ path, scopes });
    } else if (entry.kind !== "other" && options.wants(path) && !ignored(options, scopes, { path, isFolder: false })) {
      files.push({ path, link: entry.kind === "symlink" });
    }
  }
  return { files, folders };
}

function withOwnRules(options: WalkOptions, folder: Folder, listed: readonly Entry[]): readonly Scope[] {
  if (!listed.some((entry) => entry.name === ".gitignore" && entry.kind === "file")) return folder.scopes;
  const rules = readIgnoreFile(options.fs, join(options.root, [...folder.path, ".gitignore"]));
  return rules.length === 0 ? folder.scopes : [...folder.scopes, { rules, above: [], depth: folder.path.length }];
}

/** The rules of a .gitignore; none when it can't be read. */
export function readIgnoreFile(fs: FileSystem, path: string): IgnoreFile {
  const answer = fs.read(path, MAX_IGNORE_BYTES);
  return failed(answer) ? [] : parseGitignore(decodeUtf8(answer.bytes).replace(/^\uFEFF/, ""));
}

interface Candidate {
  readonly path: readonly string[];
  readonly isFolder: boolean;
}

function ignored(options: WalkOptions, scopes: readonly Scope[], { path, isFolder }: Candidate): boolean {
  if (options.always.some(({ rules, above }) => verdictOn(rules, [...above, ...path], isFolder) === true)) return true;
  // The file nearest to the path has the last word: gitignore(5).
  for (let i = scopes.length - 1; i >= 0; i--) {
    const scope = scopes[i];
    if (scope === undefined) continue;
    const verdict = verdictOn(scope.rules, [...scope.above, ...path.slice(scope.depth)], isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

function join(root: string, path: readonly string[]): string {
  return path.length === 0 ? root : `${root === "/" ? "" : root}/${path.join("/")}`;
}
