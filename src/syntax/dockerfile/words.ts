import type { MappedText } from "../../text/index.ts";
import { isSeparator, isSpace, skipSpace } from "./blank.ts";
import { without } from "./cut.ts";
import type { Flag, Instruction, KeyValue, RawWord } from "./types.ts";

const QUOTED_WORDS = new Set(["ENV", "ARG", "LABEL"]);
const PLAIN_WORDS = new Set(["FROM", "COPY", "ADD", "EXPOSE", "VOLUME"]);

/**
 * The operands as BuildKit splits them, quotes and escapes kept: ENV, ARG and LABEL at unquoted blanks; FROM, COPY, ADD,
 * EXPOSE and VOLUME at every blank, quoted or not; others are one word. In the JSON form the texts between the quotes.
 */
export function operandWords(instruction: Instruction, escape: string): readonly RawWord[] {
  if (instruction.exec !== undefined) return instruction.exec.map((word) => word.text);
  const { operands, keyword } = instruction;
  if (operands.text === "") return [];
  if (QUOTED_WORDS.has(keyword)) return quotedWords(operands, escape);
  return PLAIN_WORDS.has(keyword) ? plainWords(operands) : [operands];
}

/** The pairs of ENV, ARG and LABEL. A word without `=` (ARG aside) has an undefined value: BuildKit refuses it. */
export function keyValues(instruction: Instruction, escape: string): readonly KeyValue[] {
  const { operands, keyword } = instruction;
  if (!QUOTED_WORDS.has(keyword)) return [];
  const words = quotedWords(operands, escape);
  const first = words[0];
  if (keyword !== "ARG" && first !== undefined && !first.text.includes("=")) return [legacyPair(operands)];
  return words.map(pairOf);
}

function pairOf(word: RawWord): KeyValue {
  const equals = word.text.indexOf("=");
  if (equals < 0) return { key: word, value: undefined, legacy: false };
  return { key: word.slice(0, equals), value: tail(word, equals + 1), legacy: false };
}

/** `ENV KEY the rest`: the value is everything behind the first blanks. */
function legacyPair(operands: MappedText): KeyValue {
  const end = separatorFrom(operands.text, 0);
  if (end === operands.text.length) return { key: operands, value: undefined, legacy: true };
  let start = end;
  while (start < operands.text.length && isSeparator(operands.text.charCodeAt(start))) start += 1;
  return { key: operands.slice(0, end), value: tail(operands, start), legacy: true };
}

/** What follows `start`; an empty rest stands behind the last character. */
function tail(text: MappedText, start: number): MappedText {
  return text.slice(Math.min(start, text.text.length));
}

function plainWords(operands: MappedText): readonly RawWord[] {
  const words: RawWord[] = [];
  const { text } = operands;
  let at = 0;
  while (at < text.length) {
    const end = separatorFrom(text, at);
    if (end > at) words.push(operands.slice(at, end));
    at = end + 1;
  }
  return words;
}

function separatorFrom(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) > 0x20 || !isSeparator(text.charCodeAt(at)))) at += 1;
  return at;
}

function quotedWords(operands: MappedText, escape: string): readonly RawWord[] {
  const words: RawWord[] = [];
  const { text } = operands;
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const end = quotedWordEnd(text, at, escape);
    // A lone escape character at the very end escapes nothing and is dropped.
    const dropped = end.dangling ? end.at - 1 : end.at;
    if (dropped > at) words.push(operands.slice(at, dropped));
    at = skipSpace(text, end.at);
  }
  return words;
}

function quotedWordEnd(text: string, start: number, escape: string): { at: number; dangling: boolean } {
  let quote = "";
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quote === "" && (character <= " " || character >= "\x80") && isSpace(text.charCodeAt(at))) break;
    if (character === escape && quote !== "'") {
      if (at + 1 === text.length) return { at: text.length, dangling: true };
      at += 1;
    } else if (quote === "" ? character === "'" || character === '"' : character === quote) quote = quote === "" ? character : "";
  }
  return { at: Math.min(at, text.length), dangling: false };
}

/** The operands of FROM; an image that isn't written is an empty word. */
export interface FromParts {
  readonly image: RawWord;
  /** What stands behind AS, as written. */
  readonly name: RawWord | undefined;
  readonly platform: MappedText | undefined;
}

export function fromParts(instruction: Instruction): FromParts {
  const [image, as, name] = plainWords(instruction.operands);
  return {
    image: image ?? instruction.operands.slice(0, 0),
    name: as?.text.toUpperCase() === "AS" ? name : undefined,
    platform: instruction.flags.find((flag) => flag.name === "platform")?.value,
  };
}

/** `key=value` of a flag as `--mount=type=cache,target=/x`; a key alone has no value. Keys are lower-cased. */
export interface SubOption {
  readonly key: string;
  readonly value: MappedText | undefined;
}

/** The options of a flag, split as a line of CSV: commas in double quotes are kept, `""` in them is one quote. */
export function subOptions(flag: Flag): readonly SubOption[] {
  const { value } = flag;
  if (value === undefined || value.text === "") return [];
  const options: SubOption[] = [];
  for (let at = 0; at <= value.text.length; ) {
    const { end, dropped } = csvField(value.text, at);
    const field = without(value.slice(at, end), dropped.map((offset) => offset - at));
    const equals = field.text.indexOf("=");
    const key = (equals < 0 ? field.text : field.text.slice(0, equals)).toLowerCase();
    options.push({ key, value: equals < 0 ? undefined : tail(field, equals + 1) });
    at = end + 1;
  }
  return options;
}

function csvField(text: string, start: number): { end: number; dropped: readonly number[] } {
  if (text[start] !== '"') {
    const comma = text.indexOf(",", start);
    return { end: comma < 0 ? text.length : comma, dropped: [] };
  }
  const dropped = [start];
  let at = start + 1;
  for (; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    dropped.push(at);
    if (text[at + 1] !== '"') break;
    at += 1;
  }
  const comma = text.indexOf(",", at);
  return { end: comma < 0 ? text.length : comma, dropped };
}
