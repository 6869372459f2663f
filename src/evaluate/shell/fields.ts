import { textOf, type Piece, type TextPiece, type Value } from "../value.ts";
import type { Chunk, State } from "./state.ts";
import { scalarOf } from "./variables.ts";

/** Most words that one word may become. */
const MAX_FIELDS = 4096;

/** Splits a word where unquoted expansions hold separators (IFS). */
export function splitFields(chunks: readonly Chunk[], state: State): Value[] {
  if (chunks.every((chunk) => chunk.kind === "plain" || chunk.kind === "quoted")) {
    return chunks.length === 0 ? [] : [{ pieces: chunks.flatMap((chunk) => (chunk.kind === "break" ? [] : chunk.pieces)) }];
  }
  const fields = new Fields(separatorsOf(state));
  for (const chunk of chunks) {
    if (chunk.kind === "break") fields.next(true);
    else if (chunk.kind === "split") for (const piece of chunk.pieces) fields.split(piece);
    else fields.add(chunk.pieces);
  }
  return fields.all();
}

/** The characters of IFS, as far as they are known. */
export function separatorsOf(state: State): string {
  const ifs = state.variables.get("IFS");
  return ifs === undefined ? " \t\n" : textOf(scalarOf(ifs));
}

class Fields {
  readonly #separators: string;
  readonly #done: Value[] = [];
  #pieces: Piece[] = [];
  #exists = false;

  constructor(separators: string) {
    this.#separators = separators;
  }

  add(pieces: readonly Piece[]): void {
    this.#pieces.push(...pieces);
    this.#exists = true;
  }

  /** Ends the word; `opens` when another one follows for certain. */
  next(opens: boolean): void {
    if (this.#exists && this.#done.length < MAX_FIELDS) this.#done.push({ pieces: this.#pieces });
    this.#pieces = [];
    this.#exists = opens;
  }

  split(piece: Piece): void {
    if (piece.kind !== "text") {
      this.#pieces.push(piece);
      this.#exists ||= piece.kind === "unknown";
      return;
    }
    let from = 0;
    for (let at = 0; at <= piece.text.length; at++) {
      const char = piece.text.charAt(at);
      const isEnd = at === piece.text.length;
      if (!isEnd && !this.#separators.includes(char)) continue;
      if (at > from) this.add([part(piece, from, at)]);
      if (!isEnd && (at > from || this.#exists)) this.next(false);
      from = at + 1;
    }
  }

  all(): Value[] {
    this.next(false);
    return this.#done;
  }
}

function part(piece: TextPiece, start: number, end: number): TextPiece {
  if (start === 0 && end === piece.text.length) return piece;
  const text = piece.text.slice(start, end);
  if (!piece.verbatim) return { ...piece, text };
  return { ...piece, text, from: { file: piece.from.file, start: piece.from.start + start, end: piece.from.start + end } };
}
