import type { WordPart } from "../../syntax/shell/index.ts";
import { piecesIn } from "./source.ts";
import type { Chunk, State } from "./state.ts";

type BracePart = Extract<WordPart, { readonly type: "BraceExpansion" }>;

/** Most words that braces may make. */
const MAX_ALTERNATIVES = 256;

/** What each alternative of `{a,b}` or `{1..3}` gives; the text itself when there is nothing to expand. */
export function braceAlternatives(brace: BracePart, state: State, expand: (part: WordPart) => Chunk[]): Chunk[][] {
  const text = state.source.text.text;
  const counted = countedWords(text.slice(brace.pos + 1, brace.end - 1));
  if (counted !== undefined) {
    const from = state.rangeOf(brace);
    return counted.map((word) => [{ kind: "plain", pieces: [{ kind: "text", text: word, from, verbatim: false, origin: "literal", quoting: "shell", readings: undefined }] }]);
  }
  const cuts = commas(text, brace.pos + 1, brace.end - 1);
  if (cuts.length === 0 || cuts.length >= MAX_ALTERNATIVES) return [[{ kind: "plain", pieces: piecesIn(state.source, brace, "shell") }]];
  const edges = [brace.pos, ...cuts, brace.end - 1];
  return edges.slice(1).map((end, index) => alternative({ start: (edges[index] ?? 0) + 1, end, parts: brace.parts ?? [] }, state, expand));
}

interface Alternative {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly WordPart[];
}

function alternative(span: Alternative, state: State, expand: (part: WordPart) => Chunk[]): Chunk[] {
  const inner = span.parts.filter((part) => part.type !== "Literal" && part.pos >= span.start && part.end <= span.end);
  const chunks: Chunk[] = [];
  let at = span.start;
  for (const part of inner) {
    if (part.pos > at) chunks.push({ kind: "plain", pieces: piecesIn(state.source, { pos: at, end: part.pos }, "shell") });
    chunks.push(...expand(part));
    at = part.end;
  }
  if (span.end > at) chunks.push({ kind: "plain", pieces: piecesIn(state.source, { pos: at, end: span.end }, "shell") });
  return chunks;
}

function commas(text: string, start: number, end: number): number[] {
  const found: number[] = [];
  let depth = 0;
  let quote = "";
  for (let at = start; at < end; at++) {
    const char = text.charAt(at);
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "\\") at++;
    else if (char === "'" || char === '"') quote = char;
    else if (char === "{" || char === "(") depth++;
    else if (char === "}" || char === ")") depth--;
    else if (char === "," && depth === 0) found.push(at);
  }
  return found;
}

function countedWords(body: string): string[] | undefined {
  const found = /^(-?\d{1,6})\.\.(-?\d{1,6})$/.exec(body);
  const [from, to] = [Number(found?.[1]), Number(found?.[2])];
  if (found === null || Math.abs(to - from) >= MAX_ALTERNATIVES) return undefined;
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => String(from + index * step));
}
