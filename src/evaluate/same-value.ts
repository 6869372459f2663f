import type { Range } from "../text/index.ts";
import type { Piece, Reading, Value } from "./value.ts";

/** Whether two values are the same in all that can be told of them: text, places, and the variables that they came through. */
export function samePieces(a: Value, b: Value): boolean {
  if (a === b) return true;
  return a.pieces.length === b.pieces.length && a.pieces.every((piece, index) => samePiece(piece, b.pieces[index]));
}

function samePiece(a: Piece, b: Piece | undefined): boolean {
  if (a === b) return true;
  if (b === undefined || !sameRange(a.from, b.from) || !sameReadings(a.readings, b.readings)) return false;
  switch (a.kind) {
    case "text":
      return b.kind === "text" && sameText(a, b);
    case "unset":
      return b.kind === "unset" && a.name === b.name;
    case "unknown":
      return b.kind === "unknown" && a.name === b.name && a.because === b.because;
  }
}

type TextPiece = Extract<Piece, { readonly kind: "text" }>;

function sameText(a: TextPiece, b: TextPiece): boolean {
  return (
    a.text === b.text &&
    a.origin === b.origin &&
    a.verbatim === b.verbatim &&
    a.quoting === b.quoting &&
    a.follows === b.follows &&
    a.source === b.source
  );
}

function sameRange(a: Range, b: Range): boolean {
  return a === b || (a.start === b.start && a.end === b.end && a.file === b.file);
}

function sameReadings(a: Reading | undefined, b: Reading | undefined): boolean {
  let [one, other] = [a, b];
  while (one !== undefined && other !== undefined && one !== other) {
    if (one.name !== other.name || !sameRange(one.at, other.at)) return false;
    one = one.before;
    other = other.before;
  }
  return one === other;
}
