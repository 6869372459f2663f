import { knownText, sliceValue, textOf, type Value } from "../value.ts";
import type { Field } from "./state.ts";

/** A command that runs the command behind its own options. */
interface Prefix {
  /** Short options that take a value, as `u`; long ones with their dashes. */
  readonly valued: readonly string[];
  /** Words of its own before the command: `timeout 10`, `gosu user`. */
  readonly operands: number;
  /** Whether `A=b` may stand before the command. */
  readonly assigns?: boolean;
  /** Options with which it does not run anything: `command -v`. */
  readonly asks?: readonly string[];
}

const PREFIXES: ReadonlyMap<string, Prefix> = new Map<string, Prefix>([
  ["sudo", { valued: ["u", "g", "h", "p", "C", "r", "t", "U", "T", "D", "R", "--user", "--group"], operands: 0, assigns: true }],
  ["doas", { valued: ["u", "C"], operands: 0 }],
  ["env", { valued: ["u", "C", "S", "--unset", "--chdir"], operands: 0, assigns: true }],
  ["exec", { valued: ["a"], operands: 0 }],
  ["command", { valued: [], operands: 0, asks: ["v", "V"] }],
  ["builtin", { valued: [], operands: 0 }],
  ["time", { valued: ["f", "o"], operands: 0 }],
  ["nice", { valued: ["n", "--adjustment"], operands: 0 }],
  ["ionice", { valued: ["c", "n", "--class"], operands: 0 }],
  ["nohup", { valued: [], operands: 0 }],
  ["setsid", { valued: [], operands: 0 }],
  ["stdbuf", { valued: ["i", "o", "e"], operands: 0 }],
  ["timeout", { valued: ["s", "k", "--signal", "--kill-after"], operands: 1 }],
  ["gosu", { valued: [], operands: 1 }],
  ["su-exec", { valued: [], operands: 1 }],
  ["eatmydata", { valued: [], operands: 0 }],
  ["busybox", { valued: [], operands: 0 }],
  ["tini", { valued: ["p", "e"], operands: 0 }],
  ["dumb-init", { valued: ["r"], operands: 0 }],
  ["xvfb-run", { valued: ["e", "f", "n", "p", "s", "w", "--server-args", "--server-num"], operands: 0 }],
]);

/** What is left of a command when the commands that only run another one are taken off. */
export interface Unwrapped {
  readonly words: readonly Field[];
  /** `A=b` of env and sudo. */
  readonly assigned: ReadonlyMap<string, Value>;
  /** The names that were taken off, outermost first. */
  readonly prefixes: readonly string[];
  /** Whether it only asks whether a command exists. */
  readonly asks: boolean;
}

/** Takes sudo, env, exec and the like off a command. */
export function unwrap(words: readonly Field[]): Unwrapped {
  const first = nameOf(words[0]);
  return first === undefined || !PREFIXES.has(first) ? { words, assigned: NONE, prefixes: [], asks: false } : unwrapAll(words);
}

const NONE: ReadonlyMap<string, Value> = new Map();

function unwrapAll(words: readonly Field[]): Unwrapped {
  const assigned = new Map<string, Value>();
  const prefixes: string[] = [];
  let rest = words;
  // Each round takes off at least one word, so it ends.
  for (;;) {
    const name = nameOf(rest[0]);
    const prefix = name === undefined ? undefined : PREFIXES.get(name);
    if (name === undefined || prefix === undefined) return { words: rest, assigned, prefixes, asks: false };
    prefixes.push(name);
    const { next, asks } = behindOptions(rest, prefix);
    if (asks) return { words: rest.slice(next), assigned, prefixes, asks };
    rest = rest.slice(next);
    if (prefix.assigns === true) rest = takeAssignments(rest, assigned);
    rest = rest.slice(prefix.operands);
  }
}

/** The program's name without its directory; undefined when it is not known. */
export function nameOf(field: Field | undefined): string | undefined {
  const text = field === undefined ? undefined : knownText(field.value);
  return text?.slice(text.lastIndexOf("/") + 1);
}

function behindOptions(words: readonly Field[], prefix: Prefix): { readonly next: number; readonly asks: boolean } {
  let at = 1;
  let asks = false;
  for (; at < words.length; at++) {
    const word = words[at];
    const text = word === undefined ? "" : textOf(word.value);
    if (text === "--") return { next: at + 1, asks };
    if (!text.startsWith("-") || text === "-") break;
    const letters = text.startsWith("--") ? [] : Array.from(text.slice(1));
    asks ||= letters.some((letter) => prefix.asks?.includes(letter) === true);
    const valued = letters.findIndex((letter) => prefix.valued.includes(letter));
    if (prefix.valued.includes(text) || (valued >= 0 && valued === letters.length - 1)) at++;
  }
  return { next: Math.min(at, words.length), asks };
}

function takeAssignments(words: readonly Field[], into: Map<string, Value>): readonly Field[] {
  let at = 0;
  for (const word of words) {
    const found = /^([A-Za-z_]\w*)=/.exec(textOf(word.value));
    if (found?.[1] === undefined) break;
    into.set(found[1], sliceValue(word.value, found[0].length));
    at++;
  }
  return words.slice(at);
}
