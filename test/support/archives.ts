import { deflateRawSync, gzipSync } from "node:zlib";

type Files = Readonly<Record<string, Uint8Array | string>>;

const bytesOf = (content: Uint8Array | string): Uint8Array => (typeof content === "string" ? new TextEncoder().encode(content) : content);

/** A tar archive in the ustar form. */
export function tar(files: Files): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [path, content] of Object.entries(files)) {
    const bytes = bytesOf(content);
    if (path.length > 100) parts.push(...tarEntry("././@LongLink", bytesOf(`${path}\0`), "L"));
    parts.push(...tarEntry(path.slice(0, 100), bytes, "0"));
  }
  return join([...parts, new Uint8Array(1024)]);
}

function tarEntry(name: string, bytes: Uint8Array, type: string): readonly Uint8Array[] {
  const header = new Uint8Array(512);
  header.set(bytesOf(name));
  header.set(bytesOf(bytes.length.toString(8).padStart(11, "0")), 124);
  header.set(bytesOf(type), 156);
  header.set(bytesOf("ustar\0" + "00"), 257);
  return [header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512)];
}

export function gzip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

/** A zip archive; `stored` leaves its files as they are. */
export function zip(files: Files, stored = false): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = bytesOf(path);
    const data = stored ? bytesOf(content) : new Uint8Array(deflateRawSync(bytesOf(content)));
    const local = new Uint8Array(30);
    new DataView(local.buffer).setUint32(0, 0x04034b50, true);
    new DataView(local.buffer).setUint16(26, name.length, true);
    const central = new Uint8Array(46);
    const view = new DataView(central.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(10, stored ? 0 : 8, true);
    view.setUint16(28, name.length, true);
    view.setUint32(42, at, true);
    directory.push(central, name);
    parts.push(local, name, data);
    at += 30 + name.length + data.length;
  }
  const end = new Uint8Array(22);
  new DataView(end.buffer).setUint32(0, 0x06054b50, true);
  new DataView(end.buffer).setUint32(16, at, true);
  return join([...parts, ...directory, end]);
}

/** A Debian package: control and data by their file names. */
export function deb(parts: Files): Uint8Array {
  const list: Uint8Array[] = [bytesOf("!<arch>\n")];
  for (const [name, content] of Object.entries({ "debian-binary": "2.0\n", ...parts })) {
    const bytes = bytesOf(content);
    list.push(bytesOf(name.padEnd(48) + String(bytes.length).padEnd(10) + "`\n"), bytes, new Uint8Array(bytes.length % 2));
  }
  return join(list);
}

/** The beginning of an RPM package that names an architecture. */
export function rpm(architecture: string): Uint8Array {
  const lead = new Uint8Array(96);
  lead.set([0xed, 0xab, 0xee, 0xdb]);
  const name = bytesOf(`${architecture}\0`);
  return join([lead, rpmHeader([]), rpmHeader([[1022, 0]]), name]);
}

function rpmHeader(index: readonly (readonly [tag: number, offset: number])[]): Uint8Array {
  const bytes = new Uint8Array(16 + index.length * 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x8eade801);
  view.setUint32(8, index.length);
  for (const [entry, [tag, offset]] of index.entries()) {
    view.setUint32(16 + entry * 16, tag);
    view.setUint32(16 + entry * 16 + 8, offset);
  }
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
