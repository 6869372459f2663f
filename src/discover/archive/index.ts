import { beginningOf, gunzip } from "./inflate.ts";
import type { Member } from "./member.ts";
import { debArchitecture, debParts, rpmArchitecture } from "./packages.ts";
import { isTar, tarMembers } from "./tar.ts";
import { zipMembers } from "./zip.ts";

/** What an archive holds, as far as it was looked into. */
export interface ArchiveContent {
  /** Beginnings of the files that may be programs. */
  readonly members: readonly Member[];
  /** What a package calls its architecture. */
  readonly architecture?: string;
  /** Whether `ADD` unpacks it. */
  readonly unpacks: boolean;
  /** Why not all of it was looked at. */
  readonly unread?: string;
}

/** Larger archives are not read: an image's own layers are seldom larger, and a stranger may send any. */
export const MAX_ARCHIVE_BYTES = 32 * 1024 * 1024;
const MAX_MEMBERS = 256;
const HEAD_BYTES = 4096;

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\.(?:tar|tgz|tar\.gz)$/i, "tar"],
  [/\.(?:tar\.(?:xz|bz2|zst|lzma|Z)|t[xb]z2?|txz|tzst)$/i, "packed tar"],
  [/\.(?:zip|jar|war|ear|whl|egg|nupkg|vsix|apk)$/i, "zip"],
  [/\.deb$/i, "deb"],
  [/\.rpm$/i, "rpm"],
  [/\.gz$/i, "gzip"],
  [/\.(?:xz|bz2|zst)$/i, "packed"],
];

/** Which form of archive a file's name promises; undefined for none. */
export function archiveShape(path: string): string | undefined {
  return SHAPES.find(([name]) => name.test(path))?.[1];
}

/** Which files of an archive are wanted: by their names, and by how they begin. */
export interface Wanted {
  readonly name: (path: string) => boolean;
  readonly head: (bytes: Uint8Array) => boolean;
}

/** Looks into an archive by its bytes; undefined when it isn't one. Archives in it stay closed. */
export function lookInto(shape: string, bytes: Uint8Array, wanted: Wanted): ArchiveContent | undefined {
  switch (shape) {
    case "tar":
      return tarContent(bytes, wanted);
    case "packed tar":
      return startsAs(bytes, PACKED) ? { members: [], unpacks: true, unread: "is packed in a way that is not read (xz, bzip2, zstd)" } : undefined;
    case "packed":
      return startsAs(bytes, PACKED) ? { members: [], unpacks: false, unread: "is packed in a way that is not read (xz, bzip2, zstd)" } : undefined;
    case "zip":
      return startsAs(bytes, [[0x50, 0x4b]]) ? { members: taken(zipMembers(bytes, wanted.name), wanted), unpacks: false } : undefined;
    case "deb":
      return startsAs(bytes, [Array.from("!<arch>\n", (char) => char.charCodeAt(0))]) ? debContent(bytes, wanted) : undefined;
    case "rpm":
      return startsAs(bytes, [[0xed, 0xab, 0xee, 0xdb]]) ? rpmContent(bytes) : undefined;
    case "gzip":
      return gzipContent(bytes, wanted);
  }
  return undefined;
}

const GZIP = [[0x1f, 0x8b]];
const PACKED = [
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x42, 0x5a, 0x68],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x5d, 0x00, 0x00],
  [0x1f, 0x9d],
];

function startsAs(bytes: Uint8Array, magics: readonly (readonly number[])[]): boolean {
  return magics.some((magic) => magic.every((byte, index) => bytes[index] === byte));
}

function tarContent(bytes: Uint8Array, wanted: Wanted): ArchiveContent | undefined {
  if (isTar(bytes)) return { members: taken(tarMembers(bytes), wanted), unpacks: true };
  if (!startsAs(bytes, GZIP)) return undefined;
  const inflated = gunzip(bytes);
  if (inflated === undefined) return { members: [], unpacks: true, unread: "is damaged" };
  if (!isTar(inflated.bytes)) return undefined;
  return { members: taken(tarMembers(inflated.bytes), wanted), unpacks: true, ...(inflated.whole ? {} : { unread: "is damaged or larger than what is unpacked of one archive" }) };
}

function debContent(bytes: Uint8Array, wanted: Wanted): ArchiveContent {
  const architecture = debArchitecture(bytes);
  if (architecture !== undefined) return { members: [], architecture, unpacks: false };
  for (const { path, bytes: part } of debParts(bytes)) {
    if (!path.startsWith("data.tar")) continue;
    const content = path === "data.tar" || path === "data.tar.gz" ? tarContent(part, wanted) : undefined;
    if (content !== undefined) return { ...content, unpacks: false };
  }
  return { members: [], unpacks: false, unread: "is packed in a way that is not read (xz, zstd)" };
}

function rpmContent(bytes: Uint8Array): ArchiveContent {
  const architecture = rpmArchitecture(bytes);
  return architecture === undefined ? { members: [], unpacks: false, unread: "names no architecture" } : { members: [], architecture, unpacks: false };
}

function gzipContent(bytes: Uint8Array, { head }: Wanted): ArchiveContent | undefined {
  const beginning = startsAs(bytes, GZIP) ? beginningOf(bytes, "gzip") : undefined;
  if (beginning === undefined) return undefined;
  return { members: head(beginning) ? [{ path: "", bytes: beginning.slice(0, HEAD_BYTES) }] : [], unpacks: false };
}

function taken(members: Iterable<Member>, { name, head }: Wanted): readonly Member[] {
  const found: Member[] = [];
  for (const { path, bytes } of members) {
    if (!name(path) || !head(bytes)) continue;
    // A copy, so that the archive itself can be forgotten.
    found.push({ path, bytes: bytes.slice(0, HEAD_BYTES) });
    if (found.length === MAX_MEMBERS) break;
  }
  return found;
}
