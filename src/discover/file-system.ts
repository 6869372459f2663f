export type EntryKind = "file" | "directory" | "symlink" | "other";

/** One name in a folder; a symbolic link is not followed. */
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** Why something could not be read, in words that follow a file name and a colon. */
export interface Failure {
  readonly failure: string;
}

/** The first bytes of a file and the size of all of it. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly size: number;
}

/** All that discovery asks of a disk. Paths are absolute; nothing here throws on what is not there. */
export interface FileSystem {
  /** What stands at a path, links followed; undefined when nothing does. */
  kindAt(path: string): Exclude<EntryKind, "symlink"> | undefined;
  /** The names in a folder, in no promised order. */
  list(path: string): readonly Entry[] | Failure;
  /** At most `limit` bytes of a regular file. */
  read(path: string, limit: number): Bytes | Failure;
  /** The path with all links resolved; undefined when it leads nowhere. */
  realPath(path: string): string | undefined;
}

/** Whether an answer is the reason for having none. */
export function failed(answer: object): answer is Failure {
  return "failure" in answer;
}
