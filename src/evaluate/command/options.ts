import type { Range } from "../../text/index.ts";
import { sliceValue, textOf, UNKNOWN_CHARACTER, type Value } from "../value.ts";
import type { Argument } from "./invocation.ts";

/** How a tool reads its words. */
export interface OptionSpec {
  /** Options that take a value, with their dashes. */
  readonly values: ReadonlySet<string>;
  /** Single-dash options are whole words, as `-tags x` of Go; else they are clusters of letters, as `-qO file`. */
  readonly words: boolean;
  /** Everything from the first operand on is an operand: tools that run another command. */
  readonly endAtOperand: boolean;
}

/** An option as it was written. */
export interface Option {
  readonly name: string;
  readonly value: Argument | undefined;
  readonly at: Range;
}

/** The words of a command, sorted. */
export interface CommandLine {
  readonly operands: readonly Argument[];
  readonly options: readonly Option[];
}

/** A spec from the names of the options that take a value, between blanks: `-o --output`. */
export function optionSpec(valueOptions: string, how: { readonly words?: boolean; readonly endAtOperand?: boolean } = {}): OptionSpec {
  return { values: new Set(valueOptions.split(/\s+/).filter((name) => name !== "")), words: how.words ?? false, endAtOperand: how.endAtOperand ?? false };
}

/** Sorts words into options and operands as getopt_long does. A word that begins with unknown text is an operand. */
export function readOptions(args: readonly Argument[], spec: OptionSpec): CommandLine {
  const operands: Argument[] = [];
  const options: Option[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === undefined) continue;
    const text = textOf(arg.value);
    const rest = spec.endAtOperand && !isOption(text);
    if (text === "--" || rest) {
      operands.push(...args.slice(rest ? i : i + 1));
      break;
    }
    if (!isOption(text)) operands.push(arg);
    else if (readOption({ arg, text, next: args[i + 1], spec }, options)) i++;
  }
  return { operands, options };
}

function isOption(text: string): boolean {
  return text.length > 1 && text.startsWith("-") && text[1] !== UNKNOWN_CHARACTER;
}

interface OptionWord {
  readonly arg: Argument;
  readonly text: string;
  readonly next: Argument | undefined;
  readonly spec: OptionSpec;
}

/** Whether the next word was used up as the option's value. */
function readOption(word: OptionWord, options: Option[]): boolean {
  return word.text.startsWith("--") || word.spec.words ? readLong(word, options) : readCluster(word, options);
}

function readLong({ arg, text, next, spec }: OptionWord, options: Option[]): boolean {
  const equals = text.indexOf("=");
  if (equals > 0) {
    options.push({ name: text.slice(0, equals), value: sliceArgument(arg, equals + 1), at: arg.at });
    return false;
  }
  const takes = spec.values.has(text) && next !== undefined;
  options.push({ name: text, value: takes ? next : undefined, at: arg.at });
  return takes;
}

function readCluster({ arg, text, next, spec }: OptionWord, options: Option[]): boolean {
  if (spec.values.has(text) && text.length > 2) {
    options.push({ name: text, value: next, at: arg.at });
    return next !== undefined;
  }
  for (let i = 1; i < text.length; i++) {
    const name = `-${text[i] ?? ""}`;
    if (!spec.values.has(name)) {
      options.push({ name, value: undefined, at: arg.at });
      continue;
    }
    const attached = i + 1 < text.length;
    options.push({ name, value: attached ? sliceArgument(arg, i + 1) : next, at: arg.at });
    return !attached && next !== undefined;
  }
  return false;
}

/** Characters `[start, end)` of a word, with their place where it is exact, else the place of the whole word. */
export function sliceArgument(arg: Argument, start: number, end?: number): Argument {
  const value = sliceValue(arg.value, start, end);
  return { value, at: exactPlace(value, arg.at) };
}

function exactPlace(value: Value, within: Range): Range {
  const first = value.pieces[0];
  const last = value.pieces.at(-1);
  const inside = (piece: typeof first): boolean =>
    piece?.kind === "text" && piece.verbatim && piece.from.file === within.file && piece.from.start >= within.start && piece.from.end <= within.end;
  if (first === undefined || last === undefined || !inside(first)) return within;
  return { file: within.file, start: first.from.start, end: inside(last) ? last.from.end : within.end };
}

/** Whether one of these options was given. */
export function has(line: CommandLine, ...names: readonly string[]): boolean {
  return line.options.some((option) => names.includes(option.name));
}

/** The values of these options, in order. */
export function valuesOf(line: CommandLine, ...names: readonly string[]): Argument[] {
  return line.options.flatMap((option) => (option.value !== undefined && names.includes(option.name) ? [option.value] : []));
}

/** The value that counts, which is the last one. */
export function valueOf(line: CommandLine, ...names: readonly string[]): Argument | undefined {
  return valuesOf(line, ...names).at(-1);
}

/** A word's text, `UNKNOWN_CHARACTER` for what is unknown; empty for no word. */
export function textOfWord(arg: Argument | undefined): string {
  return arg === undefined ? "" : textOf(arg.value);
}
