import type { Range } from "../../text/index.ts";
import { concat, EMPTY, sliceValue, textOf, unknown, type Piece, type Value } from "../value.ts";
import { occurrences, prefixLengths, suffixLengths, type Pattern } from "./pattern.ts";

/** `${x#p}` and its kin: the value without the part at an end that the pattern matches. */
export function removePart(value: Value, operator: "#" | "##" | "%" | "%%", pattern: Pattern): Value {
  const text = textOf(value);
  const atStart = operator.startsWith("#");
  const lengths = atStart ? prefixLengths(pattern, text) : suffixLengths(pattern, text);
  if (lengths === undefined) return value;
  const length = operator.length === 2 ? lengths.longest : lengths.shortest;
  if (length === 0) return value;
  return atStart ? sliceValue(value, length) : sliceValue(value, 0, text.length - length);
}

interface Replacement {
  readonly how: "/" | "//" | "/#" | "/%";
  readonly pattern: Pattern;
  readonly by: Value;
  readonly at: Range;
}

/** `${x/p/by}` and its kin. */
export function replaceParts(value: Value, { how, pattern, by, at }: Replacement): Value {
  const text = textOf(value);
  if (pattern.length === 0) return value;
  const spans = spansOf(text, pattern, how);
  if (spans === undefined) return unknown("unsupported", at);
  const parts: Value[] = [];
  let from = 0;
  for (const [start, end] of spans) {
    parts.push(sliceValue(value, from, start), by);
    from = end;
  }
  return spans.length === 0 ? value : platformKept(value, concat([...parts, sliceValue(value, from)]));
}

function spansOf(text: string, pattern: Pattern, how: Replacement["how"]): readonly (readonly [number, number])[] | undefined {
  if (how === "/#") {
    const longest = prefixLengths(pattern, text)?.longest;
    return longest === undefined ? [] : [[0, longest]];
  }
  if (how === "/%") {
    const longest = suffixLengths(pattern, text)?.longest;
    return longest === undefined ? [] : [[text.length - longest, text.length]];
  }
  return occurrences(pattern, text, how === "/" ? 1 : Number.POSITIVE_INFINITY);
}

/** What replaces a platform's word depends on the platform too: it was only put there because the word matched. */
function platformKept(before: Value, after: Value): Value {
  const source = before.pieces.find((piece) => piece.kind === "text" && piece.origin === "platform");
  if (source?.kind !== "text" || after.pieces.some((piece) => piece.kind === "text" && piece.origin === "platform")) return after;
  const { follows, source: asked } = source;
  const follow = (piece: Piece): Piece =>
    piece.kind === "text" ? { ...piece, origin: "platform", ...(follows === undefined ? {} : { follows }), ...(asked === undefined ? {} : { source: asked }) } : piece;
  return { pieces: after.pieces.map(follow) };
}

/** `${x:offset:length}`; negative numbers count from the end. */
export function sliceText(value: Value, offset: number, length: number | undefined): Value {
  const size = textOf(value).length;
  const start = offset < 0 ? size + offset : offset;
  if (start < 0 || start > size) return EMPTY;
  const end = length === undefined ? size : length < 0 ? size + length : start + length;
  return end <= start ? EMPTY : sliceValue(value, start, end);
}

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`. */
export function changeCase(value: Value, operator: "^" | "^^" | "," | ",,", at: Range): Value {
  const change = (text: string): string => (operator.startsWith("^") ? text.toUpperCase() : text.toLowerCase());
  let isFirst = true;
  const pieces = value.pieces.map((piece): Piece => {
    if (piece.kind !== "text" || piece.text === "") return piece;
    const whole = operator.length === 2;
    const text = whole ? change(piece.text) : isFirst ? change(piece.text.charAt(0)) + piece.text.slice(1) : piece.text;
    isFirst = false;
    if (text === piece.text) return piece;
    return text.length === piece.text.length ? { ...piece, text, verbatim: false } : { kind: "unknown", because: "unsupported", from: at, readings: undefined };
  });
  return { pieces };
}
