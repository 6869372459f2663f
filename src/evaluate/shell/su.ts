import { textOf } from "../value.ts";
import type { ScriptCall } from "./scripts.ts";
import { computedSource } from "./source.ts";
import type { Field } from "./state.ts";

/** What `su -c '…' user` runs, under whatever user. */
export function suCall(words: readonly Field[], common: Pick<ScriptCall, "at" | "assigned" | "shell">): ScriptCall | undefined {
  for (const [index, word] of words.entries()) {
    const text = textOf(word.value);
    const next = words[index + 1];
    const takesText = text === "--command" || /^-[a-zA-Z]*c$/.test(text);
    if (takesText && next !== undefined) return { ...common, source: computedSource(next.value, next.at), name: undefined, args: [], options: new Set() };
  }
  return undefined;
}
