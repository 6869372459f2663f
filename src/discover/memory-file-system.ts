import { dirname } from "node:path/posix";
import type { Bytes, Entry, EntryKind, Failure, FileSystem } from "./file-system.ts";

/** What a path of a memory file system holds: a text, bytes, or a link to another absolute path. */
export type MemoryFile = string | Uint8Array | { readonly linkTo: string };

/** A file system that is a map of absolute POSIX paths; folders are there because files are in them. */
export function memoryFileSystem(files: Readonly<Record<string, MemoryFile>>): FileSystem {
  const byPath = new Map(Object.entries(files));
  const folders = foldersOf([...byPath.keys()]);
  return {
    kindAt: (path) => kindAt(byPath, folders, path),
    list: (path) => list(byPath, folders, resolveLinks(byPath, path) ?? path),
    read: (path, limit) => read(byPath, folders, { path, limit }),
    realPath: (path) => {
      const real = resolveLinks(byPath, path);
      return real !== undefined && (byPath.has(real) || folders.has(real)) ? real : undefined;
    },
  };
}

type Folders = ReadonlyMap<string, ReadonlySet<string>>;
type Files = ReadonlyMap<string, MemoryFile>;

function foldersOf(paths: readonly string[]): Folders {
  const folders = new Map<string, Set<string>>([["/", new Set()]]);
  for (const path of paths) {
    for (let child = path; child !== "/" && child !== "."; child = dirname(child)) {
      const parent = dirname(child);
      const names = folders.get(parent) ?? new Set();
      names.add(child.slice(parent === "/" ? 1 : parent.length + 1));
      folders.set(parent, names);
    }
  }
  return folders;
}

/** Follows links in any part of the path; undefined after too many. */
function resolveLinks(files: Files, path: string, budget = 20): string | undefined {
  if (budget === 0) return undefined;
  for (let end = path.indexOf("/", 1); ; end = path.indexOf("/", end + 1)) {
    const head = end < 0 ? path : path.slice(0, end);
    const found = files.get(head);
    if (typeof found === "object" && "linkTo" in found) return resolveLinks(files, found.linkTo + path.slice(head.length), budget - 1);
    if (end < 0) return path;
  }
}

function kindAt(files: Files, folders: Folders, path: string): Exclude<EntryKind, "symlink"> | undefined {
  const real = resolveLinks(files, path);
  if (real === undefined) return undefined;
  if (files.has(real)) return "file";
  return folders.has(real) ? "directory" : undefined;
}

function list(files: Files, folders: Folders, path: string): readonly Entry[] | Failure {
  const names = folders.get(path);
  if (names === undefined) return { failure: "no such file or folder" };
  return [...names].map((name) => ({ name, kind: entryKind(files, path === "/" ? `/${name}` : `${path}/${name}`) }));
}

function entryKind(files: Files, path: string): EntryKind {
  const found = files.get(path);
  if (found === undefined) return "directory";
  return typeof found === "object" && "linkTo" in found ? "symlink" : "file";
}

function read(files: Files, folders: Folders, wanted: { readonly path: string; readonly limit: number }): Bytes | Failure {
  const real = resolveLinks(files, wanted.path);
  const found = real === undefined ? undefined : files.get(real);
  if (found === undefined) return { failure: real !== undefined && folders.has(real) ? "is a folder" : "no such file or folder" };
  if (typeof found === "object" && "linkTo" in found) return { failure: "no such file or folder" };
  const bytes = typeof found === "string" ? new TextEncoder().encode(found) : found;
  return { bytes: bytes.subarray(0, wanted.limit), size: bytes.length };
}
