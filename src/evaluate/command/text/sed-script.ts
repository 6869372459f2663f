import type { Range } from "../../../text/index.ts";
import { knownText, type Piece, textOf, UNKNOWN_CHARACTER, type Value } from "../../value.ts";
import { platformPieceOf } from "../answer.ts";
import type { Argument } from "../invocation.ts";
import { sliceArgument } from "../options.ts";
import { compileRegex, type Regex } from "../regex/match.ts";

/** Lines that a command is for: a number, the last, or those that match. */
export interface SedAddress {
  readonly line?: number | "last";
  readonly regex?: Regex;
  readonly negated: boolean;
}

/** A part of a replacement: text of the script, text that was itself a value there, or a group (0 is the whole match). */
export type ReplacementPart =
  | { readonly kind: "text"; readonly text: string; readonly at: Range }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "group"; readonly index: number };

export interface Substitution {
  readonly name: "s";
  readonly address: SedAddress | undefined;
  readonly regex: Regex;
  readonly replacement: readonly ReplacementPart[];
  readonly all: boolean;
  readonly occurrence: number;
  readonly print: boolean;
}

export type SedCommand =
  | Substitution
  | { readonly name: "d" | "p" | "q"; readonly address: SedAddress | undefined }
  | { readonly name: "y"; readonly address: SedAddress | undefined; readonly map: ReadonlyMap<string, string>; readonly at: Range };

/** Reads a sed script; undefined when it holds anything but s, y, d, p and q. */
export function parseSedScript(script: Argument, extended: boolean): SedCommand[] | undefined {
  const reader = new Reader(script, extended);
  const commands: SedCommand[] = [];
  while (reader.skipBlanks()) {
    const command = reader.command();
    if (command === undefined) return undefined;
    commands.push(command);
  }
  return commands;
}

class Reader {
  readonly #script: Argument;
  readonly #text: string;
  readonly #extended: boolean;
  #at = 0;

  constructor(script: Argument, extended: boolean) {
    this.#script = script;
    this.#text = textOf(script.value);
    this.#extended = extended;
  }

  /** Whether a command follows. */
  skipBlanks(): boolean {
    while (/[\s;]/.test(this.#text[this.#at] ?? "")) this.#at++;
    return this.#at < this.#text.length;
  }

  command(): SedCommand | undefined {
    const address = this.#address();
    if (address === "broken") return undefined;
    const name = this.#text[this.#at++];
    if (name === "s") return this.#substitution(address);
    if (name === "y") return this.#translation(address);
    if (name !== "d" && name !== "p" && name !== "q") return undefined;
    return this.#ends() ? { name, address } : undefined;
  }

  #ends(): boolean {
    return /^[ \t]*(?:[;\n}]|$)/.test(this.#text.slice(this.#at, this.#at + 64));
  }

  #address(): SedAddress | "broken" | undefined {
    const number = /^(?:\d{1,6}|\$)/.exec(this.#text.slice(this.#at, this.#at + 8))?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return this.#negation({ line: number === "$" ? "last" : Number(number) });
    }
    if (this.#text[this.#at] !== "/") return undefined;
    this.#at++;
    const pattern = this.#until("/");
    const regex = pattern === undefined ? undefined : this.#regex(pattern, "/", false);
    return regex === undefined ? "broken" : this.#negation({ regex });
  }

  #negation(address: Omit<SedAddress, "negated">): SedAddress | "broken" {
    while (this.#text[this.#at] === " ") this.#at++;
    if (this.#text[this.#at] === ",") return "broken";
    const negated = this.#text[this.#at] === "!";
    if (negated) this.#at++;
    return { ...address, negated };
  }

  #substitution(address: SedAddress | undefined): Substitution | undefined {
    const delimiter = this.#text[this.#at++] ?? "";
    const pattern = this.#until(delimiter);
    const replacement = pattern === undefined ? undefined : this.#until(delimiter);
    if (pattern === undefined || replacement === undefined) return undefined;
    const flags = /^[gIip\d]{0,6}/.exec(this.#text.slice(this.#at, this.#at + 6))?.[0] ?? "";
    this.#at += flags.length;
    const regex = this.#regex(pattern, delimiter, /i/i.test(flags));
    const parts = replacementParts(sliceArgument(this.#script, replacement.start, replacement.end), delimiter);
    if (regex === undefined || parts === undefined || !this.#ends()) return undefined;
    return { name: "s", address, regex, replacement: parts, all: flags.includes("g"), occurrence: Number(/\d+/.exec(flags)?.[0] ?? "1"), print: flags.includes("p") };
  }

  #translation(address: SedAddress | undefined): SedCommand | undefined {
    const delimiter = this.#text[this.#at++] ?? "";
    const from = this.#until(delimiter);
    const to = from === undefined ? undefined : this.#until(delimiter);
    if (from === undefined || to === undefined || !this.#ends()) return undefined;
    const source = this.#text.slice(from.start, from.end);
    const result = this.#text.slice(to.start, to.end);
    if (source.length !== result.length || source.includes("\\")) return undefined;
    return { name: "y", address, map: new Map(Array.from(source, (character, i) => [character, result[i] ?? character])), at: this.#script.at };
  }

  /** The stretch up to the next delimiter that has no backslash before it; the reader goes on behind it. */
  #until(delimiter: string): { readonly start: number; readonly end: number } | undefined {
    const start = this.#at;
    for (let i = start; i < this.#text.length; i++) {
      if (this.#text[i] === delimiter) {
        this.#at = i + 1;
        return { start, end: i };
      }
      if (this.#text[i] === "\\") i++;
    }
    return undefined;
  }

  #regex({ start, end }: { readonly start: number; readonly end: number }, delimiter: string, ignoreCase: boolean): Regex | undefined {
    const written = this.#text.slice(start, end);
    if (written === "" || written.includes(UNKNOWN_CHARACTER)) return undefined;
    const plain = delimiter === "/" || "|#,:@!%_~;".includes(delimiter) ? written.replaceAll(`\\${delimiter}`, delimiter) : written;
    return compileRegex(plain, { extended: this.#extended, ignoreCase });
  }
}

/** The parts of a replacement; undefined where it changes case (`\U`), which isn't followed. */
function replacementParts(replacement: Argument, delimiter: string): ReplacementPart[] | undefined {
  const text = textOf(replacement.value);
  const parts: ReplacementPart[] = [];
  let kept = 0;
  const keep = (end: number): void => {
    if (end > kept) parts.push(writtenPart(sliceArgument(replacement, kept, end)));
  };
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== "&" && text[i] !== "\\") continue;
    const escaped = text[i + 1] ?? "";
    if (text[i] === "\\" && /[A-Za-z]/.test(escaped) && escaped !== "n" && escaped !== "t") return undefined;
    keep(i);
    if (text[i] === "&") parts.push({ kind: "group", index: 0 });
    else if (/\d/.test(escaped)) parts.push({ kind: "group", index: Number(escaped) });
    else parts.push({ kind: "text", text: escaped === "n" ? "\n" : escaped === "t" ? "\t" : escaped === "" ? delimiter : escaped, at: replacement.at });
    if (text[i] === "\\") i++;
    kept = i + 1;
  }
  keep(text.length);
  return parts;
}

/** Text that the script spells out takes its origin from what it replaces; what came from a variable keeps its own. */
function writtenPart(part: Argument): ReplacementPart {
  const own = knownText(part.value) === undefined || platformPieceOf(part.value) !== undefined || part.value.pieces.some(wasRead);
  return own ? { kind: "value", value: part.value } : { kind: "text", text: textOf(part.value), at: part.at };
}

function wasRead(piece: Piece): boolean {
  return piece.readings !== undefined;
}
