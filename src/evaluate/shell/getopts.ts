import type { Range } from "../../text/index.ts";
import { concat, EMPTY, knownText, sliceValue, textOf, UNKNOWN_CHARACTER, unknown, type Value } from "../value.ts";
import { literal } from "../value.ts";
import type { Field, State } from "./state.ts";
import { scalarOf } from "./variables.ts";

/** `getopts letters name [words…]`: the next option of known words; else any option, or none. */
export function readOption(words: readonly Field[], state: State, { at }: { readonly at: Range }): void {
  const letters = knownText(words[1]?.value ?? EMPTY);
  const name = textOf(words[2]?.value ?? EMPTY);
  const args = words.length > 3 ? words.slice(3).map((word) => word.value) : state.args;
  const index = indexOf(state);
  const option = letters === undefined || index === undefined ? undefined : nextOption({ letters, args, index, offset: state.optionOffset });
  if (option === undefined || !/^[A-Za-z_]\w*$/.test(name)) return forget(name, state, at);
  set("OPTIND", literal(String(option.index), at), state);
  state.optionOffset = option.offset;
  if (option.letter === undefined) {
    set(name, literal("?", at), state);
    state.setStatus("fails", 1, at);
    return;
  }
  set(name, option.letter, state);
  if (option.argument === undefined) state.setVariable("OPTARG", undefined);
  else set("OPTARG", option.argument, state);
  state.setStatus("succeeds");
}

function set(name: string, value: Value, state: State): void {
  state.setVariable(name, { kind: "text", value, exported: state.variables.get(name)?.exported ?? false });
}

function forget(name: string, state: State, at: Range): void {
  for (const variable of [name, "OPTARG", "OPTIND"]) if (variable !== "") set(variable, unknown("unsupported", at, variable), state);
  state.setStatus("unknown");
}

/** Index of the word to look at next, from 1; undefined when somebody has set it to something unknown. */
function indexOf(state: State): number | undefined {
  const variable = state.variables.get("OPTIND");
  if (variable === undefined) return 1;
  const text = knownText(scalarOf(variable));
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}

interface Reading {
  readonly letters: string;
  readonly args: readonly Value[];
  readonly index: number;
  /** Of the next letter in the word; 0 before its dash. */
  readonly offset: number;
}

interface Option {
  readonly index: number;
  readonly offset: number;
  /** Undefined: there are no more. */
  readonly letter?: Value;
  readonly argument?: Value;
}

/** Undefined when it depends on words that are not known. */
function nextOption({ letters, args, index, offset }: Reading): Option | undefined {
  const word = args[index - 1];
  if (word === undefined) return { index, offset: 0 };
  const text = textOf(word);
  if (offset === 0 && text.startsWith(UNKNOWN_CHARACTER)) return undefined;
  if (offset === 0 && (!text.startsWith("-") || text === "-")) return { index, offset: 0 };
  if (offset === 0 && text === "--") return { index: index + 1, offset: 0 };
  const at = Math.max(offset, 1);
  const letter = text.charAt(at);
  const place = letter === ":" ? -1 : letters.indexOf(letter);
  if (letter === UNKNOWN_CHARACTER) return undefined;
  const isLast = at + 1 >= text.length;
  const behind = isLast ? { index: index + 1, offset: 0 } : { index, offset: at + 1 };
  if (place < 0) return { ...behind, letter: questionMark(word, at), ...(letters.startsWith(":") ? { argument: sliceValue(word, at, at + 1) } : {}) };
  const chosen = sliceValue(word, at, at + 1);
  if (letters.charAt(place + 1) !== ":") return { ...behind, letter: chosen };
  if (!isLast) return { index: index + 1, offset: 0, letter: chosen, argument: sliceValue(word, at + 1) };
  const argument = args[index];
  if (argument === undefined) return { index: index + 1, offset: 0, letter: questionMark(word, at) };
  return { index: index + 2, offset: 0, letter: chosen, argument };
}

/** What stands for an option that there is not. */
function questionMark(word: Value, at: number): Value {
  const [piece] = sliceValue(word, at, at + 1).pieces;
  return piece === undefined ? concat([]) : literal("?", piece.from);
}
