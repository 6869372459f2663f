const BLOCK = 512;
const MAX_PATHS = 100_000;

/** The paths of the files in a tar archive (ustar, with the long names of pax and GNU), without the folder that npm puts around them. */
export function pathsInTar(archive: Uint8Array): readonly string[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const paths: string[] = [];
  let long: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0 && paths.length < MAX_PATHS; ) {
    const header = bytes.subarray(at, at + BLOCK);
    const size = Number.parseInt(textAt(header, 124, 12).trim(), 8);
    if (!Number.isSafeInteger(size) || size < 0) break;
    const type = String.fromCharCode(header[156] ?? 0);
    const content = (): string => bytes.subarray(at + BLOCK, at + BLOCK + Math.min(size, 65_536)).toString("utf8");
    if (type === "L") long = content().replace(/\0.*$/s, "");
    else if (type === "x") long = /^\d+ path=(.*)$/m.exec(content())?.[1];
    else if (type !== "g") {
      if (type === "0" || type === "\0" || type === "1" || type === "2") paths.push((long ?? nameIn(header)).replace(/^[^/]+\//, ""));
      long = undefined;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return paths;
}

function nameIn(header: Buffer): string {
  const prefix = textAt(header, 257, 5) === "ustar" ? textAt(header, 345, 155) : "";
  const name = textAt(header, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textAt(header: Buffer, start: number, length: number): string {
  return header.toString("utf8", start, start + length).replace(/\0.*$/s, "");
}
