/** A stretch of the text that was read: offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One clause of a version specifier: `>=1.18`, `==1.18.5`, `~=2.0`, `===weird`. */
export interface Clause {
  readonly operator: string;
  readonly version: string;
  readonly versionAt: Span;
}

/** A side of a comparison: a variable of the environment, or text in quotes. */
export interface MarkerValue {
  readonly kind: "variable" | "text";
  readonly text: string;
}

/** A condition on the environment, as a tree. */
export type Marker =
  | { readonly kind: "and" | "or"; readonly left: Marker; readonly right: Marker }
  | { readonly kind: "compare"; readonly left: MarkerValue; readonly operator: string; readonly right: MarkerValue };

/** A requirement as PEP 508 writes it. */
export interface Requirement508 {
  readonly name: string;
  readonly nameAt: Span;
  readonly extras: readonly string[];
  readonly clauses: readonly Clause[];
  /** The whole version specifier without parentheses; absent where there is none. */
  readonly specifierAt?: Span;
  readonly url?: string;
  readonly urlAt?: Span;
  readonly marker?: Marker;
  readonly markerAt?: Span;
}

/** What was read, or the place at which it is no requirement. */
export type Reading<T> = T | { readonly error: string; readonly at: number };

/** Longer texts are no requirement that somebody wrote. */
const MAX_LENGTH = 8192;
const MAX_DEPTH = 64;

/** Reads one requirement of `[start, end)`; https://packaging.python.org/specifications/dependency-specifiers/ */
export function parseRequirement(text: string, start = 0, end = text.length): Reading<Requirement508> {
  if (end - start > MAX_LENGTH) return { error: "is too long", at: start };
  return attempt(new Cursor(text, start, end), requirement);
}

/** Reads a condition that stands by itself, as lockfiles have them. */
export function parseMarker(text: string, start = 0, end = text.length): Reading<Marker> {
  if (end - start > MAX_LENGTH) return { error: "is too long", at: start };
  return attempt(new Cursor(text, start, end), (cursor) => {
    const found = disjunction(cursor, 0);
    cursor.blanks();
    if (!cursor.done) cursor.fail("a marker ends here");
    return found;
  });
}

class Refused extends Error {
  readonly at: number;

  constructor(error: string, at: number) {
    super(error);
    this.at = at;
  }
}

// Thrown and caught in this file alone: a reader of expressions without it checks each step twice.
function attempt<T>(cursor: Cursor, read: (cursor: Cursor) => T): Reading<T> {
  try {
    return read(cursor);
  } catch (refused) {
    if (refused instanceof Refused) return { error: refused.message, at: refused.at };
    throw refused;
  }
}

class Cursor {
  readonly text: string;
  readonly end: number;
  at: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  blanks(): void {
    while (this.at < this.end && /[\s]/.test(this.text[this.at] ?? "")) this.at++;
  }

  /** What a sticky pattern matches here, taken; undefined when it doesn't, or matches past the end. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || this.at + found.length > this.end) return undefined;
    this.at += found.length;
    return found;
  }

  fail(error: string): never {
    throw new Refused(error, this.at);
  }
}

const NAME = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/y;
const OPERATOR = /===|==|~=|!=|<=|>=|<|>/y;
/** https://packaging.python.org/specifications/version-specifiers/ */
const VERSION =
  /v?(?:\d+!)?\d+(?:\.\d+)*(?:\.\*|(?:[-_.]?(?:alpha|beta|preview|pre|rc|a|b|c)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?)/iy;
const ANY_VERSION = /[^\s,;)]+/y;

function requirement(cursor: Cursor): Requirement508 {
  cursor.blanks();
  const nameStart = cursor.at;
  const name = cursor.take(NAME) ?? cursor.fail("a name is expected here");
  const nameAt = { start: nameStart, end: cursor.at };
  cursor.blanks();
  const extras = readExtras(cursor);
  cursor.blanks();
  const asked = cursor.take(/@/y) === undefined ? specifier(cursor) : address(cursor);
  cursor.blanks();
  if (cursor.done) return { name, nameAt, extras, ...asked };
  if (cursor.take(/;/y) === undefined) cursor.fail("nothing more is expected here");
  cursor.blanks();
  const markerStart = cursor.at;
  const marker = disjunction(cursor, 0);
  const markerAt = { start: markerStart, end: cursor.at };
  cursor.blanks();
  if (!cursor.done) cursor.fail("the marker ends here");
  return { name, nameAt, extras, ...asked, marker, markerAt };
}

function readExtras(cursor: Cursor): string[] {
  const extras: string[] = [];
  if (cursor.take(/\[/y) === undefined) return extras;
  cursor.blanks();
  if (cursor.take(/\]/y) !== undefined) return extras;
  for (;;) {
    cursor.blanks();
    extras.push(cursor.take(NAME) ?? cursor.fail("the name of an extra is expected here"));
    cursor.blanks();
    if (cursor.take(/\]/y) !== undefined) return extras;
    if (cursor.take(/,/y) === undefined) cursor.fail("a comma or ] is expected here");
  }
}

function address(cursor: Cursor): Pick<Requirement508, "clauses" | "url" | "urlAt"> {
  cursor.blanks();
  const start = cursor.at;
  const url = cursor.take(/\S+/y) ?? cursor.take(/[^\s]*/y) ?? "";
  if (url === "") cursor.fail("an address is expected here");
  const urlAt = { start, end: cursor.at };
  // A marker stands apart from the address by a blank.
  if (!cursor.done && cursor.take(/\s+/y) === undefined) cursor.fail("a blank is expected here");
  return { clauses: [], url, urlAt };
}

function specifier(cursor: Cursor): Pick<Requirement508, "clauses" | "specifierAt"> {
  const isEnclosed = cursor.take(/\(/y) !== undefined;
  cursor.blanks();
  const start = cursor.at;
  const clauses: Clause[] = [];
  let end = start;
  for (let operator = cursor.take(OPERATOR); operator !== undefined; operator = cursor.take(OPERATOR)) {
    cursor.blanks();
    const versionStart = cursor.at;
    const version = cursor.take(operator === "===" ? ANY_VERSION : VERSION) ?? cursor.fail("a version is expected here");
    if (version.endsWith(".*") && operator !== "==" && operator !== "!=") cursor.fail("a version without .* is expected here");
    clauses.push({ operator, version, versionAt: { start: versionStart, end: cursor.at } });
    end = cursor.at;
    cursor.blanks();
    if (cursor.take(/,/y) === undefined) break;
    cursor.blanks();
  }
  if (isEnclosed && cursor.take(/\)/y) === undefined) cursor.fail("a ) is expected here");
  return clauses.length === 0 ? { clauses } : { clauses, specifierAt: { start, end } };
}

function disjunction(cursor: Cursor, depth: number): Marker {
  if (depth > MAX_DEPTH) cursor.fail("the marker nests too deeply");
  let left = conjunction(cursor, depth);
  for (cursor.blanks(); cursor.take(/or(?![\w])/y) !== undefined; cursor.blanks()) left = { kind: "or", left, right: conjunction(cursor, depth) };
  return left;
}

function conjunction(cursor: Cursor, depth: number): Marker {
  let left = term(cursor, depth);
  for (cursor.blanks(); cursor.take(/and(?![\w])/y) !== undefined; cursor.blanks()) left = { kind: "and", left, right: term(cursor, depth) };
  return left;
}

function term(cursor: Cursor, depth: number): Marker {
  cursor.blanks();
  if (cursor.take(/\(/y) !== undefined) {
    const inner = disjunction(cursor, depth + 1);
    cursor.blanks();
    if (cursor.take(/\)/y) === undefined) cursor.fail("a ) is expected here");
    return inner;
  }
  const left = markerValue(cursor);
  cursor.blanks();
  const operator = cursor.take(/===|==|~=|!=|<=|>=|<|>|in(?!\w)|not\s+in(?!\w)/y) ?? cursor.fail("a comparison is expected here");
  cursor.blanks();
  const right = markerValue(cursor);
  return { kind: "compare", left, operator: operator.startsWith("not") ? "not in" : operator, right };
}

const VARIABLE =
  /(?:python_version|python_full_version|os_name|os\.name|sys_platform|sys\.platform|platform_machine|platform\.machine|platform_python_implementation|platform\.python_implementation|python_implementation|platform_release|platform_system|platform_version|platform\.version|implementation_name|implementation_version|extras|dependency_groups|extra)(?!\w)/y;

function markerValue(cursor: Cursor): MarkerValue {
  const quoted = cursor.take(/"[^"]*"|'[^']*'/y);
  if (quoted !== undefined) return { kind: "text", text: quoted.slice(1, -1) };
  const name = cursor.take(VARIABLE) ?? cursor.fail("a variable or text in quotes is expected here");
  return { kind: "variable", text: name.replace(".", "_").replace(/^python_implementation$/, "platform_python_implementation") };
}
