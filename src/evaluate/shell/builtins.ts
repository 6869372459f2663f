import type { Range } from "../../text/index.ts";
import { knownText, textOf, unknown, type Value } from "../value.ts";
import type { Truth } from "./pattern.ts";
import { normalise } from "./files.ts";
import { readOption } from "./getopts.ts";
import { readLine, readLines } from "./read.ts";
import type { Field, State } from "./state.ts";
import { testFields } from "./test.ts";
import { setTrap } from "./trap.ts";

/** A command of the shell itself. It changes the state in place and leaves its status there. */
export type Builtin = (words: readonly Field[], state: State, call: BuiltinCall) => void;

export interface BuiltinCall {
  readonly at: Range;
  readonly assigned: ReadonlyMap<string, Value>;
}

/** The builtins that need neither effects nor scripts. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [":", succeed],
  ["true", succeed],
  ["false", (_, state, { at }) => state.setStatus("fails", 1, at)],
  ["test", (words, state, { at }) => judge(testFields(words.slice(1), state), state, at)],
  ["[", (words, state, { at }) => judge(testFields(words.slice(1, -1), state), state, at)],
  ["let", unknownOutcome],
  ["cd", changeDirectory],
  ["pushd", changeDirectory],
  ["popd", (_, state) => {
    state.cwd = undefined;
    state.setStatus("ok");
  }],
  ["exit", exit],
  ["return", leave],
  ["break", jump("break")],
  ["continue", jump("continue")],
  ["set", set],
  ["shopt", succeed],
  ["unset", unset],
  ["shift", shift],
  ["read", readLine],
  ["mapfile", readLines],
  ["readarray", readLines],
  ["getopts", readOption],
  ["trap", setTrap],
  ["umask", succeed],
  ["wait", (_, state) => state.setStatus("ok")],
  ["times", succeed],
  ["ulimit", succeed],
  ["alias", succeed],
  ["unalias", succeed],
  ["hash", unknownOutcome],
  ["type", ask],
  ["which", ask],
  ["jobs", succeed],
  ["disown", succeed],
  ["enable", succeed],
]);

function succeed(_: readonly Field[], state: State): void {
  state.setStatus("succeeds");
}

function unknownOutcome(_: readonly Field[], state: State): void {
  state.setStatus("unknown");
}

function judge(truth: Truth, state: State, at: Range): void {
  state.setStatus(truth === "yes" ? "succeeds" : truth === "no" ? "fails" : "unknown", truth === "no" ? 1 : undefined, at);
}

/** Whether a command exists, and where. */
export function ask(words: readonly Field[], state: State, { at }: BuiltinCall): void {
  const names = words.slice(1).map((word) => textOf(word.value)).filter((name) => !name.startsWith("-"));
  if (names.length > 0 && names.every((name) => state.functions.has(name) || BUILTINS.has(name))) state.setStatus("succeeds");
  else state.setStatus("unknown");
  state.print(unknown("command-output", at));
}

function changeDirectory(words: readonly Field[], state: State): void {
  const target = words.slice(1).map((word) => knownText(word.value)).find((text) => text === undefined || !/^-[LPe@]+$/.test(text));
  if (target === undefined || target === "-" || (!target.startsWith("/") && state.cwd === undefined)) state.cwd = undefined;
  else state.cwd = normalise(target.startsWith("/") ? target : `${state.cwd ?? ""}/${target}`);
  state.setStatus("ok");
}

function codeOf(word: Field | undefined, state: State): number | undefined {
  if (word === undefined) return state.status === "fails" ? (state.code ?? 1) : state.status === "unknown" ? undefined : 0;
  const text = knownText(word.value);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) % 256 : undefined;
}

function exit(words: readonly Field[], state: State, { at }: BuiltinCall): void {
  const code = codeOf(words[1], state);
  if (code !== undefined && code > 0) {
    state.fail(at, "exit", code);
    return;
  }
  state.setStatus(code === undefined ? "unknown" : "succeeds");
  state.flow = { kind: "exit" };
}

function leave(words: readonly Field[], state: State, { at }: BuiltinCall): void {
  const code = codeOf(words[1], state);
  if (code === undefined) state.setStatus("unknown");
  else state.setStatus(code === 0 ? "succeeds" : "fails", code, at);
  state.flow = { kind: "return" };
}

function jump(kind: "break" | "continue"): Builtin {
  return (words, state) => {
    const levels = Number(knownText(words[1]?.value ?? { pieces: [] }));
    state.setStatus("succeeds");
    state.flow = { kind, levels: levels > 1 ? levels : 1 };
  };
}

function set(words: readonly Field[], state: State): void {
  state.setStatus("succeeds");
  for (let at = 1; at < words.length; at++) {
    const text = textOf(words[at]?.value ?? { pieces: [] });
    if (text === "--" || text === "-" || !/^[-+]/.test(text)) {
      state.args = words.slice(text === "--" || text === "-" ? at + 1 : at).map((word) => word.value);
      return;
    }
    const on = text.startsWith("-");
    for (const letter of text.slice(1)) setOption(letter, on, state);
    if (text.endsWith("o")) setOption(textOf(words[++at]?.value ?? { pieces: [] }), on, state);
  }
}

/** Switches an option of the shell. */
export function setOption(name: string, on: boolean, state: State): void {
  if (name === "e" || name === "errexit") state.errexit = on;
  else if (name === "u" || name === "nounset") state.nounset = on;
  else if (name === "pipefail") state.pipefail = on;
}

function unset(words: readonly Field[], state: State): void {
  let functions = false;
  for (const word of words.slice(1)) {
    const text = textOf(word.value);
    if (text === "-f") functions = true;
    else if (functions) state.setFunction(text, undefined);
    else if (!text.startsWith("-")) state.setVariable(text, undefined);
  }
  state.setStatus("succeeds");
}

function shift(words: readonly Field[], state: State, { at }: BuiltinCall): void {
  const count = Number(textOf(words[1]?.value ?? { pieces: [] }) || "1");
  if (count > state.args.length) {
    state.setStatus("fails", 1, at);
    return;
  }
  state.args = state.args.slice(count);
  state.setStatus("succeeds");
}
