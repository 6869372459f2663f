import { HclCursor, HclRefusal } from "./cursor.ts";
import { readExpression } from "./expression.ts";
import type { HclAttribute, HclBlock, HclBody, HclExpression, HclFile } from "./types.ts";

/** Longer files are not read. UTF-16 units. */
const MAX_LENGTH = 1_000_000;

/** Reads HCL's native syntax. Total and linear: what can't be read is the problem, and the body holds what came before. */
export function parseHcl(file: string, text: string): HclFile {
  const cursor = new HclCursor(file, text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);
  const body = { attributes: [] as HclAttribute[], blocks: [] as HclBlock[], at: { file, start: 0, end: text.length } };
  const at = (offset: number): HclBody["at"] => ({ file, start: offset, end: offset });
  if (text.length > MAX_LENGTH) return { file, body, problem: { message: "is too long to be read", at: at(0) } };
  try {
    readItems(cursor, body, () => cursor.at >= cursor.text.length);
    return { file, body };
  } catch (refusal) {
    if (!(refusal instanceof HclRefusal)) throw refusal;
    return { file, body, problem: { message: refusal.message, at: at(Math.min(refusal.offset, text.length)) } };
  }
}

interface OpenBody {
  readonly attributes: HclAttribute[];
  readonly blocks: HclBlock[];
}

function readItems(cursor: HclCursor, body: OpenBody, ends: () => boolean): void {
  for (;;) {
    cursor.skip(true);
    if (ends()) return;
    if (cursor.at >= cursor.text.length) cursor.refuse("a block that doesn't end");
    const name = cursor.name() ?? cursor.refuse("expected the name of an attribute or a block");
    if (cursor.sees("=") && !cursor.sees("==")) {
      cursor.take("=");
      body.attributes.push({ name: name.text, nameAt: name.at, value: readLine(cursor) });
    } else {
      body.blocks.push(readBlock(cursor, name.text, name.at.start));
    }
  }
}

/** An attribute's value, and the end of its line. */
function readLine(cursor: HclCursor): HclExpression {
  const value = readExpression(cursor);
  cursor.skip();
  const next = cursor.text[cursor.at];
  if (next !== undefined && next !== "\n" && next !== "}") cursor.refuse("expected the end of the line");
  return value;
}

function readBlock(cursor: HclCursor, type: string, start: number): HclBlock {
  const labels: { text: string; at: HclBlock["at"] }[] = [];
  while (!cursor.sees("{")) labels.push(readLabel(cursor));
  const open = cursor.at++;
  const body = { attributes: [] as HclAttribute[], blocks: [] as HclBlock[] };
  cursor.nested(() => readItems(cursor, body, () => cursor.take("}")));
  return { type, labels, body: { ...body, at: cursor.from(open) }, at: cursor.from(start) };
}

function readLabel(cursor: HclCursor): HclBlock["labels"][number] {
  const name = cursor.name();
  if (name !== undefined) return name;
  if (cursor.text[cursor.at] !== '"') cursor.refuse("expected =, a label or {");
  const start = cursor.at;
  const label = readExpression(cursor);
  const [part, ...others] = label.kind === "template" ? label.parts : [];
  if (part?.kind !== "text" || others.length > 0) throw new HclRefusal("a label must be plain text", start);
  return { text: part.text.text, at: part.text.rangeOf() };
}
