import { isSpace } from "./blank.ts";

/** A word's place in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `${a:-${b:-…}}` deeper than this is taken for an error, so that input can't exhaust the stack. */
const MAX_DEPTH = 100;
const SPECIAL = "@*#?-$!0";

/**
 * Cuts a line into words as BuildKit's own lexer does when it looks for here-documents: quotes and `${…}` are understood,
 * `<< WORD` is one word. Undefined when the lexer would stop with an error (an open quote, `${x^^}`): such a line has none.
 */
export function lexWords(line: string): readonly Span[] | undefined {
  const words: Span[] = [];
  let start = -1;
  let at = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (isSpace(code)) {
      if (start >= 0) words.push({ start, end: at });
      start = -1;
      at += 1;
      continue;
    }
    const next = skipUnit(line, at, 0);
    if (next === undefined) return undefined;
    if (start < 0) start = at;
    // Blanks in an expansion cut words, those in quotes don't.
    if (code === 36) start = cutAtSpaces(line, { start, from: at, to: next }, words);
    at = next;
  }
  if (start >= 0) words.push({ start, end: line.length });
  return words;
}

function cutAtSpaces(line: string, part: { start: number; from: number; to: number }, words: Span[]): number {
  let start = part.start;
  for (let at = part.from; at < part.to; at += 1) {
    if (!isSpace(line.charCodeAt(at))) {
      if (start < 0) start = at;
      continue;
    }
    if (start >= 0) words.push({ start, end: at });
    start = -1;
  }
  return start;
}

/** Behind the quoted text, expansion, escaped character, `<<` or plain character at `at`. */
function skipUnit(line: string, at: number, depth: number): number | undefined {
  const character = line[at];
  if (character === '"') return skipDoubleQuoted(line, at + 1, depth);
  if (character === "$") return skipDollar(line, at, depth);
  if (character === "\\") return Math.min(at + 2, line.length);
  if (character === "<" && line[at + 1] === "<") return skipBlanks(line, at + 2);
  if (character !== "'") return at + 1;
  const close = line.indexOf("'", at + 1);
  return close < 0 ? undefined : close + 1;
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === " " || line[at] === "\t") at += 1;
  return at;
}

function skipDoubleQuoted(line: string, from: number, depth: number): number | undefined {
  let at = from;
  while (at < line.length) {
    const character = line[at];
    if (character === '"') return at + 1;
    if (character === "$") {
      const next = skipDollar(line, at, depth);
      if (next === undefined) return undefined;
      at = next;
    } else if (character === "\\" && '"$\\'.includes(line[at + 1] ?? " ")) at += 2;
    else at += 1;
  }
  return undefined;
}

function skipDollar(line: string, dollar: number, depth: number): number | undefined {
  if (line[dollar + 1] !== "{") return skipName(line, dollar + 1);
  const first = line[dollar + 2];
  if (depth >= MAX_DEPTH || first === undefined || first === "{" || first === "}" || first === ":") return undefined;
  const at = skipName(line, dollar + 2);
  const operator = line[at];
  if (operator === "}") return at + 1;
  if (operator === "/") return skipReplacement(line, at + 1, depth);
  if (operator === ":") return "#%".includes(line[at + 1] ?? "#") ? undefined : skipUntil(line, at + 2, { stop: "}", depth });
  if (operator === undefined || !"+-?#%".includes(operator)) return undefined;
  return skipUntil(line, at + 1, { stop: "}", depth });
}

function skipReplacement(line: string, from: number, depth: number): number | undefined {
  const pattern = line[from] === "/" ? from + 1 : from;
  const replacement = skipUntil(line, pattern, { stop: "/", depth });
  return replacement === undefined ? undefined : skipUntil(line, replacement, { stop: "}", depth });
}

function skipUntil(line: string, from: number, { stop, depth }: { stop: string; depth: number }): number | undefined {
  let at = from;
  while (at < line.length) {
    if (line[at] === stop) return at + 1;
    const next = skipUnit(line, at, depth + 1);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

function skipName(line: string, from: number): number {
  const first = line[from];
  if (first === undefined) return from;
  if (/[0-9]/.test(first)) return from + (/^[0-9]+/.exec(line.slice(from, from + 64))?.[0].length ?? 0);
  if (SPECIAL.includes(first)) return from + 1;
  let at = from;
  while (at < line.length && isNameUnit(line.charCodeAt(at))) at += 1;
  return at;
}

function isNameUnit(code: number): boolean {
  if (code < 0x80) return code === 95 || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return /[\p{L}\p{Nd}]/u.test(String.fromCharCode(code));
}
