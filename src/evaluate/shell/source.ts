import type { Range, Segment } from "../../text/index.ts";
import { MappedText } from "../../text/index.ts";
import { UNKNOWN_CHARACTER, type Piece, type Quoting, type TextPiece, type Value } from "../value.ts";

/** The text that a tree's offsets index, and, where that text was computed, what it was computed from. */
export interface Source {
  readonly text: MappedText;
  readonly computed: ComputedText | undefined;
}

interface ComputedText {
  readonly pieces: readonly Piece[];
  /** Where each piece begins in the text. */
  readonly starts: readonly number[];
}

/** A script that stands in a file. */
export function writtenSource(text: MappedText): Source {
  return { text, computed: undefined };
}

/** A script that was put together, as the operand of `sh -c`; ranges are those of its parts. */
export function computedSource(value: Value, fallback: Range): Source {
  const file = value.pieces.find((piece) => piece.kind === "text" && piece.verbatim)?.from.file ?? fallback.file;
  const starts: number[] = [];
  const segments: Segment[] = [];
  let text = "";
  let last = fallback.file === file ? fallback.start : 0;
  for (const piece of value.pieces) {
    starts.push(text.length);
    const here = piece.kind === "text" ? piece.text : piece.kind === "unknown" ? UNKNOWN_CHARACTER : "";
    if (here === "") continue;
    const exact = piece.kind === "text" && piece.verbatim && piece.from.file === file;
    if (exact) last = piece.from.start;
    segments.push({ at: text.length, source: last, length: exact ? here.length : 0 });
    if (exact) last = piece.from.end;
    text += here;
  }
  if (segments.length === 0) segments.push({ at: 0, source: last, length: 0 });
  return { text: new MappedText(file, text, segments), computed: { pieces: value.pieces, starts } };
}

/** Characters `[pos, end)` of a source: any node of its tree. */
export interface Span {
  readonly pos: number;
  readonly end: number;
}

/** The pieces of characters `[start, end)`, each with its exact place. */
export function piecesIn(source: Source, { pos: start, end }: Span, quoting: Quoting): Piece[] {
  if (end <= start) return [];
  if (source.computed !== undefined) return computedPieces(source.computed, { start, end, quoting });
  const { text } = source;
  const whole = text.rangeOf(start, end);
  if (whole.end - whole.start === end - start) return [written(whole, text.text.slice(start, end), quoting)];

  const pieces: Piece[] = [];
  for (let index = segmentAt(text.segments, start); index < text.segments.length; index++) {
    const segment = text.segments[index];
    if (segment === undefined || segment.at >= end) break;
    const next = text.segments[index + 1]?.at ?? text.text.length;
    const from = Math.max(start, segment.at);
    const to = Math.min(end, next);
    if (to <= from) continue;
    const piece = written(text.rangeOf(from, to), text.text.slice(from, to), quoting);
    pieces.push(segment.length > 0 ? piece : { ...piece, verbatim: false });
  }
  return pieces;
}

function written(from: Range, text: string, quoting: Quoting): TextPiece {
  return { kind: "text", text, from, verbatim: from.end - from.start === text.length, origin: "literal", quoting, readings: undefined };
}

function segmentAt(segments: readonly Segment[], offset: number): number {
  return lastNotAfter(segments.length, offset, (index) => segments[index]?.at ?? 0);
}

function lastNotAfter(length: number, offset: number, startOf: (index: number) => number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}

/** Quotings in which the outer shell left the text alone: for a shell within, its own quotes decide. */
const INERT: ReadonlySet<Quoting> = new Set<Quoting>(["shell-single", "heredoc-literal", "builder-single", "exec", "none"]);

function computedPieces(computed: ComputedText, { start, end, quoting }: { start: number; end: number; quoting: Quoting }): Piece[] {
  const { pieces, starts } = computed;
  const found: Piece[] = [];
  let index = lastNotAfter(starts.length, start, (i) => starts[i] ?? 0);
  while (index > 0 && starts[index - 1] === starts[index]) index--;
  for (; index < pieces.length; index++) {
    const piece = pieces[index];
    const at = starts[index] ?? 0;
    if (piece === undefined || at >= end) break;
    if (piece.kind === "text") {
      const part = slicePiece(piece, Math.max(start - at, 0), Math.min(end - at, piece.text.length));
      if (part !== undefined) found.push(INERT.has(part.quoting) ? { ...part, quoting } : part);
    } else if (piece.kind === "unset" || at >= start) found.push(piece);
  }
  return found;
}

function slicePiece(piece: TextPiece, start: number, end: number): TextPiece | undefined {
  if (end <= start) return undefined;
  const text = piece.text.slice(start, end);
  if (!piece.verbatim) return { ...piece, text };
  return { ...piece, text, from: { file: piece.from.file, start: piece.from.start + start, end: piece.from.start + end } };
}
