import { parseShell } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import { knownText, textOf, UNKNOWN_CHARACTER, type Value } from "../value.ts";
import { fileAt, pathOf, sourceOf } from "./files.ts";
import type { ShellFile } from "./machine.ts";
import { computedSource, type Source } from "./source.ts";
import type { Field, State } from "./state.ts";
import { adoptChild } from "./subshell.ts";
import { MAX_DEPTH } from "./substitution.ts";

/** Shells that are followed into. */
export const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash"]);

/** A script to run in a process of its own. */
export interface ScriptCall {
  readonly at: Range;
  readonly source: Source;
  readonly name: Value | undefined;
  readonly args: readonly Value[];
  readonly shell: string;
  /** Letters that are switched on: `e`, `u`, `x`, and `pipefail`. */
  readonly options: ReadonlySet<string>;
  readonly assigned: ReadonlyMap<string, Value>;
}

/** Runs a script as a child process and goes on behind it. */
export function runScript(call: ScriptCall, state: State): State[] {
  if (!mayNest(call.at, state)) return [state];
  const child = state.subshell();
  for (const [name, value] of call.assigned) child.setVariable(name, { kind: "text", value, exported: true });
  child.becomeProcess();
  child.scripts++;
  child.source = call.source;
  child.name = call.name;
  child.args = call.args;
  child.dialect = call.shell === "bash" ? "bash" : call.shell === "dash" ? "dash" : call.shell === "ash" ? "busybox" : state.dialect;
  child.errexit = call.options.has("e");
  child.nounset = call.options.has("u");
  child.pipefail = call.options.has("pipefail");

  const ends = state.engine.leave(runSource(call.source, call.at, child));
  return ends.map((end, index) => adoptChild(index === ends.length - 1 ? state : state.fork(), end));
}

function mayNest(at: Range, state: State): boolean {
  if (state.scripts < state.engine.machine.limits.scripts && state.depth < MAX_DEPTH) return true;
  state.engine.unchecked(at, "scripts nest too deeply");
  state.setStatus("ok");
  return false;
}

/** Parses and runs a text on a state that is ready for it. */
export function runSource(source: Source, at: Range, state: State): State[] {
  const script = parseShell(source.text);
  const [error] = script.errors;
  if (error !== undefined) state.engine.unchecked(at, `not understood as shell: ${error.message}`);
  return state.engine.run(script.tree.commands, state);
}

/** Runs a text in the shell itself, as `source` and `eval` do. */
export function runInPlace(source: Source, state: State, { at, args }: { readonly at: Range; readonly args: readonly Value[] | undefined }): State[] {
  if (!mayNest(at, state)) return [state];
  const { source: outerSource, args: outerArgs } = state;
  state.source = source;
  state.scripts++;
  state.depth++;
  if (args !== undefined) state.args = args;
  const ends = runSource(source, at, state);
  for (const end of ends) {
    end.source = outerSource;
    if (args !== undefined) end.args = outerArgs;
    end.scripts--;
    end.depth--;
  }
  return ends;
}

/** What `sh …` is asked to run; undefined when that is not known, or nothing. */
export function shellCall(words: readonly Field[], state: State, { at, assigned, shell }: Pick<ScriptCall, "at" | "assigned" | "shell">): ScriptCall | undefined {
  const options = new Set<string>();
  let takesText = false;
  let index = 1;
  for (; index < words.length; index++) {
    const text = textOf((words[index] as Field).value);
    if (text === "--" || text === "-") {
      index++;
      break;
    }
    if (!/^[-+]./.test(text)) break;
    if (text.startsWith("--")) continue;
    for (const letter of text.slice(1)) options.add(letter);
    takesText ||= text.startsWith("-") && text.includes("c");
    if (text.endsWith("o")) options.add(textOf(words[++index]?.value ?? { pieces: [] }));
  }
  const [operand, ...rest] = words.slice(index);
  const common = { at, assigned, shell, options };
  if (takesText) {
    if (operand === undefined) return undefined;
    const [name, ...args] = rest;
    return { ...common, source: computedSource(operand.value, operand.at), name: name?.value, args: args.map((arg) => arg.value) };
  }
  if (operand === undefined || options.has("s")) return standardInput(state, common, words.slice(index));
  const file = fileNamed(operand.value, state);
  if (file === undefined) return undefined;
  return { ...common, source: sourceOf(file, operand.at), name: operand.value, args: rest.map((arg) => arg.value) };
}

function standardInput(state: State, common: Pick<ScriptCall, "at" | "assigned" | "shell" | "options">, words: readonly Field[]): ScriptCall | undefined {
  const text = state.stdin;
  if (text === undefined || textOf(text).replaceAll(UNKNOWN_CHARACTER, "").trim() === "") return undefined;
  return { ...common, source: computedSource(text, common.at), name: undefined, args: words.map((word) => word.value) };
}

function fileNamed(value: Value, state: State): ShellFile | undefined {
  const path = pathOf(value, state);
  return path === undefined ? undefined : fileAt(path, state);
}

/** The script that a command's first word names, when it is one of a shell; `opaque` for a known file of another kind. */
export function scriptNamed(words: readonly Field[], state: State, { at, assigned }: Pick<ScriptCall, "at" | "assigned">): ScriptCall | "opaque" | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  const file = textOf(first.value).includes("/") ? fileNamed(first.value, state) : onPath(first.value, state);
  if (file === undefined) return undefined;
  const source = sourceOf(file, first.at);
  const interpreter = interpreterOf(source.text.text);
  if (interpreter === undefined) return "opaque";
  return { at, assigned, source, name: first.value, args: rest.map((word) => word.value), shell: interpreter.shell, options: interpreter.options };
}

function onPath(value: Value, state: State): ShellFile | undefined {
  const name = knownText(value);
  if (name === undefined || name === "") return undefined;
  for (const directory of ["/usr/local/bin", "/usr/bin", "/bin"]) {
    const file = fileAt(`${directory}/${name}`, state);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The shell and its switches by the first line; a text without `#!` is a script of `sh`. Undefined for other interpreters and binaries. */
export function interpreterOf(text: string): { readonly shell: string; readonly options: ReadonlySet<string> } | undefined {
  if (!text.startsWith("#!")) return text.startsWith("\x7fELF") || text.includes("\0") ? undefined : { shell: "sh", options: new Set() };
  const end = text.indexOf("\n");
  const words = text.slice(2, end < 0 ? Math.min(text.length, 256) : end).trim().split(/\s+/);
  const isEnv = words[0]?.endsWith("/env") === true;
  const rest = isEnv ? words.slice(1).filter((word) => word !== "-S") : words;
  const shell = (rest[0] ?? "").slice((rest[0] ?? "").lastIndexOf("/") + 1);
  if (!SHELLS.has(shell)) return undefined;
  return { shell, options: new Set(Array.from(rest.slice(1).join("")).filter((letter) => letter !== "-")) };
}
