import { textOf, type Piece, type TextPiece, type Value } from "../evaluate/value.ts";
import { architectureWordsIn, type ArchitectureWord, type CompoundWord, type Vocabulary } from "../knowledge/architecture.ts";
import { runsOn } from "../model/platform-match.ts";
import type { Platform } from "../model/platform.ts";
import type { Range } from "../text/index.ts";

/** An architecture word that somebody wrote and that names another CPU than the one asked for. */
export interface ForeignWord {
  readonly value: Value;
  readonly word: string;
  /** Characters of `textOf(value)`. */
  readonly start: number;
  readonly end: number;
  /** OCI platforms the word can mean. */
  readonly platforms: readonly string[];
  /** Whether the word means different CPUs in different vocabularies (`x86`, `arm`). */
  readonly ambiguous: boolean;
  readonly vocabularies: readonly Vocabulary[];
  /** The longer word it is part of, where it is: `x86_64-unknown-linux-gnu`. */
  readonly compound?: CompoundWord;
  /** What the word is made of, cut to it; unset variables in between included. */
  readonly pieces: readonly Piece[];
  /** Those of them that were written; empty for a word that was computed or given from outside. */
  readonly literals: readonly TextPiece[];
  /** What must stand in its place on a platform, where the word itself tells nothing about that. */
  readonly wordOn?: (platform: string) => string | undefined;
  /** The word's exact range when it was written in one piece: an edit of it edits the word and nothing else. */
  readonly at: Range | undefined;
}

/** Architecture words of `value` whose CPU's code doesn't run on `platform` and that no platform value or unknown produced. */
export function foreignWords(value: Value, platform: Platform): readonly ForeignWord[] {
  const text = textOf(value);
  if (text.length < 3) return [];
  const found: ForeignWord[] = [];
  for (const word of architectureWordsIn(text)) {
    // A word beside another system's name (`windows-amd64`) is fetched on purpose.
    if (!word.platforms.some((name) => name.startsWith(`${platform.os}/`))) continue;
    if (word.platforms.some((name) => wordRunsOn(platformNamed(name), platform))) continue;
    const pieces = piecesBetween(value, word.start, word.end);
    if (pieces.every(isWritten)) found.push(foreignWord(value, word, pieces));
  }
  return found;
}

/**
 * Characters `[start, end)` of a value as a word to rewrite, where a rule knows more than the spelling tells; with
 * `start === end` the place where a word is missing (`tini` is `tini-amd64`).
 */
export function wordAt(value: Value, [start, end]: readonly [number, number], platforms: readonly string[]): ForeignWord {
  const found = start < end ? piecesBetween(value, start, end) : placeBehind(value, start);
  return foreignWord(value, { start, end, word: "", platforms, vocabularies: [], ambiguous: false }, found);
}

/** A platform by its normalised name, as the tables have it: `linux/arm/v7`. */
export function platformNamed(name: string): Platform {
  const [os = "linux", arch = "", variant] = name.split("/");
  return variant === undefined ? { os, arch } : { os, arch, variant };
}

/** Whether code for `binary` runs on `host`; a word without a level (`arm`) is taken to fit every level of its CPU. */
export function wordRunsOn(binary: Platform, host: Platform): boolean {
  return (binary.arch === host.arch && binary.os === host.os) || runsOn(binary, host);
}

function foreignWord(value: Value, word: ArchitectureWord, pieces: readonly Piece[]): ForeignWord {
  const { start, end, platforms, ambiguous, vocabularies } = word;
  const literals = pieces.filter((piece): piece is TextPiece => piece.kind === "text" && piece.origin === "literal");
  const only = pieces.length === 1 ? literals[0] : undefined;
  const at = only?.verbatim === true ? only.from : undefined;
  const compound = word.compound === undefined ? {} : { compound: word.compound };
  return { value, word: textOf({ pieces }), start, end, platforms, ambiguous, vocabularies, pieces, literals, at, ...compound };
}

function isWritten(piece: Piece): boolean {
  return piece.kind === "unset" || (piece.kind === "text" && piece.origin !== "platform");
}

/** The empty end of the piece whose last character stands before `offset`. */
function placeBehind(value: Value, offset: number): readonly Piece[] {
  const [piece] = offset === 0 ? [] : piecesBetween(value, offset - 1, offset);
  if (piece?.kind !== "text") return [];
  const { file, end } = piece.from;
  return [{ ...piece, text: "", from: piece.verbatim ? { file, start: end, end } : piece.from }];
}

/** As `piecesAt`, without the empty pieces at both ends. */
function piecesBetween(value: Value, start: number, end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const piece of value.pieces) {
    const length = piece.kind === "text" ? piece.text.length : piece.kind === "unknown" ? 1 : 0;
    const inside = length > 0 ? at < end && at + length > start : at > start && at < end;
    if (inside) pieces.push(piece.kind === "text" ? cut(piece, start - at, end - at) : piece);
    at += length;
  }
  return pieces;
}

function cut(piece: TextPiece, start: number, end: number): TextPiece {
  const from = Math.max(0, start);
  const to = Math.min(piece.text.length, end);
  if (from === 0 && to === piece.text.length) return piece;
  const text = piece.text.slice(from, to);
  if (!piece.verbatim) return { ...piece, text };
  return { ...piece, text, from: { file: piece.from.file, start: piece.from.start + from, end: piece.from.start + to } };
}
