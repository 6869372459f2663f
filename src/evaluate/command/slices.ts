import { type Piece, type TextPiece, type Value } from "../value.ts";

/** Cuts pieces out of one value: a slice costs the pieces it holds, however many the value has. Unset pieces are left out. */
export class Slicer {
  readonly #pieces: readonly Piece[];
  readonly #starts: readonly number[];
  readonly #end: number;

  constructor(value: Value) {
    const starts: number[] = [];
    let at = 0;
    this.#pieces = value.pieces.filter((piece) => piece.kind !== "unset" && (piece.kind === "unknown" || piece.text !== ""));
    for (const piece of this.#pieces) {
      starts.push(at);
      at += lengthOf(piece);
    }
    this.#starts = starts;
    this.#end = at;
  }

  /** The pieces of characters `[start, end)` of the value's text; verbatim ones keep their exact places. */
  slice(start: number, end = this.#end): Piece[] {
    const found: Piece[] = [];
    for (let i = this.#indexAt(start); i < this.#pieces.length; i++) {
      const piece = this.#pieces[i];
      const at = this.#starts[i] ?? 0;
      if (piece === undefined || at >= end) break;
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, lengthOf(piece));
      if (to > from) found.push(piece.kind === "text" ? cut(piece, from, to) : piece);
    }
    return found;
  }

  #indexAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lengthOf(piece: Piece): number {
  return piece.kind === "text" ? piece.text.length : piece.kind === "unknown" ? 1 : 0;
}

function cut(piece: TextPiece, start: number, end: number): TextPiece {
  if (start === 0 && end === piece.text.length) return piece;
  const text = piece.text.slice(start, end);
  if (!piece.verbatim) return { ...piece, text };
  return { ...piece, text, from: { file: piece.from.file, start: piece.from.start + start, end: piece.from.start + end } };
}
