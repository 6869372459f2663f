import type { Range } from "../../text/index.ts";
import { concat, EMPTY, literal, platformText, unknown, type Value } from "../value.ts";
import { wordForMachine } from "./machine-words.ts";
import { bounded } from "./paths.ts";
import type { State, Variable } from "./state.ts";

/** Variables that BuildKit or the shell sets in every step. */
const ALWAYS_SET: ReadonlySet<string> = new Set([
  "HOME", "PATH", "HOSTNAME", "OLDPWD", "SHELL", "TERM", "IFS", "PS1", "PS4", "LANG", "RANDOM", "LINENO", "PPID",
  "UID", "EUID", "SHLVL", "SECONDS", "BASH", "BASH_VERSION", "BASH_SOURCE", "BASH_REMATCH", "BASHPID", "FUNCNAME", "OSTYPE",
  "OPTIND", "OPTARG", "REPLY", "PIPESTATUS", "BASH_VERSINFO", "_", "EPOCHSECONDS",
]);

/** Variables that only BuildKit sets, and only where they are declared: no sourced file does. */
const AUTOMATIC = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;

/** The value of a variable; undefined when it is unset. Those that every shell has, and those that an unknown file may have set, are unknown. */
export function readVariable(state: State, name: string, at: Range): Value | undefined {
  const variable = state.variables.get(name);
  if (variable !== undefined) return scalarOf(variable);
  if (name === "PWD" && state.cwd !== undefined) return literal(state.cwd, at);
  if (name === "PWD" || ALWAYS_SET.has(name)) return unknown("base-image", at, name);
  if (state.dialect === "bash" && (name === "HOSTTYPE" || name === "MACHTYPE")) return hostType(state, name, at);
  if (state.open && !AUTOMATIC.test(name)) return unknown("command-output", at, name);
  return undefined;
}

function hostType(state: State, name: string, at: Range): Value {
  const word = wordForMachine(state.engine.machine.platform);
  if (word === undefined) return unknown("command-output", at, name);
  return platformText(name === "HOSTTYPE" ? word : `${word}-pc-linux-gnu`, at, { follows: "stage", source: name });
}

/** What `$name` gives for a variable of any kind. */
export function scalarOf(variable: Variable): Value {
  switch (variable.kind) {
    case "text":
      return variable.value;
    case "list":
      return variable.items[0] ?? EMPTY;
    case "table":
      return variable.entries.get("0")?.value ?? EMPTY;
  }
}

/** An assignment. */
export interface Assigning {
  readonly name: string;
  readonly value: Value;
  readonly at: Range;
  readonly append?: boolean;
  readonly exported?: boolean;
}

/** Assigns a text; an exported variable keeps being exported, and that is an effect. */
export function assign(state: State, { name, value: given, at, ...settings }: Assigning): void {
  const before = state.variables.get(name);
  const value = bounded(settings.append === true && before !== undefined ? concat([scalarOf(before), given]) : given, at);
  const exported = settings.exported ?? before?.exported ?? false;
  if (before?.kind === "list") state.setVariable(name, { kind: "list", items: [value, ...before.items.slice(1)], exported });
  else state.setVariable(name, { kind: "text", value, exported });
  if (exported) state.record({ kind: "set-env", name, value, scope: "shell" }, at);
}

/** Marks a variable as exported, or not. */
export function setExported(state: State, { name, exported, at }: { readonly name: string; readonly exported: boolean; readonly at: Range }): void {
  const variable = state.variables.get(name);
  if (variable === undefined || variable.exported === exported) return;
  state.setVariable(name, { ...variable, exported });
  if (exported) state.record({ kind: "set-env", name, value: scalarOf(variable), scope: "shell" }, at);
}

/** Makes a variable local to the running function; outside of one it does nothing. */
export function makeLocal(state: State, name: string): void {
  if (state.frame === undefined || state.frame.saved.has(name)) return;
  const saved = new Map(state.frame.saved).set(name, state.variables.get(name));
  state.frame = { saved, outer: state.frame.outer };
}

/** Gives the variables of the innermost function back what they were. */
export function leaveFrame(state: State): void {
  if (state.frame === undefined) return;
  for (const [name, variable] of state.frame.saved) state.setVariable(name, variable);
  state.frame = state.frame.outer;
}
