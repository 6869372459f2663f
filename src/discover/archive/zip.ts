import { beginningOf } from "./inflate.ts";
import type { Member } from "./member.ts";

const MAX_ENTRIES = 20_000;
/** Files that are begun; the others have names that no program has. */
const MAX_OPENED = 512;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_COMMENT = 65_535;

/** The files of a zip archive (jar and wheel among them) that may be programs, each with its beginning. */
export function* zipMembers(bytes: Uint8Array, mayMatter: (path: string) => boolean): Generator<Member> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = directoryStart(view);
  let opened = 0;
  for (let count = 0; at !== undefined && count < MAX_ENTRIES && at + 46 <= view.byteLength && view.getUint32(at, true) === CENTRAL; count++) {
    const nameLength = view.getUint16(at + 28, true);
    const path = new TextDecoder("latin1").decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (mayMatter(path) && opened++ < MAX_OPENED) {
      const content = contentAt(bytes, { view, local: view.getUint32(at + 42, true), method: view.getUint16(at + 10, true) });
      if (content !== undefined) yield { path, bytes: content };
    }
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function directoryStart(view: DataView): number | undefined {
  const last = Math.max(0, view.byteLength - 22 - MAX_COMMENT);
  for (let at = view.byteLength - 22; at >= last; at--) if (view.getUint32(at, true) === END) return view.getUint32(at + 16, true);
  return undefined;
}

function contentAt(bytes: Uint8Array, { view, local, method }: { readonly view: DataView; readonly local: number; readonly method: number }): Uint8Array | undefined {
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL) return undefined;
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const content = bytes.subarray(start, start + 8192);
  if (method === 0) return content;
  return method === 8 ? beginningOf(content, "deflate") : undefined;
}
