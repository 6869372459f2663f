import type { Range } from "../../text/index.ts";
import { EMPTY, sliceValue, textOf, unknown, type Value } from "../value.ts";
import type { Field, State } from "./state.ts";
import { scalarOf } from "./variables.ts";

interface Call {
  readonly at: Range;
  readonly assigned: ReadonlyMap<string, Value>;
}

const VALUED = /^-[a-zA-Z]*[pdnNtui]$/;

/** `read`: the next line of a known input, else unknown text. */
export function readLine(words: readonly Field[], state: State, { at, assigned }: Call): void {
  const { names, list } = namesIn(words);
  const input = state.stdin;
  if (input === undefined) {
    for (const name of names) state.setVariable(name, { kind: "text", value: unknown("command-output", at, name), exported: false });
    state.setStatus("unknown");
    return;
  }
  const text = textOf(input);
  const end = text.indexOf("\n");
  const line = sliceValue(input, 0, end < 0 ? text.length : end);
  state.stdin = end < 0 ? EMPTY : sliceValue(input, end + 1);
  const ifs = assigned.get("IFS") ?? ifsOf(state);
  const found = wordsOf(line, ifs === undefined ? " \t\n" : textOf(ifs), list ? Number.POSITIVE_INFINITY : names.length);
  if (list) state.setVariable(names[0] ?? "REPLY", { kind: "list", items: found, exported: false });
  else for (const [index, name] of names.entries()) state.setVariable(name, { kind: "text", value: found[index] ?? EMPTY, exported: false });
  // A last line without an end is read, but with a status that ends a loop.
  if (end >= 0) state.setStatus("succeeds");
  else state.setStatus("fails", 1, at);
}

function namesIn(words: readonly Field[]): { readonly names: readonly string[]; readonly list: boolean } {
  const names: string[] = [];
  let list = false;
  for (let index = 1; index < words.length; index++) {
    const text = textOf(words[index]?.value ?? EMPTY);
    if (text.startsWith("-") && names.length === 0) {
      list ||= text.includes("a");
      if (VALUED.test(text)) index++;
    } else names.push(text);
  }
  return { names: names.length > 0 ? names : ["REPLY"], list };
}

function ifsOf(state: State): Value | undefined {
  const variable = state.variables.get("IFS");
  return variable === undefined ? undefined : scalarOf(variable);
}

function wordsOf(line: Value, separators: string, most: number): Value[] {
  const text = textOf(line);
  const found: Value[] = [];
  let at = 0;
  const isBlank = (index: number): boolean => separators.includes(text.charAt(index)) && /\s/.test(text.charAt(index));
  while (at < text.length && isBlank(at)) at++;
  while (at < text.length && found.length < most) {
    let end = at;
    if (found.length === most - 1) end = text.length;
    else while (end < text.length && !separators.includes(text.charAt(end))) end++;
    let last = end;
    if (end === text.length) while (last > at && isBlank(last - 1)) last--;
    found.push(sliceValue(line, at, last));
    at = end + 1;
    while (at < text.length && isBlank(at)) at++;
  }
  return found;
}

/** `mapfile`: all lines of a known input as a list. */
export function readLines(words: readonly Field[], state: State, { at }: Call): void {
  const last = words.length > 1 ? textOf(words.at(-1)?.value ?? EMPTY) : "MAPFILE";
  const name = /^[A-Za-z_]\w*$/.test(last) ? last : "MAPFILE";
  const input = state.stdin;
  const items = input === undefined ? [unknown("command-output", at, name)] : linesOf(input);
  state.setVariable(name, { kind: "list", items, exported: false });
  state.setStatus("ok");
}

function linesOf(value: Value): Value[] {
  const text = textOf(value);
  const lines: Value[] = [];
  for (let at = 0; at < text.length && lines.length < 4096; ) {
    const end = text.indexOf("\n", at);
    lines.push(sliceValue(value, at, end < 0 ? text.length : end));
    at = end < 0 ? text.length : end + 1;
  }
  return lines;
}
