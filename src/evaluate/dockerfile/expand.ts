import type { MappedText, Range } from "../../text/index.ts";
import { EMPTY, knownText, readFrom, textOf, unknown, type Value } from "../value.ts";
import { bounded, LIMITS } from "./limits.ts";
import { literalOf, Pieces } from "./literal.ts";
import { isEmpty, replaced, trimmed } from "./modifiers.ts";

/** A variable's value where it is read at `at`; undefined when it is unset. */
export type Lookup = (name: string, at: Range) => Value | undefined;

/** A variable that was read while unset. */
export interface UnsetRead {
  readonly name: string;
  readonly at: Range;
  readonly hasDefault: boolean;
}

/** What a text expands to. With an `error` (BuildKit's wording) the value holds what came before it. */
export interface Expansion {
  readonly value: Value;
  readonly unset: readonly UnsetRead[];
  /** Names read, in order. */
  readonly names: readonly string[];
  readonly error: string | undefined;
}

export interface ExpandOptions {
  readonly lookup: Lookup;
  readonly escape: string;
  /** Bodies of here-documents keep their quotes as text. */
  readonly keepQuotes?: boolean;
}

interface Reader {
  readonly source: MappedText;
  readonly text: string;
  readonly options: ExpandOptions;
  readonly unset: UnsetRead[];
  readonly names: string[];
  at: number;
  depth: number;
  error: string | undefined;
}

const NAME = /[\p{L}_][\p{L}\p{Nd}_]*|\p{Nd}+|[@*#?\-$!]/uy;
const SPECIAL = /[$'"\\`]/;

/** Expands one word or value as BuildKit's own lexer does: quotes go, variables come in; never a shell's other expansions. */
export function expand(source: MappedText, options: ExpandOptions): Expansion {
  const { text } = source;
  if (!SPECIAL.test(text)) return { value: text === "" ? EMPTY : literalOf(source, "builder"), unset: [], names: [], error: undefined };
  const reader: Reader = { source, text, options, unset: [], names: [], at: 0, depth: 0, error: undefined };
  const value = readUntil(reader, "", false);
  if (reader.error === TOO_DEEP) return { value: unknown("too-many", source.rangeOf()), unset: [], names: [], error: undefined };
  return { value: bounded(value, source.rangeOf()), unset: reader.unset, names: reader.names, error: reader.error };
}

/** Not BuildKit's error but our bound: it ends the reading, and the value is unknown. */
const TOO_DEEP = "too deep";

function readUntil(reader: Reader, stop: string, rawEscapes: boolean): Value {
  const out = new Pieces(reader.source);
  while (reader.at < reader.text.length && reader.error === undefined) {
    if (reader.text.charAt(reader.at) === stop) {
      reader.at++;
      return out.value();
    }
    readNext(reader, out, rawEscapes);
  }
  if (stop !== "") reader.error ??= `syntax error: missing '${stop}'`;
  return out.value();
}

function readNext(reader: Reader, out: Pieces, rawEscapes: boolean): void {
  const { at } = reader;
  const char = reader.text.charAt(at);
  const quotes = reader.options.keepQuotes !== true;
  if (char === "$") return readDollar(reader, out);
  if (quotes && char === "'") return readSingleQuoted(reader, out);
  if (quotes && char === '"') return readDoubleQuoted(reader, out);
  if (char !== reader.options.escape) {
    reader.at = plainEnd(reader.text, at + 1);
    out.literal(at, reader.at, "builder");
    return;
  }
  out.literal(rawEscapes ? at : at + 1, Math.min(at + 2, reader.text.length), "builder");
  reader.at = at + 2;
}

/** Where the next character stands that may mean something: none of the rest is ever anything but text. */
function plainEnd(text: string, from: number): number {
  MEANING.lastIndex = from;
  return MEANING.exec(text)?.index ?? text.length;
}

const MEANING = /[$'"\\`}/]/g;

function readSingleQuoted(reader: Reader, out: Pieces): void {
  const start = reader.at + 1;
  const end = reader.text.indexOf("'", start);
  if (end < 0) return fail(reader, "unexpected end of statement while looking for matching single-quote");
  out.literal(start, end, "builder-single");
  reader.at = end + 1;
}

function readDoubleQuoted(reader: Reader, out: Pieces): void {
  reader.at++;
  while (reader.at < reader.text.length && reader.error === undefined) {
    const char = reader.text.charAt(reader.at);
    if (char === '"') {
      reader.at++;
      return;
    }
    if (char === "$") {
      readDollar(reader, out);
      continue;
    }
    if (char === reader.options.escape && escapable(reader, reader.text.charAt(reader.at + 1))) reader.at++;
    const end = plainEnd(reader.text, reader.at + 1);
    out.literal(reader.at, end, "builder");
    reader.at = end;
  }
  if (reader.error === undefined) fail(reader, "unexpected end of statement while looking for matching double-quote");
}

function escapable(reader: Reader, next: string): boolean {
  return next === '"' || next === "$" || (next !== "" && next === reader.options.escape);
}

function readDollar(reader: Reader, out: Pieces): void {
  const start = reader.at;
  reader.at++;
  if (reader.text.charAt(reader.at) !== "{") {
    const name = readName(reader);
    if (name === "") return out.literal(start, start + 1, "builder");
    return out.add(valueOf(reader, name, reader.source.rangeOf(start, reader.at)));
  }
  reader.at++;
  if (reader.depth >= LIMITS.substitutionDepth) return fail(reader, TOO_DEEP);
  reader.depth++;
  out.add(readBraces(reader, start));
  reader.depth--;
}

function readName(reader: Reader): string {
  NAME.lastIndex = reader.at;
  const name = NAME.exec(reader.text)?.[0] ?? "";
  reader.at += name.length;
  return name;
}

function readBraces(reader: Reader, start: number): Value {
  const first = reader.text.charAt(reader.at);
  if (first === "") return failed(reader, "syntax error: missing '}'");
  if (first === "{" || first === "}" || first === ":") return failed(reader, "syntax error: bad substitution");
  const name = readName(reader);
  const operator = reader.text.charAt(reader.at);
  reader.at++;
  if (operator === "") return failed(reader, "syntax error: missing '}'");
  if (operator === "}") return valueOf(reader, name, reader.source.rangeOf(start, reader.at));
  if (operator === "/") return readReplacement(reader, name, start);
  const colon = operator === ":";
  const kind = colon ? reader.text.charAt(reader.at) : operator;
  if (colon) reader.at++;
  if (kind === "-" || kind === "+" || kind === "?") return readConditional(reader, name, { kind, colon, start });
  if (!colon && (kind === "#" || kind === "%")) return readTrim(reader, name, { kind, start });
  return failed(reader, `unsupported modifier (${colon ? ":" : ""}${kind}) in substitution`);
}

interface Conditional {
  readonly kind: "-" | "+" | "?";
  /** With a colon the empty value counts as unset. */
  readonly colon: boolean;
  readonly start: number;
}

function readConditional(reader: Reader, name: string, { kind, colon, start }: Conditional): Value {
  const word = readUntil(reader, "}", false);
  if (reader.error !== undefined) return EMPTY;
  const at = reader.source.rangeOf(start, reader.at);
  reader.names.push(name);
  const value = reader.options.lookup(name, at);
  if (value === undefined) reader.unset.push({ name, at, hasDefault: kind !== "?" });
  const missing = value === undefined || (colon && isEmpty(value)) || notGiven(value);
  if (kind === "+") return missing ? EMPTY : word;
  if (!missing) return readFrom(value, name, at);
  if (kind === "-") return word;
  if (value !== undefined && notGiven(value)) return readFrom(value, name, at);
  return failed(reader, `${name}: ${requirement(word, value)}`);
}

/** A build argument that may come from the command line: as the file is written, its default is what the build gets. */
function notGiven(value: Value): boolean {
  return value.pieces.length === 1 && value.pieces[0]?.kind === "unknown" && value.pieces[0].because === "build-arg";
}

function requirement(word: Value, value: Value | undefined): string {
  if (!isEmpty(word)) return textOf(word);
  return value === undefined ? "is not allowed to be unset" : "is not allowed to be empty";
}

function readTrim(reader: Reader, name: string, { kind, start }: { readonly kind: "#" | "%"; readonly start: number }): Value {
  const longest = reader.text.charAt(reader.at) === kind;
  if (longest) reader.at++;
  const pattern = readUntil(reader, "}", true);
  if (reader.error !== undefined) return EMPTY;
  const at = reader.source.rangeOf(start, reader.at);
  return trimmed(valueOf(reader, name, at), { end: kind, longest, pattern, at });
}

function readReplacement(reader: Reader, name: string, start: number): Value {
  const all = reader.text.charAt(reader.at) === "/";
  if (all) reader.at++;
  const pattern = readUntil(reader, "/", true);
  const replacement = reader.error === undefined ? readUntil(reader, "}", false) : EMPTY;
  if (reader.error !== undefined) return EMPTY;
  const at = reader.source.rangeOf(start, reader.at);
  const value = valueOf(reader, name, at);
  return knownText(value) === "" ? value : replaced(value, { all, pattern, replacement, at });
}

function valueOf(reader: Reader, name: string, at: Range): Value {
  reader.names.push(name);
  const value = reader.options.lookup(name, at);
  if (value !== undefined) return readFrom(value, name, at);
  reader.unset.push({ name, at, hasDefault: false });
  return { pieces: [{ kind: "unset", name, from: at, readings: undefined }] };
}

function fail(reader: Reader, message: string): void {
  reader.error ??= message;
}

function failed(reader: Reader, message: string): Value {
  fail(reader, message);
  return EMPTY;
}
