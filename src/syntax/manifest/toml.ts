import type { Span } from "./pep508.ts";

/** A value of a TOML file with its place. */
export type TomlValue = TomlString | TomlArray | TomlTable | { readonly kind: "other"; readonly text: string; readonly at: Span };

export interface TomlString {
  readonly kind: "string";
  readonly text: string;
  /** Quotes included. */
  readonly at: Span;
  /** Where the text stands between the quotes, when it stands there character by character; else undefined. */
  readonly inner: Span | undefined;
}

export interface TomlArray {
  readonly kind: "array";
  readonly items: TomlValue[];
  readonly at: Span;
}

export interface TomlTable {
  readonly kind: "table";
  readonly entries: Map<string, TomlEntry>;
  /** Of an inline table all of it, else its header. */
  readonly at: Span;
}

export interface TomlEntry {
  readonly keyAt: Span;
  readonly value: TomlValue;
}

/** What was read up to the first mistake, and that mistake. */
export interface TomlFile {
  readonly root: TomlTable;
  readonly problem: { readonly message: string; readonly at: Span } | undefined;
}

const MAX_DEPTH = 64;

/** Reads TOML 1.0 with the place of every key and value. Total and linear; keys that are set twice keep the last value. */
export function readToml(text: string): TomlFile {
  const reader = new Reader(text);
  try {
    reader.file();
    return { root: reader.root, problem: undefined };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const end = Math.min(text.length, error.at + 1);
    return { root: reader.root, problem: { message: error.message, at: { start: Math.min(error.at, end), end } } };
  }
}

class Mistake extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const BLANKS = /[ \t]*/y;
const GAP = /(?:[ \t\r\n]|#[^\n]*)*/y;
const BARE_KEY = /[A-Za-z0-9_-]+/y;
const LINE_END = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const OTHER = /[+\-\w.:]+(?: \d{2}:[\w.:+-]+)?/y;
const PLAIN_BASIC = /"([^"\\\n]*)"(?!")/y;
const PLAIN_LITERAL = /'([^'\n]*)'(?!')/y;

class Reader {
  readonly text: string;
  readonly root: TomlTable = { kind: "table", entries: new Map(), at: { start: 0, end: 0 } };
  #at = 0;

  constructor(text: string) {
    this.text = text;
    if (text.startsWith("\uFEFF")) this.#at = 1;
  }

  file(): void {
    let table = this.root;
    for (this.#skip(GAP); this.#at < this.text.length; this.#skip(GAP)) {
      if (this.text[this.#at] === "[") table = this.#header();
      else this.#keyValue(table);
      if (this.#take(LINE_END) === undefined) this.#fail("a line ends here");
    }
  }

  #header(): TomlTable {
    const start = this.#at;
    const isArray = this.text[start + 1] === "[";
    this.#at += isArray ? 2 : 1;
    const path = this.#keyPath();
    const close = isArray ? "]]" : "]";
    if (!this.text.startsWith(close, this.#at)) this.#fail(`a ${close} is expected here`);
    this.#at += close.length;
    const at = { start, end: this.#at };
    const last = path.at(-1) ?? { key: "", at };
    const parent = this.#descend(this.root, path.slice(0, -1), at);
    return isArray ? this.#appended(parent, last, at) : this.#descend(parent, [last], at);
  }

  #appended(parent: TomlTable, { key, at: keyAt }: Key, at: Span): TomlTable {
    const table: TomlTable = { kind: "table", entries: new Map(), at };
    const known = parent.entries.get(key)?.value;
    if (known?.kind === "array") known.items.push(table);
    else parent.entries.set(key, { keyAt, value: { kind: "array", items: [table], at } });
    return table;
  }

  /** The table below a path, made where it isn't there; of an array of tables the last one. */
  #descend(from: TomlTable, path: readonly Key[], at: Span): TomlTable {
    let table = from;
    for (const { key, at: keyAt } of path) {
      const known = table.entries.get(key)?.value;
      const last = known?.kind === "array" ? known.items.at(-1) : known;
      if (last?.kind === "table") {
        table = last;
        continue;
      }
      const made: TomlTable = { kind: "table", entries: new Map(), at };
      table.entries.set(key, { keyAt, value: made });
      table = made;
    }
    return table;
  }

  #keyValue(table: TomlTable, depth = 0): void {
    const path = this.#keyPath();
    if (this.text[this.#at] !== "=") this.#fail("a = is expected here");
    this.#at++;
    this.#skip(BLANKS);
    const value = this.#value(depth);
    const last = path.at(-1);
    if (last !== undefined) this.#descend(table, path.slice(0, -1), last.at).entries.set(last.key, { keyAt: last.at, value });
  }

  #keyPath(): Key[] {
    const path: Key[] = [];
    for (;;) {
      this.#skip(BLANKS);
      const start = this.#at;
      const quote = this.text[start];
      const key = quote === '"' || quote === "'" ? this.#string().text : (this.#take(BARE_KEY) ?? this.#fail("a key is expected here"));
      path.push({ key, at: { start, end: this.#at } });
      this.#skip(BLANKS);
      if (this.text[this.#at] !== ".") return path;
      this.#at++;
      if (path.length > MAX_DEPTH) this.#fail("keys nest too deeply");
    }
  }

  #value(depth: number): TomlValue {
    if (depth > MAX_DEPTH) this.#fail("values nest too deeply");
    const start = this.#at;
    const first = this.text[start];
    if (first === '"' || first === "'") return this.#string();
    if (first === "[") return this.#array(depth);
    if (first === "{") return this.#inlineTable(depth);
    const text = this.#take(OTHER) ?? this.#fail("a value is expected here");
    return { kind: "other", text, at: { start, end: this.#at } };
  }

  #array(depth: number): TomlArray {
    const start = this.#at++;
    const items: TomlValue[] = [];
    for (;;) {
      this.#skip(GAP);
      if (this.text[this.#at] === "]") break;
      items.push(this.#value(depth + 1));
      this.#skip(GAP);
      if (this.text[this.#at] === ",") this.#at++;
      else if (this.text[this.#at] !== "]") this.#fail("a comma or ] is expected here");
    }
    return { kind: "array", items, at: { start, end: ++this.#at } };
  }

  #inlineTable(depth: number): TomlTable {
    const start = this.#at++;
    const entries = new Map<string, TomlEntry>();
    const table = { kind: "table" as const, entries, at: { start, end: start } };
    for (;;) {
      // Line breaks are allowed from TOML 1.1 on, and uv writes none.
      this.#skip(GAP);
      if (this.text[this.#at] === "}") break;
      this.#keyValue(table, depth + 1);
      this.#skip(GAP);
      if (this.text[this.#at] === ",") this.#at++;
      else if (this.text[this.#at] !== "}") this.#fail("a comma or } is expected here");
    }
    return { ...table, at: { start, end: ++this.#at } };
  }

  #string(): TomlString {
    const start = this.#at;
    const quote = this.text[start] ?? '"';
    if (this.text.startsWith(quote.repeat(3), start)) return this.#longString(quote.repeat(3));
    const plain = this.#take(quote === '"' ? PLAIN_BASIC : PLAIN_LITERAL);
    if (plain !== undefined) return { kind: "string", text: plain.slice(1, -1), at: { start, end: this.#at }, inner: { start: start + 1, end: this.#at - 1 } };
    let end = start + 1;
    while (this.text[end] !== quote) {
      if (end >= this.text.length || this.text[end] === "\n") this.#fail("a string doesn't end");
      end += quote === '"' && this.text[end] === "\\" ? 2 : 1;
    }
    this.#at = end + 1;
    return { kind: "string", text: unescaped(this.text.slice(start + 1, end)), at: { start, end: this.#at }, inner: undefined };
  }

  #longString(quotes: string): TomlString {
    const start = this.#at;
    let end = start + 3;
    while (!this.text.startsWith(quotes, end)) {
      if (end >= this.text.length) this.#fail("a string doesn't end");
      end += quotes === '"""' && this.text[end] === "\\" ? 2 : 1;
    }
    while (this.text[end + 3] === quotes[0]) end++;
    this.#at = end + 3;
    const written = this.text.slice(start + 3, end).replace(/^\r?\n/, "");
    const text = quotes === '"""' ? unescaped(written.replace(/\\[ \t]*\r?\n\s*/g, "")) : written;
    const isPlain = text === written;
    return { kind: "string", text, at: { start, end: this.#at }, inner: isPlain ? { start: end - written.length, end } : undefined };
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.text)?.[0].length ?? 0;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fail(message: string): never {
    throw new Mistake(this.#at >= this.text.length ? `ends too early: ${message}` : message, this.#at);
  }
}

interface Key {
  readonly key: string;
  readonly at: Span;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\u001B" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)/gs, (found) => {
    if (found.length === 2) return ESCAPES[found[1] ?? ""] ?? found.slice(1);
    const code = Number.parseInt(found.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
  });
}

/** The value at a path of keys; undefined when there is none. */
export function tomlAt(value: TomlValue | undefined, ...path: readonly string[]): TomlValue | undefined {
  let found = value;
  for (const key of path) found = found?.kind === "table" ? found.entries.get(key)?.value : undefined;
  return found;
}

/** The items of an array; of all else none. */
export function tomlItems(value: TomlValue | undefined): readonly TomlValue[] {
  return value?.kind === "array" ? value.items : [];
}

/** The entries of a table; of all else none. */
export function tomlEntries(value: TomlValue | undefined): readonly (readonly [string, TomlEntry])[] {
  return value?.kind === "table" ? [...value.entries] : [];
}

/** A string's text; undefined for all else. */
export function tomlText(value: TomlValue | undefined): string | undefined {
  return value?.kind === "string" ? value.text : undefined;
}
