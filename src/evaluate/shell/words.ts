import type { DoubleQuotedChild, Word, WordPart } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import { concat, unknown, type Piece, type Quoting, type Value } from "../value.ts";
import { arithmeticValue } from "./arithmetic.ts";
import { braceAlternatives } from "./brace.ts";
import { splitFields } from "./fields.ts";
import { expandParameter, expandSimple } from "./parameter.ts";
import { globPattern, literalPattern, type Pattern } from "./pattern.ts";
import { piecesIn, type Span } from "./source.ts";
import type { Chunk, Field, State } from "./state.ts";
import { readVariable } from "./variables.ts";
import { substitute } from "./substitution.ts";

/** The words of a command after all expansions. A word may become none or several. */
export function expandFields(words: readonly Word[], state: State): Field[] {
  const fields: Field[] = [];
  for (const word of words) addFields(word, state, fields);
  return fields;
}

/** As `expandFields`, of one word and behind the fields of those before it. */
export function addFields(word: Word, state: State, fields: Field[]): void {
  if (state.flow !== undefined) return;
  const at = state.rangeOf(word);
  if (isPlain(word)) {
    fields.push({ value: { pieces: piecesIn(state.source, word, "shell") }, at });
    return;
  }
  for (const chunks of alternatives(word, state)) {
    for (const value of splitFields(chunks, state)) fields.push({ value, at });
  }
}

/** One word as one value, without splitting: an assignment, a case subject, a redirection's file. */
export function expandValue(word: Word, state: State, quoting: Quoting = "shell"): Value {
  if (isPlain(word)) return { pieces: piecesIn(state.source, word, quoting) };
  return concat(wordChunks(word, state, quoting).map(valueOf));
}

/** One word as a pattern: what is quoted stands for itself. */
export function expandPattern(word: Word, state: State): Pattern {
  if (isPlain(word)) return globPattern(word.text);
  const chunks = wordChunks(word, state, "shell");
  const merged: { text: string; active: boolean }[] = [];
  for (const chunk of chunks) {
    if (chunk.kind === "break") continue;
    const active = chunk.kind !== "quoted";
    const last = merged.at(-1);
    if (last?.active === active) last.text += plainText(chunk.pieces);
    else merged.push({ text: plainText(chunk.pieces), active });
  }
  return merged.flatMap(({ text, active }) => (active ? globPattern(text) : literalPattern(text)));
}

/** The body of a here-document. */
export function expandHereDocument(body: { readonly pos: number; readonly end: number; readonly parts: readonly WordPart[] | undefined }, state: State): Value {
  if (body.parts === undefined) return concat(decode(state, body, IN_HEREDOC).map(valueOf));
  state.chargeParts(body.parts.length);
  const chunks = body.parts.flatMap((part) =>
    part.type === "Literal" ? decode(state, part, IN_HEREDOC) : partChunks(part, state, { quoted: true, quoting: "heredoc" }),
  );
  return concat(chunks.map(valueOf));
}

function isPlain(word: Word): boolean {
  return word.parts === undefined && !word.text.includes("\\") && !word.text.startsWith("~");
}

function valueOf(chunk: Chunk): Value {
  return chunk.kind === "break" ? { pieces: [SPACE] } : { pieces: chunk.pieces };
}

const NOWHERE: Range = { file: "", start: 0, end: 0 };
const SPACE: Piece = { kind: "text", text: " ", from: NOWHERE, verbatim: false, origin: "other", quoting: "none", readings: undefined };

function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === "text" ? piece.text : piece.kind === "unknown" ? "\uFFFC" : "")).join("");
}

function alternatives(word: Word, state: State): (readonly Chunk[])[] {
  const parts = word.parts ?? [];
  if (state.dialect !== "bash" || !parts.some((part) => part.type === "BraceExpansion")) return [wordChunks(word, state, "shell")];

  let all: (readonly Chunk[])[] = [[]];
  for (const part of parts) {
    const heads = all;
    const tails = part.type === "BraceExpansion" ? braceAlternatives(part, state, (inner) => partChunks(inner, state, BARE)) : [partChunks(part, state, BARE)];
    if (heads.length * tails.length > 256) return [wordChunks(word, state, "shell")];
    all = heads.flatMap((head) => tails.map((tail) => [...head, ...tail]));
  }
  return all;
}

interface Context {
  readonly quoted: boolean;
  readonly quoting: Quoting;
}

const BARE: Context = { quoted: false, quoting: "shell" };
const DOUBLE: Context = { quoted: true, quoting: "shell-double" };

/** What the parts of a word give, before it is split. */
export function wordChunks(word: Word, state: State, quoting: Quoting): Chunk[] {
  const context = { quoted: quoting !== "shell", quoting };
  if (word.parts !== undefined) {
    state.chargeParts(word.parts.length);
    const [first] = word.parts;
    if (first?.type !== "Literal" || !first.text.startsWith("~")) return word.parts.flatMap((part) => partChunks(part, state, context));
    return [...bare(state, first, quoting), ...word.parts.slice(1).flatMap((part) => partChunks(part, state, context))];
  }
  return bare(state, word, quoting);
}

/** Unquoted text at the start of a word, where a tilde means the home directory. */
function bare(state: State, span: Span, quoting: Quoting): Chunk[] {
  const text = state.source.text.text;
  const isHome = quoting === "shell" && text[span.pos] === "~" && (span.pos + 1 === span.end || text[span.pos + 1] === "/");
  if (!isHome) return decode(state, span, { escapes: "bare", quoting });
  const at = state.source.text.rangeOf(span.pos, span.pos + 1);
  const home = readVariable(state, "HOME", at) ?? unknown("base-image", at, "HOME");
  return [{ kind: "quoted", pieces: home.pieces }, ...decode(state, { pos: span.pos + 1, end: span.end }, { escapes: "bare", quoting })];
}

function partChunks(part: WordPart, state: State, context: Context): Chunk[] {
  switch (part.type) {
    case "Literal":
      return decode(state, part, { escapes: context.quoting === "heredoc" ? "heredoc" : context.quoted ? "double" : "bare", quoting: context.quoting });
    case "Glob":
    case "ExtendedGlob":
    case "BraceExpansion":
      return [{ kind: context.quoted ? "quoted" : "plain", pieces: piecesIn(state.source, part, context.quoting) }];
    case "SingleQuoted":
      return [{ kind: "quoted", pieces: piecesIn(state.source, { pos: part.pos + 1, end: part.end - 1 }, "shell-single") }];
    case "AnsiCQuoted":
      return [{ kind: "quoted", pieces: ansiPieces(part, state) }];
    case "DoubleQuoted":
    case "LocaleString":
      return doubleChunks(part.parts, state);
    case "SimpleExpansion":
      return expandSimple(part, state, context.quoted);
    case "ParameterExpansion":
      return expandParameter(part, state, context.quoted);
    case "CommandExpansion":
      return [{ kind: context.quoted ? "quoted" : "split", pieces: substitute(part, state).pieces }];
    case "ArithmeticExpansion":
      return [{ kind: context.quoted ? "quoted" : "split", pieces: arithmeticValue(part.expression, state, state.rangeOf(part)).pieces }];
    case "ProcessSubstitution":
      substitute(part, state);
      return [{ kind: "quoted", pieces: unknown("command-output", state.rangeOf(part)).pieces }];
  }
}

function doubleChunks(parts: readonly DoubleQuotedChild[], state: State): Chunk[] {
  if (parts.length === 0) return [{ kind: "quoted", pieces: [] }];
  state.chargeParts(parts.length);
  return parts.flatMap((part) => partChunks(part, state, DOUBLE));
}

function ansiPieces(part: { readonly pos: number; readonly end: number; readonly value: string }, state: State): readonly Piece[] {
  const raw = state.source.text.text.slice(part.pos + 2, part.end - 1);
  if (raw === part.value) return piecesIn(state.source, { pos: part.pos + 2, end: part.end - 1 }, "shell-single");
  return [{ kind: "text", text: part.value, from: state.rangeOf(part), verbatim: false, origin: "literal", quoting: "shell-single", readings: undefined }];
}

/** Which backslashes count, and how the text stands. */
interface Writing {
  readonly escapes: "bare" | "double" | "heredoc";
  readonly quoting: Quoting;
}

const IN_HEREDOC: Writing = { escapes: "heredoc", quoting: "heredoc" };

/** Written text with its backslashes taken off; an escaped character is a chunk of its own, since no glob is meant by it. */
function decode(state: State, span: Span, { escapes, quoting }: Writing): Chunk[] {
  const { source } = state;
  const text = source.text.text;
  const kind = escapes === "bare" && quoting === "shell" ? "plain" : "quoted";
  const chunks: Chunk[] = [];
  let from = span.pos;
  for (let at = text.indexOf("\\", span.pos); at >= 0 && at < span.end - 1; at = text.indexOf("\\", at + 2)) {
    const next = text.charAt(at + 1);
    if (!isEscaped(next, escapes)) continue;
    if (at > from) chunks.push({ kind, pieces: piecesIn(source, { pos: from, end: at }, quoting) });
    if (next !== "\n") chunks.push({ kind: "quoted", pieces: piecesIn(source, { pos: at + 1, end: at + 2 }, quoting) });
    from = at + 2;
  }
  if (span.end > from || chunks.length === 0) chunks.push({ kind, pieces: piecesIn(source, { pos: from, end: span.end }, quoting) });
  return chunks;
}

function isEscaped(char: string, escapes: Writing["escapes"]): boolean {
  if (escapes === "bare") return true;
  return char === "$" || char === "`" || char === "\\" || char === "\n" || (escapes === "double" && char === '"');
}
