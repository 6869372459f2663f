/** A tar archive of empty files; names that are too long for their field are written as pax does. */
export function tarOf(paths: readonly string[]): Buffer {
  return Buffer.concat([...paths.flatMap((path) => (path.length <= 100 ? [entry(path, "0", "")] : [entry("PaxHeader", "x", record(path)), entry(path.slice(0, 100), "0", "")])), Buffer.alloc(1024)]);
}

function record(path: string): string {
  const rest = ` path=${path}\n`;
  // The length counts its own digits.
  const length = rest.length + String(rest.length + 3).length;
  return `${String(length)}${rest}`;
}

function entry(name: string, type: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\0", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}
