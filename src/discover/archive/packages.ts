import { gunzip } from "./inflate.ts";
import type { Member } from "./member.ts";
import { tarMembers } from "./tar.ts";

const MAX_PARTS = 16;

/** The parts of a Debian package: `debian-binary`, `control.tar.…`, `data.tar.…`. */
export function* debParts(bytes: Uint8Array): Generator<Member> {
  let at = 8;
  for (let count = 0; count < MAX_PARTS && at + 60 <= bytes.length; count++) {
    const header = new TextDecoder("latin1").decode(bytes.subarray(at, at + 60));
    const size = Number(header.slice(48, 58).trim());
    if (!Number.isInteger(size) || size < 0) return;
    yield { path: header.slice(0, 16).replace(/[/ ]+$/, ""), bytes: bytes.subarray(at + 60, at + 60 + size) };
    at += 60 + size + (size % 2);
  }
}

/** What a Debian package calls its architecture; undefined where its control file is packed in a form that isn't read. */
export function debArchitecture(bytes: Uint8Array): string | undefined {
  for (const { path, bytes: part } of debParts(bytes)) {
    if (!path.startsWith("control.tar")) continue;
    const tar = path.endsWith(".gz") ? gunzip(part)?.bytes : path === "control.tar" ? part : undefined;
    for (const member of tar === undefined ? [] : tarMembers(tar)) {
      if (member.path !== "control") continue;
      return /^Architecture:[ \t]*([\w-]{1,40})[ \t]*$/m.exec(new TextDecoder().decode(member.bytes.subarray(0, 65_536)))?.[1];
    }
  }
  return undefined;
}

const RPM_LEAD = 96;
const RPM_HEADER = 0x8eade801;
const RPM_ARCH = 1022;
const MAX_INDEX = 10_000;

/** What an RPM package calls its architecture: a string of the header behind the signature. */
export function rpmArchitecture(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signature = headerAt(view, RPM_LEAD);
  const header = signature === undefined ? undefined : headerAt(view, Math.ceil(signature.end / 8) * 8);
  if (header === undefined) return undefined;
  for (let entry = 0; entry < header.count; entry++) {
    const at = header.index + entry * 16;
    if (at + 16 > view.byteLength) return undefined;
    if (view.getUint32(at) !== RPM_ARCH) continue;
    const start = header.store + view.getUint32(at + 8);
    const text = new TextDecoder("latin1").decode(bytes.subarray(start, start + 40));
    return /^[\w-]{1,39}(?=\0)/.exec(text)?.[0];
  }
  return undefined;
}

function headerAt(view: DataView, at: number): { readonly index: number; readonly count: number; readonly store: number; readonly end: number } | undefined {
  if (at + 16 > view.byteLength || view.getUint32(at) !== RPM_HEADER) return undefined;
  const count = view.getUint32(at + 8);
  const size = view.getUint32(at + 12);
  if (count > MAX_INDEX) return undefined;
  const store = at + 16 + count * 16;
  return { index: at + 16, count, store, end: store + size };
}
