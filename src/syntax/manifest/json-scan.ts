/** A member of an object, or an element of an array (then the key is empty); offsets into the text, ends exclusive. */
export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
}

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

/**
 * The members of the object or array that begins at `start`; for a broken one those before the break.
 * Linear in the length of the value, and deep nesting costs no stack.
 */
export function jsonMembers(text: string, start: number): JsonMember[] {
  const members: JsonMember[] = [];
  const open = text[start];
  if (open !== "{" && open !== "[") return members;
  let at = skipSpace(text, start + 1);
  while (at < text.length && text[at] !== "}" && text[at] !== "]") {
    const keyStart = at;
    const keyEnd = open === "{" ? endOfString(text, at) : at;
    if (keyEnd < 0) break;
    const colon = skipSpace(text, keyEnd);
    if (open === "{" && text[colon] !== ":") break;
    const valueStart = open === "{" ? skipSpace(text, colon + 1) : at;
    const end = endOfValue(text, valueStart);
    if (end < 0) break;
    members.push({ key: open === "{" ? stringAt(text, keyStart, keyEnd) : "", keyStart, keyEnd, start: valueStart, end });
    at = skipSpace(text, end);
    if (text[at] !== ",") break;
    at = skipSpace(text, at + 1);
  }
  return members;
}

/** Just behind the value that begins at `start`; -1 when it has no end. What is between its brackets is not checked. */
export function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === "{" || first === "[") return endOfBrackets(text, start);
  SCALAR.lastIndex = start;
  return SCALAR.test(text) ? SCALAR.lastIndex : -1;
}

/** Offset of the first character at or behind `at` that is no white space. */
export function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}

/** Just behind the string that begins at `start`; -1 when there is none or it has no end. */
export function endOfString(text: string, start: number): number {
  if (text[start] !== '"') return -1;
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return -1;
}

/** The characters between the quotes of a string, escapes resolved where it has any. */
export function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes("\\")) return raw;
  try {
    return String(JSON.parse(text.slice(start, end)));
  } catch {
    return raw;
  }
}

const BRACKET = /["[\]{}]/g;

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  let at = start;
  for (;;) {
    BRACKET.lastIndex = at;
    const match = BRACKET.exec(text);
    if (match === null) return -1;
    if (match[0] === '"') {
      at = endOfString(text, match.index);
      if (at < 0) return -1;
      continue;
    }
    depth += match[0] === "{" || match[0] === "[" ? 1 : -1;
    at = match.index + 1;
    if (depth === 0) return at;
  }
}
