import { concat, sliceValue, textOf, unknown, type Value } from "../value.ts";
import type { Field, State } from "./state.ts";

const VALUED = /^-[nPLsEdai]$|^--(?:max-args|max-procs|max-lines|delimiter|arg-file)$/;
const MAX_CALLS = 64;

/** The commands that xargs runs: with the words of its input where that is known, else with one unknown word. */
export function xargsCalls(words: readonly Field[], state: State): (readonly Field[])[] {
  let index = 1;
  let replaced: string | undefined;
  let each: number | undefined;
  for (; index < words.length; index++) {
    const text = textOf((words[index] as Field).value);
    if (!text.startsWith("-") || text === "-") break;
    if (text.startsWith("-I")) replaced = text.length > 2 ? text.slice(2) : textOf(words[++index]?.value ?? { pieces: [] });
    else if (/^-[nL]\d*$/.test(text)) each = Number(text.slice(2) || textOf(words[++index]?.value ?? { pieces: [] }));
    else if (VALUED.test(text)) index++;
  }
  const command = words.slice(index);
  const [first] = command;
  if (first === undefined) return [];
  const input = inputWords(state, first, replaced !== undefined);
  if (replaced !== undefined && replaced !== "") {
    const mark = replaced;
    return input.slice(0, MAX_CALLS).map((word) => command.map((field) => ({ value: replaceMark(field.value, mark, word.value), at: field.at })));
  }
  if (each === undefined || !(each > 0)) return [[...command, ...input]];
  const calls: Field[][] = [];
  for (let at = 0; at < input.length && calls.length < MAX_CALLS; at += each) calls.push([...command, ...input.slice(at, at + each)]);
  return calls;
}

function inputWords(state: State, command: Field, byLine: boolean): Field[] {
  const text = state.stdin === undefined ? undefined : textOf(state.stdin);
  if (state.stdin === undefined || text === undefined) return [{ value: unknown("command-output", command.at), at: command.at }];
  const found: Field[] = [];
  const separator = byLine ? /[^\n]+/g : /[^\s\0]+/g;
  for (const match of text.matchAll(separator)) {
    if (found.length >= 1024) break;
    found.push({ value: sliceValue(state.stdin, match.index, match.index + match[0].length), at: command.at });
  }
  return found;
}

/** The value with each `mark` in it replaced. */
export function replaceMark(value: Value, mark: string, by: Value): Value {
  const text = textOf(value);
  const parts: Value[] = [];
  let from = 0;
  for (let at = text.indexOf(mark); at >= 0 && parts.length < 64; at = text.indexOf(mark, from)) {
    parts.push(sliceValue(value, from, at), by);
    from = at + mark.length;
  }
  return parts.length === 0 ? value : concat([...parts, sliceValue(value, from)]);
}

