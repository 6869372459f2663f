import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync, type Dirent } from "node:fs";
import type { Bytes, Entry, EntryKind, Failure, FileSystem } from "./file-system.ts";

/** The disk of this machine. */
export const nodeFileSystem: FileSystem = { kindAt, list, read, realPath };

function kindAt(path: string): Exclude<EntryKind, "symlink"> | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return found.isFile() ? "file" : found.isDirectory() ? "directory" : "other";
  } catch {
    // A path through a file, a loop of links, a folder that may not be entered: nothing that can be read.
    return undefined;
  }
}

function list(path: string): readonly Entry[] | Failure {
  try {
    return readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  } catch (error) {
    return { failure: reasonOf(error) };
  }
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "symlink" : "other";
}

function read(path: string, limit: number): Bytes | Failure {
  // Opening a pipe without a writer would wait for ever, so the kind is asked first.
  if (kindAt(path) === "other") return { failure: "is not a regular file" };
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "r");
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.allocUnsafe(Math.min(size, limit));
    const length = fill(descriptor, buffer);
    return { bytes: buffer.subarray(0, length), size };
  } catch (error) {
    return { failure: reasonOf(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function fill(descriptor: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "may not be read (permission denied)",
  EPERM: "may not be read (not permitted)",
  EISDIR: "is a folder",
  ENOTDIR: "no such file or folder (part of the path is a file)",
  ELOOP: "is a loop of symbolic links",
  ENAMETOOLONG: "no such file or folder (the name is too long)",
  ENOSPC: "no space is left on the device",
  EROFS: "is on a read-only file system",
  EMFILE: "too many files are open",
};

/** What went wrong, in words that follow a path and a colon. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? error.message;
}
