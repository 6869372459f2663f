import type { MappedText, Range } from "../../../text/index.ts";
import type { Makefile } from "../../../syntax/makefile/index.ts";
import { concat, EMPTY, knownText, literal, sliceValue, textOf, unknown, type Value } from "../../value.ts";
import { piecesIn, writtenSource } from "../source.ts";

const MAX_DEPTH = 16;
const MAX_LENGTH = 65_536;

/** What a recipe's text is expanded with. */
export interface MakeScope {
  readonly makefile: Makefile;
  /** `NAME=value` of the command line, which outdoes the file. */
  readonly given: ReadonlyMap<string, Value>;
  /** Variables of the environment, which the file outdoes. */
  readonly environment: (name: string) => Value | undefined;
  /** `@`, `<`, `*` of the rule that runs. */
  readonly automatic: ReadonlyMap<string, Value>;
  /** Expansions that may still be made. */
  budget: { left: number };
}

/** A text with its variables put in; `$(shell …)` becomes the shell's own `$(…)`, other functions are unknown. */
export function expandMake(text: MappedText, scope: MakeScope, depth = 0): Value {
  return expandSpan(text, { start: 0, end: text.text.length }, { scope, depth });
}

/** With what, and how many variables deep, a text is expanded. */
export interface How {
  readonly scope: MakeScope;
  readonly depth: number;
}

function expandSpan(text: MappedText, { start, end }: { readonly start: number; readonly end: number }, how: How): Value {
  const parts: Value[] = [];
  const source = writtenSource(text);
  let from = start;
  for (let at = text.text.indexOf("$", start); at >= 0 && at < end - 1; at = text.text.indexOf("$", from)) {
    if (at > from) parts.push({ pieces: piecesIn(source, { pos: from, end: at }, "none") });
    const close = closing(text.text, at + 1, end);
    const inner = close === at + 1 ? { start: at + 1, end: at + 2 } : { start: at + 2, end: close };
    parts.push(text.text.charAt(at + 1) === "$" ? literal("$", text.rangeOf(at, at + 2)) : reference(text, inner, how));
    from = close + 1;
  }
  if (end > from) parts.push({ pieces: piecesIn(source, { pos: from, end }, "none") });
  const value = concat([EMPTY, ...parts]);
  return textOf(value).length > MAX_LENGTH ? unknown("too-many", text.rangeOf(start, end)) : value;
}

/** Index of the last character of a reference that begins behind `$`: one character, or a balanced pair of brackets. */
function closing(text: string, open: number, end: number): number {
  const bracket = text.charAt(open);
  const other = bracket === "(" ? ")" : bracket === "{" ? "}" : undefined;
  if (other === undefined) return open;
  let depth = 0;
  for (let at = open; at < end; at++) {
    if (text.charAt(at) === bracket) depth++;
    if (text.charAt(at) === other && --depth === 0) return at;
  }
  return end - 1;
}

function reference(text: MappedText, { start, end }: { readonly start: number; readonly end: number }, { scope, depth }: How): Value {
  const name = text.text.slice(start, end);
  const at = text.rangeOf(start, end);
  if (depth >= MAX_DEPTH || scope.budget.left-- <= 0) return unknown("too-many", at, name);
  const command = /^shell[ \t]+/.exec(name)?.[0];
  if (command !== undefined) return concat([literal("$(", at), expandSpan(text, { start: start + command.length, end }, { scope, depth: depth + 1 }), literal(")", at)]);
  if (!/^(?:[A-Za-z_.][\w.-]*|[@<*^?+])$/.test(name)) return unknown("unsupported", at, name);
  return scope.automatic.get(name) ?? makeVariable(name, at, { scope, depth });
}

/** The value of a variable as make finds it; undefined ones are empty, unless something unread may set them. */
export function makeVariable(name: string, at: Range, how: How): Value {
  const { makefile, given, environment } = how.scope;
  const own = makefile.assignments.filter((assignment) => assignment.name === name);
  const fromOutside = given.get(name);
  if (fromOutside !== undefined && !own.some(({ overrides }) => overrides)) return fromOutside;
  let value = environment(name);
  for (const assignment of own) {
    if (!assignment.certain || assignment.operator === "!=") return unknown("unsupported", at, name);
    if (assignment.operator === "?=" && value !== undefined) continue;
    const next = expandMake(assignment.value, how.scope, how.depth + 1);
    value = assignment.operator === "+=" && value !== undefined ? concat([value, literal(" ", at), next]) : next;
  }
  if (value !== undefined) return value;
  if (name === "MAKE") return literal("make", at);
  return makefile.includes || IMPLICIT.has(name) ? unknown("unsupported", at, name) : EMPTY;
}

/** Variables that make sets by itself. */
const IMPLICIT: ReadonlySet<string> = new Set(["MAKEFLAGS", "MAKECMDGOALS", "MAKEFILE_LIST", "CURDIR", "SHELL", "CC", "CXX", "CPP", "LD", "AR", "AS", "RM", "CFLAGS", "CXXFLAGS", "LDFLAGS", "CPPFLAGS", "MAKELEVEL", "MAKE_VERSION", "MAKE_HOST", ".SHELLFLAGS"]);

/** The words of a value, each with its pieces; undefined when part of it is unknown. */
export function wordsOf(value: Value): readonly { readonly text: string; readonly value: Value }[] | undefined {
  const text = knownText(value);
  if (text === undefined || text.includes("$(")) return undefined;
  return [...text.matchAll(/[^\s\\]+/g)].map((match) => ({ text: match[0], value: sliceValue(value, match.index, match.index + match[0].length) }));
}
