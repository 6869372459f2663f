import type { Setting } from "./types.ts";

/** One option of a command line. */
export interface CommandOption {
  /** As written, with its dashes: `--platform`, `-t`. */
  readonly name: string;
  readonly nameAt: Setting;
  /** Undefined for an option without a value. */
  readonly value: Setting | undefined;
}

export interface CommandLine {
  readonly options: readonly CommandOption[];
  readonly operands: readonly Setting[];
  /** Whether a word that isn't known may be anything, options included. */
  readonly complete: boolean;
}

/** Options that take a value, and letters that do: what follows any other option is an operand. */
export interface CommandGrammar {
  readonly valued: ReadonlySet<string>;
}

/** Tells options and operands apart as Go's pflag does: `--name value`, `--name=value`, `-nvalue`, `-n value`, `--` ends them. */
export function readCommandLine(words: readonly Setting[], { valued }: CommandGrammar): CommandLine {
  const options: CommandOption[] = [];
  const operands: Setting[] = [];
  let complete = true;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Setting;
    const { text } = word;
    if (text === undefined) {
      complete = false;
      operands.push(word);
    } else if (text === "--") {
      operands.push(...words.slice(i + 1));
      break;
    } else if (!text.startsWith("-") || text === "-") {
      operands.push(word);
    } else {
      const option = optionOf(word, text, valued);
      const takesNext = option.value === undefined && valued.has(option.name) && i + 1 < words.length;
      options.push(takesNext ? { ...option, value: words[++i] } : option);
    }
  }
  return { options, operands, complete };
}

function optionOf(word: Setting, text: string, valued: ReadonlySet<string>): CommandOption {
  const equals = text.indexOf("=");
  if (text.startsWith("--")) {
    if (equals < 0) return { name: text, nameAt: word, value: undefined };
    return { name: text.slice(0, equals), nameAt: word, value: tail(word, text, equals + 1) };
  }
  const name = text.slice(0, 2);
  if (text.length === 2 || !valued.has(name)) return { name: text.length === 2 ? name : text, nameAt: word, value: undefined };
  return { name, nameAt: word, value: tail(word, text, text[2] === "=" ? 3 : 2) };
}

function tail(word: Setting, text: string, from: number): Setting {
  return { text: text.slice(from), literal: word.literal, at: word.literal ? { ...word.at, start: word.at.start + from } : word.at };
}

/** The values of an option under any of its names, in order. */
export function valuesOfOption({ options }: CommandLine, ...names: readonly string[]): readonly Setting[] {
  return options.flatMap(({ name, value }) => (value !== undefined && names.includes(name) ? [value] : []));
}

/** Whether a switch is on: `--push`, `--push=true`. */
export function isOn({ options }: CommandLine, name: string): boolean {
  const last = options.findLast((option) => option.name === name);
  return last !== undefined && last.value?.text !== "false";
}
