import type { Range } from "../text/index.ts";

/**
 * How a text stood where it was written, which decides what a fix may put there:
 * - `builder`: an operand that BuildKit expands (`$VAR` works, `$(…)` does not)
 * - `builder-single`: in single quotes there: nothing expands
 * - `shell`: outside quotes in shell text; `shell-double`: in double quotes (both expand `$VAR` and `$(…)`)
 * - `shell-single`: in single quotes of shell text; `heredoc`/`heredoc-literal`: body of a here-document of the shell
 * - `exec`: a word of the JSON form; `none`: nothing was written (made up by the evaluation)
 */
export type Quoting = "builder" | "builder-single" | "shell" | "shell-double" | "shell-single" | "heredoc" | "heredoc-literal" | "exec" | "none";

/** Which platform decided a text: the one asked for, the one the stage runs on, or the builder's own. */
export type Follows = "target" | "stage" | "builder";

/** One reading of a variable on the way from where a text was written to where it was used; the last reading comes first. */
export interface Reading {
  readonly name: string;
  readonly at: Range;
  readonly before: Reading | undefined;
}

/** Known text. */
export interface TextPiece {
  readonly kind: "text";
  readonly text: string;
  /** Where it was written; for a computed text the range of what computed it. */
  readonly from: Range;
  /** Whether `from` holds exactly `text`, so that part of it can be edited in place. */
  readonly verbatim: boolean;
  /** `literal`: somebody wrote it; `platform`: it was made from a platform; `other`: computed or given from outside. */
  readonly origin: "literal" | "platform" | "other";
  /** Set when origin is `platform`. */
  readonly follows?: Follows;
  /** Set when origin is `platform`: what was asked, as `TARGETARCH`, `uname -m`. */
  readonly source?: string;
  readonly quoting: Quoting;
  readonly readings: Reading | undefined;
}

/** A variable that was read while it had no value: it expanded to nothing. */
export interface UnsetPiece {
  readonly kind: "unset";
  readonly name: string;
  readonly from: Range;
  readonly readings: Reading | undefined;
}

export type UnknownBecause = "build-arg" | "base-image" | "command-output" | "too-many" | "unsupported";

/** Text that is not known before the build runs. */
export interface UnknownPiece {
  readonly kind: "unknown";
  readonly because: UnknownBecause;
  readonly from: Range;
  /** The variable it was read from, where it was one. */
  readonly name?: string;
  readonly readings: Reading | undefined;
}

export type Piece = TextPiece | UnsetPiece | UnknownPiece;

/** A string that knows where each part of it was written. Partly known values stay useful. */
export interface Value {
  readonly pieces: readonly Piece[];
}

/** Stands for each unknown piece in `textOf`; a character that no file name or URL holds. */
export const UNKNOWN_CHARACTER = "\uFFFC";

export const EMPTY: Value = { pieces: [] };

/** The text with `UNKNOWN_CHARACTER` for every unknown piece. */
export function textOf(value: Value): string {
  const [only] = value.pieces;
  if (value.pieces.length === 1 && only?.kind === "text") return only.text;
  let text = "";
  for (const piece of value.pieces) text += piece.kind === "text" ? piece.text : piece.kind === "unknown" ? UNKNOWN_CHARACTER : "";
  return text;
}

/** The text when all of it is known, else undefined. */
export function knownText(value: Value): string | undefined {
  const { pieces } = value;
  const [only] = pieces;
  if (pieces.length === 1 && only?.kind === "text") return only.text;
  return pieces.some((piece) => piece.kind === "unknown") ? undefined : textOf(value);
}

/** Text that somebody wrote, or that a command prints whatever the platform. */
export function literal(text: string, from: Range, quoting: Quoting = "none"): Value {
  return { pieces: [{ kind: "text", text, from, verbatim: false, origin: "literal", quoting, readings: undefined }] };
}

/** As `literal`, for text that stands at `from` character by character, so that part of it can be edited in place. */
export function verbatim(text: string, from: Range, quoting: Quoting): Value {
  return { pieces: [{ kind: "text", text, from, verbatim: true, origin: "literal", quoting, readings: undefined }] };
}

/** Text that a platform decided; `source` is what was asked, as `uname -m`. */
export function platformText(text: string, from: Range, { follows, source }: { readonly follows: Follows; readonly source: string }): Value {
  return { pieces: [{ kind: "text", text, from, verbatim: false, origin: "platform", follows, source, quoting: "none", readings: undefined }] };
}

export function unknown(because: UnknownBecause, from: Range, name?: string): Value {
  return { pieces: [{ kind: "unknown", because, from, readings: undefined, ...(name === undefined ? {} : { name }) }] };
}

/** Puts values one behind the other. */
export function concat(values: readonly Value[]): Value {
  if (values.length === 1) return values[0] ?? EMPTY;
  return { pieces: values.flatMap((value) => value.pieces) };
}

/** The same value, every piece of it marked as having been read from variable `name` at `at`. */
export function readFrom(value: Value, name: string, at: Range): Value {
  return { pieces: value.pieces.map((piece) => ({ ...piece, readings: { name, at, before: piece.readings } })) };
}

/** Characters `[start, end)` of `textOf(value)`; verbatim pieces keep their exact places. */
export function sliceValue(value: Value, start: number, end = Number.POSITIVE_INFINITY): Value {
  const pieces: Piece[] = [];
  let at = 0;
  for (const piece of value.pieces) {
    const length = piece.kind === "text" ? piece.text.length : piece.kind === "unknown" ? 1 : 0;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (piece.kind === "text" && to > from) pieces.push(slicePiece(piece, from, to));
    else if (piece.kind !== "text" && at >= start && at + length <= end) pieces.push(piece);
    at += length;
  }
  return { pieces };
}

function slicePiece(piece: TextPiece, start: number, end: number): TextPiece {
  if (start === 0 && end === piece.text.length) return piece;
  const text = piece.text.slice(start, end);
  if (!piece.verbatim) return { ...piece, text };
  return { ...piece, text, from: { file: piece.from.file, start: piece.from.start + start, end: piece.from.start + end } };
}

/** The pieces that hold characters `[start, end)` of `textOf(value)`, cut to them. */
export function piecesAt(value: Value, start: number, end: number): readonly Piece[] {
  return sliceValue(value, start, end).pieces;
}
