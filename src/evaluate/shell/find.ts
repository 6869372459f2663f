import { textOf, unknown } from "../value.ts";
import { replaceMark } from "./xargs.ts";
import type { Field } from "./state.ts";

const ACTIONS: ReadonlySet<string> = new Set(["-exec", "-execdir", "-ok", "-okdir"]);
const MAX_CALLS = 16;

/** The commands that `find … -exec command {} \\;` runs, each with an unknown file in place of `{}`. */
export function findCalls(words: readonly Field[]): (readonly Field[])[] {
  const calls: Field[][] = [];
  for (let at = 1; at < words.length && calls.length < MAX_CALLS; at++) {
    if (!ACTIONS.has(textOf((words[at] as Field).value))) continue;
    const end = words.findIndex((word, index) => index > at && isEnd(word));
    const command = words.slice(at + 1, end < 0 ? words.length : end);
    if (command.length > 0) calls.push(command.map(({ value, at: place }) => ({ value: replaceMark(value, "{}", unknown("command-output", place)), at: place })));
    if (end < 0) break;
    at = end;
  }
  return calls;
}

function isEnd({ value }: Field): boolean {
  const text = textOf(value);
  return text === ";" || text === "+";
}
