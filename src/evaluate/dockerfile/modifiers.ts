import type { Range } from "../../text/index.ts";
import { concat, EMPTY, knownText, type Piece, sliceValue, textOf, type TextPiece, unknown, type Value } from "../value.ts";
import { type Glob, matchEnds, parseGlob, tooCostly } from "./glob.ts";

/** What to cut off, and where that is written. */
export interface Trim {
  readonly end: "#" | "%";
  readonly longest: boolean;
  readonly pattern: Value;
  readonly at: Range;
}

/** What to put for what, and where that is written. */
export interface Replacement {
  readonly all: boolean;
  readonly pattern: Value;
  readonly replacement: Value;
  readonly at: Range;
}

/** `${name#pattern}`, `##`, `%`, `%%`: cuts the shortest or longest match off one end; what is left keeps its places. */
export function trimmed(value: Value, how: Trim): Value {
  const { pattern, at } = how;
  const text = knownText(value);
  const wanted = knownText(pattern);
  if (text === undefined || wanted === undefined) return unknownLike(value, at);
  const glob = parseGlob(wanted);
  if (tooCostly(glob, text, how.end === "%")) return unknown("too-many", at);
  if (how.end === "#") {
    const ends = matchEnds(glob, text, 0);
    const end = how.longest ? ends.at(-1) : ends[0];
    return end === undefined ? value : sliceValue(value, end);
  }
  const start = suffixStart(glob, text, how.longest);
  return start === undefined ? value : sliceValue(value, 0, start);
}

function suffixStart(glob: Glob, text: string, longest: boolean): number | undefined {
  const order = longest ? 1 : -1;
  for (let start = longest ? 0 : text.length; start >= 0 && start <= text.length; start += order) {
    if (matchEnds(glob, text, start).at(-1) === text.length) return start;
  }
  return undefined;
}

/** `${name/pattern/replacement}` and `//`: the longest match at the leftmost place, or all. */
export function replaced(value: Value, { pattern, replacement, all, at }: Replacement): Value {
  const text = knownText(value);
  const wanted = knownText(pattern);
  if (text === undefined || wanted === undefined) return unknownLike(value, at);
  const glob = parseGlob(wanted);
  if (tooCostly(glob, text, true)) return unknown("too-many", at);
  const parts: Value[] = [];
  let done = 0;
  for (const [start, end] of matches(glob, text, all)) {
    parts.push(sliceValue(value, done, start), replacementFor(value, replacement, at));
    done = end;
  }
  return done === 0 && parts.length === 0 ? value : concat([...parts, sliceValue(value, done)]);
}

function* matches(glob: Glob, text: string, all: boolean): Generator<readonly [number, number]> {
  for (let at = 0; at <= text.length; ) {
    const start = glob.fixed === undefined ? at : text.indexOf(glob.fixed, at);
    if (start < 0) return;
    const end = matchEnds(glob, text, start).at(-1);
    if (end !== undefined) {
      yield [start, end];
      if (!all) return;
    }
    at = Math.max(end ?? 0, start + 1);
  }
}

/** What replaces a part of a platform's name was chosen by the platform: nobody fixed it by writing it there. */
function replacementFor(value: Value, replacement: Value, at: Range): Value {
  const platform = value.pieces.find((piece): piece is TextPiece => piece.kind === "text" && piece.origin === "platform");
  const text = textOf(replacement);
  if (platform === undefined || text === "" || knownText(replacement) === undefined) return replacement;
  return { pieces: [{ ...platform, text, from: at, verbatim: false }] };
}

function unknownLike(value: Value, at: Range): Value {
  const piece = value.pieces.find((one: Piece) => one.kind === "unknown");
  return piece?.kind === "unknown" ? { pieces: [{ ...piece, from: at }] } : unknown("unsupported", at);
}

/** Whether the value is known to be nothing at all. */
export function isEmpty(value: Value): boolean {
  return value === EMPTY || textOf(value) === "";
}
