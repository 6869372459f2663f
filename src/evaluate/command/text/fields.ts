import { EMPTY, type Piece, unknown, type Value } from "../../value.ts";
import { prints, printsUnknown } from "../answer.ts";
import type { Answer, Invocation } from "../invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, textOfWord, valueOf } from "../options.ts";
import { Slicer } from "../slices.ts";
import { holdsUnknown, joinLines, linesOf, type TextLine } from "./lines.ts";

/** A stretch of a line. */
export interface Field {
  readonly start: number;
  readonly end: number;
}

/** The fields of a line, as awk sees them: between blanks, or between single separators. */
export function fieldsOf(text: string, separator: string): Field[] {
  if (separator === " ") return [...text.matchAll(/[^ \t]+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const fields: Field[] = [];
  let start = 0;
  for (let end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
    fields.push({ start, end });
    start = end + separator.length;
  }
  return [...fields, { start, end: text.length }];
}

const CUT = optionSpec("-d --delimiter -f --fields -c --characters -b --bytes --output-delimiter");

/** `cut -d- -f2`, `cut -c1-3` over known text. */
export function cut(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, CUT);
  const selected = selectionOf(textOfWord(valueOf(line, "-f", "--fields", "-c", "--characters", "-b", "--bytes")));
  if (invocation.stdin === undefined || line.operands.length > 0 || selected === undefined || has(line, "--complement", "--output-delimiter")) return printsUnknown(invocation.at);
  const cutLine = has(line, "-f", "--fields") ? byFields(line, selected) : byCharacters(selected);
  return prints(joinLines(linesOf(invocation.stdin).flatMap((one) => cutLine(one, invocation) ?? []), invocation.at));
}

interface Span {
  readonly first: number;
  readonly last: number;
}

function selectionOf(list: string): Span[] | undefined {
  const spans: Span[] = [];
  for (const item of list.split(",")) {
    const match = /^(\d{0,4})(-?)(\d{0,4})$/.exec(item);
    if (match === null || item === "" || item === "-") return undefined;
    const first = match[1] === "" ? 1 : Number(match[1]);
    spans.push({ first, last: match[2] === "" ? first : match[3] === "" ? Infinity : Number(match[3]) });
  }
  return spans.sort((a, b) => a.first - b.first);
}

type CutLine = (line: TextLine, invocation: Invocation) => Value | undefined;

function byCharacters(spans: readonly Span[]): CutLine {
  return ({ value, text }, invocation) => {
    const last = spans.at(-1)?.last ?? 0;
    const hidden = text.search("\uFFFC");
    if (hidden >= 0 && hidden < last) return unknown("command-output", invocation.at);
    const slicer = new Slicer(value);
    return { pieces: spans.flatMap((span) => slicer.slice(span.first - 1, span.last)) };
  };
}

function byFields(line: CommandLine, spans: readonly Span[]): CutLine {
  const given = textOfWord(valueOf(line, "-d", "--delimiter"));
  const delimiter = given === "" ? "\t" : given;
  return ({ value, text }, invocation) => {
    const fields = fieldsOf(text, delimiter);
    if (fields.length === 1) return has(line, "-s", "--only-delimited") ? undefined : value;
    const chosen = fields.filter((_, i) => spans.some((span) => span.first <= i + 1 && i + 1 <= span.last));
    // A part that isn't known may hold delimiters of its own and so move every field behind it.
    const lastEnd = chosen.at(-1)?.end ?? text.length;
    if (delimiter !== " " && holdsUnknown(text.slice(0, chosen.length === fields.length ? 0 : lastEnd))) return unknown("command-output", invocation.at);
    return joinFields(new Slicer(value), chosen, delimiter);
  };
}

/** Chosen fields with the delimiter that stands before each of them. */
function joinFields(slicer: Slicer, chosen: readonly Field[], delimiter: string): Value {
  const pieces = chosen.flatMap((field, i): Piece[] => slicer.slice(i === 0 ? field.start : Math.max(field.start - delimiter.length, 0), field.end));
  return { pieces };
}

/** The text of one field, counted from 1; empty when there are fewer, unknown when that can't be told. */
export function fieldAt(line: TextLine, number: number, separator: string): Value {
  const fields = fieldsOf(line.text, separator);
  const field = fields[number - 1];
  const unsure = field === undefined ? holdsUnknown(line.text) : separator !== " " && holdsUnknown(line.text.slice(0, field.end));
  const at = line.value.pieces.find((piece) => piece.kind === "unknown")?.from;
  if (unsure && at !== undefined) return unknown("command-output", at);
  return field === undefined ? EMPTY : { pieces: new Slicer(line.value).slice(field.start, field.end) };
}
