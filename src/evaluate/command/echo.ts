import { concat, EMPTY, literal, type Piece, textOf, type Value } from "../value.ts";
import { computed, prints } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { textOfWord } from "./options.ts";
import { Slicer } from "./slices.ts";

/** `echo`: its words with blanks between them; `-n`, and `-e` for escapes. */
export function echo(invocation: Invocation): Answer {
  let first = 0;
  let newline = true;
  let escapes = false;
  for (; first < invocation.args.length; first++) {
    const option = textOfWord(invocation.args[first]);
    if (!/^-[neE]+$/.test(option)) break;
    newline &&= !option.includes("n");
    escapes = option.includes("e") || (escapes && !option.includes("E"));
  }
  const words = invocation.args.slice(first).map((arg) => (escapes ? unescapeValue(arg.value) : arg.value));
  const end = newline ? [literal("\n", invocation.at)] : [];
  return prints(concat([...between(words, " ", invocation), ...end]), "succeeds");
}

function between(values: readonly Value[], separator: string, invocation: Invocation): Value[] {
  return values.flatMap((value, i) => (i === 0 ? [value] : [literal(separator, invocation.at), value]));
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", a: "\x07", b: "\b", f: "\f", v: "\v", e: "\x1b", '"': '"' };

/** Backslash escapes turned into what they stand for; all else keeps its place. Octal and hexadecimal stay as written. */
export function unescapeValue(value: Value): Value {
  const text = textOf(value);
  if (!text.includes("\\")) return value;
  const slicer = new Slicer(value);
  const pieces: Piece[] = [];
  let kept = 0;
  for (let at = text.indexOf("\\"); at >= 0 && at + 1 < text.length; at = text.indexOf("\\", at + 2)) {
    const character = ESCAPES[text[at + 1] ?? ""];
    if (character === undefined) continue;
    const [escape] = slicer.slice(at, at + 2);
    pieces.push(...slicer.slice(kept, at));
    if (escape !== undefined) pieces.push(computed(character, escape.from, value));
    kept = at + 2;
  }
  return { pieces: [...pieces, ...slicer.slice(kept)] };
}

/** `printf FORMAT ARGUMENT…`: `%s`, `%d`, `%b`, `%%`; the format is used again while arguments are left. */
export function printf(invocation: Invocation): Answer {
  const args = textOfWord(invocation.args[0]) === "--" ? invocation.args.slice(1) : invocation.args;
  const [format, ...rest] = args;
  if (format === undefined) return prints(EMPTY, "succeeds");
  return prints(formatted(format, rest, invocation), "succeeds");
}

interface Chunk {
  readonly before: Value;
  /** The letter of the conversion behind it; `%` for `%%`, nothing at the end of the format. */
  readonly conversion: string | undefined;
}

const OUTPUT_LIMIT = 65_536;

/** What printf makes of a format and its arguments; a conversion that isn't known gives the argument as it is. */
function formatted(format: Argument, args: readonly Argument[], invocation: Invocation): Value {
  const chunks = chunksOf(format.value);
  const takes = chunks.filter((chunk) => chunk.conversion !== undefined && chunk.conversion !== "%").length;
  const parts: Value[] = [];
  let next = 0;
  let length = 0;
  do {
    for (const { before, conversion } of chunks) {
      parts.push(before, conversion === undefined ? EMPTY : conversion === "%" ? literal("%", invocation.at) : converted(conversion, args[next++]));
    }
    length += textOf(format.value).length + 1;
  } while (takes > 0 && next < args.length && length < OUTPUT_LIMIT);
  return concat(parts);
}

function chunksOf(format: Value): Chunk[] {
  const slicer = new Slicer(format);
  const chunks: Chunk[] = [];
  let kept = 0;
  for (const match of textOf(format).matchAll(/%(?:%|[-+ 0#]{0,5}\d{0,4}(?:\.\d{1,4})?([a-zA-Z]))/g)) {
    chunks.push({ before: unescapeValue({ pieces: slicer.slice(kept, match.index) }), conversion: match[1] ?? "%" });
    kept = match.index + match[0].length;
  }
  return [...chunks, { before: unescapeValue({ pieces: slicer.slice(kept) }), conversion: undefined }];
}

function converted(conversion: string, arg: Argument | undefined): Value {
  if (arg === undefined) return EMPTY;
  return conversion === "b" ? unescapeValue(arg.value) : arg.value;
}
