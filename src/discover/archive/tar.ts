import type { Member } from "./member.ts";

const BLOCK = 512;
const MAX_ENTRIES = 20_000;
const MAX_NAME = 4096;

/** The regular files of a tar archive, in order; what lies beyond the bounds or its end is not there. */
export function* tarMembers(bytes: Uint8Array): Generator<Member> {
  let longName: string | undefined;
  let at = 0;
  for (let count = 0; count < MAX_ENTRIES && at + BLOCK <= bytes.length; count++) {
    const header = bytes.subarray(at, at + BLOCK);
    const size = sizeOf(header);
    if (size === undefined || header[0] === 0) return;
    const start = at + BLOCK;
    const content = bytes.subarray(start, start + size);
    const type = header[TYPE];
    if (type === GNU_LONG_NAME) longName = text(content.subarray(0, MAX_NAME));
    else if (type === PAX) longName = paxPath(text(content.subarray(0, 65_536))) ?? longName;
    else {
      if (type === REGULAR || type === 0) yield { path: trimmed(longName ?? nameOf(header)), bytes: content };
      longName = undefined;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

const TYPE = 156;
const REGULAR = 0x30;
const GNU_LONG_NAME = 0x4c;
const PAX = 0x78;

/** Whether a header of the usual form stands at the beginning: it names the form itself. */
export function isTar(bytes: Uint8Array): boolean {
  return text(bytes.subarray(257, 262)) === "ustar";
}

/** Octal, or big-endian with the first bit set. */
function sizeOf(header: Uint8Array): number | undefined {
  const field = header.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
    const size = Number(view.getBigUint64(4));
    return Number.isSafeInteger(size) ? size : undefined;
  }
  const digits = text(field).trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : digits === "" ? 0 : undefined;
}

function nameOf(header: Uint8Array): string {
  const prefix = isTar(header) ? text(header.subarray(345, 500)) : "";
  const name = text(header.subarray(0, 100));
  return prefix === "" ? name : `${prefix}/${name}`;
}

function paxPath(records: string): string | undefined {
  return /^\d{1,6} path=([^\n]+)$/m.exec(records)?.[1];
}

function trimmed(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "");
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder("latin1").decode(end < 0 ? bytes : bytes.subarray(0, end));
}
