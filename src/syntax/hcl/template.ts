import { MappedText } from "../../text/index.ts";
import type { HclCursor } from "./cursor.ts";
import type { HclExpression, HclPart } from "./types.ts";

type ReadExpression = (cursor: HclCursor) => HclExpression;

const ESCAPES: ReadonlyMap<string, string> = new Map([["n", "\n"], ["r", "\r"], ["t", "\t"], ['"', '"'], ["\\", "\\"]]);

/** A quoted string with its interpolations; the cursor stands on the opening quote. */
export function readQuoted(cursor: HclCursor, expression: ReadExpression): HclExpression {
  const start = cursor.at++;
  const parts = readParts(cursor, { expression, ends: () => cursor.text[cursor.at] === '"', escapes: true });
  if (cursor.text[cursor.at] !== '"') cursor.refuse("a string that doesn't end");
  cursor.at++;
  return { kind: "template", parts, at: cursor.from(start) };
}

/** `<<EOT` and `<<-EOT`; the cursor stands on the first `<`. */
export function readHeredoc(cursor: HclCursor, expression: ReadExpression): HclExpression {
  const start = cursor.at;
  const header = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy;
  header.lastIndex = start;
  const match = header.exec(cursor.text);
  if (match === null) cursor.refuse("expected a here-document");
  const [all = "", , word = ""] = match ?? [];
  cursor.at = start + all.length;
  const closing = new RegExp(`^[ \\t]*${word}[ \\t]*\\r?$`, "my");
  const ends = (): boolean => {
    if (cursor.text[cursor.at - 1] !== "\n") return false;
    closing.lastIndex = cursor.at;
    return closing.test(cursor.text);
  };
  const parts = readParts(cursor, { expression, ends, escapes: false });
  if (!ends()) cursor.refuse("a here-document that doesn't end");
  cursor.at = closing.lastIndex;
  return { kind: "template", parts, at: cursor.from(start) };
}

interface Reading {
  readonly expression: ReadExpression;
  readonly ends: () => boolean;
  /** Whether backslashes mean anything, as they do in quotes only. */
  readonly escapes: boolean;
}

function readParts(cursor: HclCursor, reading: Reading): readonly HclPart[] {
  const parts: HclPart[] = [];
  let text = new TextSoFar(cursor.file);
  while (cursor.at < cursor.text.length && !reading.ends()) {
    const mark = cursor.text.slice(cursor.at, cursor.at + 2);
    if (mark === "${" || mark === "%{") {
      parts.push(...text.parts());
      text = new TextSoFar(cursor.file);
      parts.push({ kind: "expression", value: readInterpolation(cursor, reading.expression) });
    } else {
      readCharacter(cursor, text, reading.escapes);
    }
  }
  return [...parts, ...text.parts()];
}

function readCharacter(cursor: HclCursor, text: TextSoFar, escapes: boolean): void {
  const { at, text: source } = cursor;
  const three = source.slice(at, at + 3);
  const escape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/y;
  escape.lastIndex = at;
  const match = escapes ? escape.exec(source) : null;
  if (escapes && source[at] === "\n") cursor.refuse("a string that doesn't end on its line");
  if (three === "$${" || three === "%%{") text.add(three.slice(1), at, 3);
  else if (match !== null) text.add(escaped(cursor, match), at, match[0].length);
  else text.add(source[at] ?? "", at, 1);
  cursor.at = at + (three === "$${" || three === "%%{" ? 3 : (match?.[0].length ?? 1));
}

function escaped(cursor: HclCursor, [, short, long, character = ""]: RegExpExecArray): string {
  const code = short ?? long;
  if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10_ff_ff));
  return ESCAPES.get(character) ?? cursor.refuse(`an escape that HCL doesn't know: \\${character}`);
}

/** `${ … }`; a directive `%{ … }` is read to its end and means nothing. */
function readInterpolation(cursor: HclCursor, expression: ReadExpression): HclExpression {
  const start = cursor.at;
  const isDirective = cursor.text[start] === "%";
  cursor.at += 2;
  if (isDirective) {
    const end = cursor.text.indexOf("}", cursor.at);
    if (end < 0) cursor.refuse("a directive that doesn't end");
    cursor.at = end + 1;
    return { kind: "other", at: cursor.from(start) };
  }
  return cursor.nested(() =>
    cursor.bracketed(() => {
      cursor.take("~");
      const value = expression(cursor);
      cursor.take("~");
      cursor.expect("}");
      return value;
    }),
  );
}

/** Gathers characters and where they stand. */
class TextSoFar {
  readonly #file: string;
  readonly #texts: string[] = [];
  readonly #segments: { at: number; source: number; length: number }[] = [];
  #length = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** `text` is what `length` characters at `source` mean. */
  add(text: string, source: number, length: number): void {
    const last = this.#segments.at(-1);
    const verbatim = text.length === length;
    if (verbatim && last !== undefined && last.source + last.length === source && last.at + last.length === this.#length) last.length += length;
    else this.#segments.push({ at: this.#length, source, length: verbatim ? length : 0 });
    this.#texts.push(text);
    this.#length += text.length;
  }

  parts(): readonly HclPart[] {
    return this.#length === 0 ? [] : [{ kind: "text", text: new MappedText(this.#file, this.#texts.join(""), this.#segments) }];
  }
}
