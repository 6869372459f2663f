import { join } from "node:path";
import { archiveShape, lookInto, MAX_ARCHIVE_BYTES, type ArchiveContent } from "./archive/index.ts";
import { entriesNamed, isProgram, mayBeProgram, type Executable, type ExecutableSearch } from "./executables.ts";
import { failed, type FileSystem } from "./file-system.ts";

/** An archive of the build context that an operand names, and the programs in it. */
export interface Archive {
  /** Relative to the context's root, with `/`. */
  readonly path: string;
  /** With their paths in the archive, none for the one file that gzip packs. */
  readonly programs: readonly Executable[];
  /** What a Debian or RPM package calls its architecture. */
  readonly architecture?: string;
  /** Whether `ADD` unpacks it. */
  readonly unpacks: boolean;
  /** Why not all of it was looked at, in words that follow its name. */
  readonly unread?: string;
}

/** Bounds on a whole run: archives looked into, and bytes read for them. */
const MAX_ARCHIVES = 128;
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

/** The archives that a path of the context names, by itself or with wildcards; those in folders stay closed. */
export function archivesAt(segments: readonly string[], search: ExecutableSearch): readonly Archive[] {
  const found: Archive[] = [];
  for (const { name, kind } of entriesNamed(search, segments)) {
    const path = [...segments.slice(0, -1), name];
    if (kind !== "file" || archiveShape(name) === undefined || search.isLeftOut(path)) continue;
    const content = contentOf(search.fs, join(search.folder, ...path));
    if (content !== undefined) found.push(archiveOf(path.join("/"), content));
  }
  return found;
}

function archiveOf(path: string, { members, ...rest }: ArchiveContent): Archive {
  return { path, programs: members.map((member) => ({ path: member.path, head: member.bytes, named: false })), ...rest };
}

interface Memory {
  readonly contents: Map<string, ArchiveContent | undefined>;
  bytes: number;
}

const memories = new WeakMap<FileSystem, Memory>();

function contentOf(fs: FileSystem, path: string): ArchiveContent | undefined {
  const memory: Memory = memories.get(fs) ?? { contents: new Map(), bytes: 0 };
  memories.set(fs, memory);
  const { contents } = memory;
  if (!contents.has(path)) contents.set(path, look(fs, path, memory));
  return contents.get(path);
}

function look(fs: FileSystem, path: string, memory: Memory): ArchiveContent | undefined {
  if (memory.contents.size >= MAX_ARCHIVES || memory.bytes >= MAX_TOTAL_BYTES) return { members: [], unpacks: false, unread: "is one of too many archives" };
  const start = fs.read(path, 16);
  if (failed(start)) return undefined;
  if (start.size > MAX_ARCHIVE_BYTES) return { members: [], unpacks: false, unread: "is larger than what is read of one archive" };
  const answer = fs.read(path, MAX_ARCHIVE_BYTES);
  if (failed(answer)) return undefined;
  memory.bytes += answer.bytes.length;
  return lookInto(archiveShape(path) ?? "", answer.bytes, { name: (name) => name === "" || mayBeProgram(name.slice(name.lastIndexOf("/") + 1)), head: isProgram });
}
