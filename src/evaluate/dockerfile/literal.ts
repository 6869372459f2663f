import type { MappedText } from "../../text/index.ts";
import type { Piece, Quoting, TextPiece, Value } from "../value.ts";

/** Offsets in a mapped text, end exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Characters `[start, end)` as somebody wrote them: one piece for each stretch that stands in the file in one go, so that
 * every piece is verbatim even where continuation lines were joined.
 */
export function literalPieces(text: MappedText, { start, end }: Stretch, quoting: Quoting): TextPiece[] {
  if (end <= start) return [];
  const whole = pieceOf(text, { start, end }, quoting);
  if (whole.verbatim) return [whole];
  const pieces: TextPiece[] = [];
  for (const segment of text.segments) {
    if (segment.at >= end) break;
    const from = Math.max(start, segment.at);
    const to = Math.min(end, segment.at + segment.length);
    if (to > from) pieces.push(pieceOf(text, { start: from, end: to }, quoting));
  }
  return pieces;
}

/** The whole text as a literal value; an empty one keeps an empty piece, for its place. */
export function literalOf(text: MappedText, quoting: Quoting): Value {
  if (text.text === "") return { pieces: [pieceOf(text, { start: 0, end: 0 }, quoting)] };
  return { pieces: literalPieces(text, { start: 0, end: text.text.length }, quoting) };
}

function pieceOf(text: MappedText, { start, end }: Stretch, quoting: Quoting): TextPiece {
  const from = text.rangeOf(start, end);
  const written = text.text.slice(start, end);
  return { kind: "text", text: written, from, verbatim: from.end - from.start === written.length, origin: "literal", quoting, readings: undefined };
}

/** Collects pieces; literal characters that follow each other become one piece. */
export class Pieces {
  readonly #text: MappedText;
  readonly #pieces: Piece[] = [];
  #start = 0;
  #end = 0;
  #quoting: Quoting = "builder";

  constructor(text: MappedText) {
    this.#text = text;
  }

  literal(start: number, end: number, quoting: Quoting): void {
    if (start !== this.#end || quoting !== this.#quoting || this.#start === this.#end) {
      this.#flush();
      this.#start = start;
      this.#quoting = quoting;
    }
    this.#end = end;
  }

  add(value: Value): void {
    this.#flush();
    for (const piece of value.pieces) this.#pieces.push(piece);
  }

  value(): Value {
    this.#flush();
    return { pieces: this.#pieces };
  }

  #flush(): void {
    for (const piece of literalPieces(this.#text, { start: this.#start, end: this.#end }, this.#quoting)) this.#pieces.push(piece);
    this.#start = this.#end;
  }
}
