import { join } from "node:path";
import { matchesPath, parsePattern } from "./glob.ts";
import { failed, type Entry, type FileSystem } from "./file-system.ts";

/** A file of the build context that begins as a program does. */
export interface Executable {
  /** Relative to the context's root, with `/`. */
  readonly path: string;
  /** Its first bytes, `HEAD_BYTES` at most. */
  readonly head: Uint8Array;
  /** Whether it was asked for by its name or a pattern of names, not found in a folder. */
  readonly named: boolean;
}

/** Where to look, and what may be seen there. */
export interface ExecutableSearch {
  readonly fs: FileSystem;
  /** The root of the context; absolute. */
  readonly folder: string;
  readonly isLeftOut: (segments: readonly string[]) => boolean;
}

/** Enough for the headers of ELF and PE. */
export const HEAD_BYTES = 4096;
/** Bounds on what one operand of COPY can cost: names looked at, files opened, folders deep. */
const MAX_ENTRIES = 2_000;
const MAX_OPENED = 256;
const MAX_DEPTH = 12;

/** Folders of other tools, large and never copied for what is in them. */
const SKIPPED: ReadonlySet<string> = new Set([".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__"]);

interface Walk extends ExecutableSearch {
  readonly found: Executable[];
  entries: number;
  opened: number;
}

/**
 * The programs at a path of the context: the file itself, those that match the wildcards of its last segment, and those in
 * the folder or folders that it names. Links are not followed, and what lies beyond the bounds is not there.
 */
export function executablesAt(segments: readonly string[], search: ExecutableSearch): readonly Executable[] {
  const walk: Walk = { ...search, found: [], entries: MAX_ENTRIES, opened: MAX_OPENED };
  const parent = segments.slice(0, -1);
  const last = segments.at(-1);
  if (last === undefined) visitFolder(walk, []);
  else if (!parent.some((segment) => WILD.test(segment))) visitMatching(walk, parent, last);
  return walk.found;
}

const WILD = /[*?[]/;

/** The names in a folder that a last segment means, wildcards included. */
export function entriesNamed(search: ExecutableSearch, segments: readonly string[]): readonly Entry[] {
  const parent = segments.slice(0, -1);
  const last = segments.at(-1);
  if (last === undefined || parent.some((segment) => WILD.test(segment))) return [];
  const pattern = parsePattern([last]);
  return entriesIn(search, parent).filter(({ name }) => (WILD.test(last) ? matchesPath(pattern, [name]) : name === last));
}

function visitMatching(walk: Walk, parent: readonly string[], last: string): void {
  for (const entry of entriesNamed(walk, [...parent, last])) {
    const path = [...parent, entry.name];
    if (entry.kind === "directory" && !walk.isLeftOut(path)) visitFolder(walk, path);
    if (entry.kind === "file") visitFile(walk, path, true);
  }
}

function visitFolder(walk: Walk, path: readonly string[]): void {
  if (path.length > MAX_DEPTH) return;
  for (const { name, kind } of entriesIn(walk, path)) {
    if (--walk.entries < 0) return;
    if (kind === "file" && mayBeProgram(name)) visitFile(walk, [...path, name], false);
    // A folder that is left out may hold files that are let in again.
    if (kind === "directory" && !SKIPPED.has(name)) visitFolder(walk, [...path, name]);
  }
}

/** Programs and libraries have no extension or a known one; nothing else in a folder is worth opening. */
export function mayBeProgram(name: string): boolean {
  return !name.startsWith(".") && (!name.includes(".") || /\.(?:so(?:\.\d+)*|node|bin|exe|dll|run|out|linux|\d+|x86_64|amd64|x64|arm64|aarch64)$/i.test(name)) && !/^(?:Dockerfile|Makefile|LICENSE|README)/.test(name);
}

function visitFile(walk: Walk, path: readonly string[], named: boolean): void {
  if (walk.isLeftOut(path) || --walk.opened < 0) return;
  const head = headOf(walk.fs, join(walk.folder, ...path));
  if (head !== undefined) walk.found.push({ path: path.join("/"), head, named });
}

function entriesIn({ fs, folder }: ExecutableSearch, path: readonly string[]): readonly Entry[] {
  const absolute = join(folder, ...path);
  const { lists } = memoryOf(fs);
  const known = lists.get(absolute);
  if (known !== undefined) return known;
  const answer = fs.list(absolute);
  const entries = failed(answer) ? [] : [...answer].sort((a, b) => (a.name < b.name ? -1 : 1));
  lists.set(absolute, entries);
  return entries;
}

interface Memory {
  readonly lists: Map<string, readonly Entry[]>;
  readonly heads: Map<string, Uint8Array | undefined>;
}

const memories = new WeakMap<FileSystem, Memory>();

/** Many Dockerfiles of one repository copy the same folders. */
function memoryOf(fs: FileSystem): Memory {
  const known = memories.get(fs) ?? { lists: new Map(), heads: new Map() };
  memories.set(fs, known);
  return known;
}

function headOf(fs: FileSystem, path: string): Uint8Array | undefined {
  const { heads } = memoryOf(fs);
  if (heads.has(path)) return heads.get(path);
  const answer = fs.read(path, HEAD_BYTES);
  const head = failed(answer) || !isProgram(answer.bytes) ? undefined : answer.bytes;
  heads.set(path, head);
  return head;
}

/** `\x7FELF`, the `MZ` of Windows, or a program of macOS for one CPU. */
export function isProgram([a, b, c, d]: Uint8Array): boolean {
  return (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) || (a === 0x4d && b === 0x5a) || (a === 0xcf && b === 0xfa && c === 0xed && d === 0xfe);
}
