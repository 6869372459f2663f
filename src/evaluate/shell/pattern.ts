import { UNKNOWN_CHARACTER } from "../value.ts";

/** One step of a glob. `unknown` may be any text. */
export type Token =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "unknown" }
  /** Goes on at any of these tokens, counted from this one: bash's `@(a|b)`, `?(…)`, `+(…)`, `*(…)`. */
  | { readonly kind: "jump"; readonly to: readonly number[] }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] };

export type Pattern = readonly Token[];

/** Yes, no, or not to be told. */
export type Truth = "yes" | "no" | "maybe";

/** Work beyond which a match is left undecided. */
const MAX_WORK = 2_000_000;

/** A pattern that matches exactly `text`. */
export function literalPattern(text: string): Pattern {
  return text.split("").map((char) => (char === UNKNOWN_CHARACTER ? { kind: "unknown" } : { kind: "char", char }));
}

/** The tokens of glob text whose every character is active. */
export function globPattern(text: string, depth = 0): Pattern {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const close = OPERATORS.includes(char) && text.charAt(at + 1) === "(" ? groupEnd(text, at + 1) : -1;
    if (close > 0) {
      for (const token of groupTokens(char, text.slice(at + 2, close), depth)) tokens.push(token);
      at = close;
    } else if (char === "*") {
      if (tokens.at(-1)?.kind !== "star") tokens.push({ kind: "star" });
    } else if (char === "?") tokens.push({ kind: "any" });
    else if (char === UNKNOWN_CHARACTER) tokens.push({ kind: "unknown" });
    else if (char === "[") {
      const end = classEnd(text, at);
      tokens.push(end < 0 ? { kind: "char", char } : classToken(text.slice(at + 1, end)));
      if (end >= 0) at = end;
    } else tokens.push({ kind: "char", char });
  }
  return tokens;
}

const OPERATORS = "?*+@!";
const MAX_GROUPS_DEEP = 8;
const MAX_GROUP_LENGTH = 4096;

/** Index of the parenthesis that closes the one at `start`; -1 when there is none. */
function groupEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    // Too long to be meant for people: the whole rest may be any text.
    if (at - start > MAX_GROUP_LENGTH) return text.length;
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at;
  }
  return -1;
}

/** One of bash's extended globs; what matches anything but its words, or is made of expansions, may be any text. */
function groupTokens(operator: string, body: string, depth: number): readonly Token[] {
  if (operator === "!" || body.length >= MAX_GROUP_LENGTH || depth >= MAX_GROUPS_DEEP || /["'$`\\]/.test(body)) return [{ kind: "unknown" }];
  const branches = alternativesIn(body).map((text) => globPattern(text, depth + 1));
  const isRepeated = operator === "+" || operator === "*";
  const length = 1 + branches.reduce((sum, branch) => sum + branch.length + 1, 0);
  const tokens: Token[] = [{ kind: "jump", to: operator === "?" || operator === "*" ? [length] : [] }];
  const starts: number[] = [];
  for (const branch of branches) {
    starts.push(tokens.length);
    for (const token of branch) tokens.push(token);
    tokens.push({ kind: "jump", to: [length - tokens.length, ...(isRepeated ? [-tokens.length] : [])] });
  }
  const [first] = tokens;
  if (first?.kind === "jump") tokens[0] = { kind: "jump", to: [...first.to, ...starts] };
  return tokens;
}

function alternativesIn(body: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < body.length; at++) {
    if (body[at] === "(") depth++;
    if (body[at] === ")") depth--;
    if (body[at] !== "|" || depth > 0) continue;
    found.push(body.slice(from, at));
    from = at + 1;
  }
  return [...found, body.slice(from)];
}

function classEnd(text: string, start: number): number {
  let at = start + 1;
  if (text[at] === "!" || text[at] === "^") at++;
  if (text[at] === "]") at++;
  while (at < text.length && text[at] !== "]") {
    const named = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
    at = named > 0 ? named + 2 : at + 1;
  }
  return at < text.length ? at : -1;
}

const NAMED: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  digit: [[48, 57]],
  lower: [[97, 122]],
  upper: [[65, 90]],
  alpha: [[65, 90], [97, 122]],
  alnum: [[48, 57], [65, 90], [97, 122]],
  space: [[9, 13], [32, 32]],
  blank: [[9, 9], [32, 32]],
  xdigit: [[48, 57], [65, 70], [97, 102]],
  punct: [[33, 47], [58, 64], [91, 96], [123, 126]],
};

function classToken(body: string): Token {
  const negated = body.startsWith("!") || body.startsWith("^");
  const ranges: (readonly [number, number])[] = [];
  for (let at = negated ? 1 : 0; at < body.length; at++) {
    const close = body.startsWith("[:", at) ? body.indexOf(":]", at) : -1;
    if (close > 0) {
      ranges.push(...(NAMED[body.slice(at + 2, close)] ?? []));
      at = close + 1;
      continue;
    }
    const from = body.charCodeAt(at);
    const isRange = body[at + 1] === "-" && at + 2 < body.length;
    ranges.push([from, isRange ? body.charCodeAt(at + 2) : from]);
    if (isRange) at += 2;
  }
  return { kind: "class", negated, ranges };
}

/** Whether the pattern matches the whole text, either of which may hold unknown stretches. */
export function matches(pattern: Pattern, text: string): Truth {
  if (pattern.length * text.length > MAX_WORK) return "maybe";
  if (!reachesEnd(pattern, text, true)) return "no";
  const isUnknown = text.includes(UNKNOWN_CHARACTER) || pattern.some((token) => token.kind === "unknown");
  return !isUnknown || reachesEnd(pattern, text, false) ? "yes" : "maybe";
}

function reachesEnd(pattern: Pattern, text: string, hopeful: boolean): boolean {
  const walk = new Walk(pattern, hopeful);
  for (let at = 0; at < text.length; at++) if (!walk.step(text.charCodeAt(at))) return false;
  return walk.accepts;
}

/** Lengths of the prefixes of `text` that the pattern matches, shortest and longest; undefined when none or too costly. */
export function prefixLengths(pattern: Pattern, text: string): { readonly shortest: number; readonly longest: number } | undefined {
  if (pattern.length * text.length > MAX_WORK) return undefined;
  const walk = new Walk(pattern, false);
  let shortest = walk.accepts ? 0 : -1;
  let longest = shortest;
  for (let at = 0; at < text.length && walk.step(text.charCodeAt(at)); at++) {
    if (!walk.accepts) continue;
    if (shortest < 0) shortest = at + 1;
    longest = at + 1;
  }
  return shortest < 0 ? undefined : { shortest, longest };
}

/** Like `prefixLengths`, from the end. */
export function suffixLengths(pattern: Pattern, text: string): { readonly shortest: number; readonly longest: number } | undefined {
  if (!hasJumps(pattern)) return prefixLengths([...pattern].reverse(), text.split("").reverse().join(""));
  if (pattern.length * text.length * text.length > MAX_WORK) return undefined;
  let found: { readonly shortest: number; readonly longest: number } | undefined;
  for (let length = 0; length <= text.length; length++) {
    if (reachesEnd(pattern, text.slice(text.length - length), false)) found = { shortest: found?.shortest ?? length, longest: length };
  }
  return found;
}

function hasJumps(pattern: Pattern): boolean {
  return pattern.some((token) => token.kind === "jump");
}

/** Places of the longest matches from left to right, none of them empty; undefined when too costly. */
export function occurrences(pattern: Pattern, text: string, limit: number): readonly (readonly [number, number])[] | undefined {
  if (pattern.length * text.length * Math.min(text.length, 64) > MAX_WORK) return undefined;
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < text.length && found.length < limit; at++) {
    const longest = prefixLengths(pattern, text.slice(at))?.longest ?? 0;
    if (longest === 0) continue;
    found.push([at, at + longest]);
    at += longest - 1;
  }
  return found;
}

/** All positions of a pattern that the text read so far may have led to: time is text × pattern, whatever they are. */
class Walk {
  readonly #pattern: Pattern;
  readonly #hopeful: boolean;
  readonly #jumps: boolean;
  #active: Uint8Array;
  #next: Uint8Array;

  constructor(pattern: Pattern, hopeful: boolean) {
    this.#pattern = pattern;
    this.#hopeful = hopeful;
    this.#jumps = hasJumps(pattern);
    this.#active = new Uint8Array(pattern.length + 1);
    this.#next = new Uint8Array(pattern.length + 1);
    this.#active[0] = 1;
    this.#skipEmpty(this.#active);
  }

  get accepts(): boolean {
    return this.#active[this.#pattern.length] === 1;
  }

  /** Reads one character; false when nothing can match any more. */
  step(code: number): boolean {
    const next = this.#next.fill(0);
    const wild = code === UNKNOWN_CODE;
    let alive = false;
    for (let index = 0; index <= this.#pattern.length; index++) {
      if (this.#active[index] !== 1) continue;
      if (wild && this.#hopeful) {
        // Where it may go back, all of it is open.
        next.fill(1, this.#jumps ? 0 : index);
        alive = true;
        break;
      }
      const token = this.#pattern[index];
      if (token === undefined) continue;
      const stays = token.kind === "star" || (token.kind === "unknown" && this.#hopeful);
      if (stays) next[index] = 1;
      else if (!wild && takes(token, code)) next[index + 1] = 1;
      else continue;
      alive = true;
    }
    this.#skipEmpty(next);
    this.#next = this.#active;
    this.#active = next;
    return alive;
  }

  #skipEmpty(active: Uint8Array): void {
    for (const [index, token] of this.#pattern.entries()) {
      if (active[index] !== 1) continue;
      if (token.kind === "star" || (token.kind === "unknown" && this.#hopeful)) active[index + 1] = 1;
      else if (token.kind === "jump") this.#jump(active, index);
    }
  }

  /** Follows jumps, which may lead back; what they lead to is followed at once, each place a single time. */
  #jump(active: Uint8Array, from: number): void {
    const open = [from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const token = this.#pattern[index];
      const skips = token?.kind === "star" || (token?.kind === "unknown" && this.#hopeful) ? [1] : token?.kind === "jump" ? token.to : [];
      for (const step of skips) {
        if (active[index + step] === 1) continue;
        active[index + step] = 1;
        open.push(index + step);
      }
    }
  }
}

const UNKNOWN_CODE = UNKNOWN_CHARACTER.charCodeAt(0);

function takes(token: Token, code: number): boolean {
  switch (token.kind) {
    case "char":
      return token.char.charCodeAt(0) === code;
    case "any":
      return true;
    case "class":
      return token.ranges.some(([from, to]) => code >= from && code <= to) !== token.negated;
    case "star":
    case "unknown":
    case "jump":
      return false;
  }
}
