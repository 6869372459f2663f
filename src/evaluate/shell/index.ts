import type { ShellScript } from "../../syntax/shell/index.ts";
import { MappedText, span, type Range } from "../../text/index.ts";
import type { Argument } from "../command/invocation.ts";
import { EMPTY, type Value } from "../value.ts";
import { runWords } from "./command.ts";
import { runBody, runStatements } from "./flow.ts";
import { EffectLog } from "./log.ts";
import type { ShellMachine, ShellResult } from "./machine.ts";
import { blend } from "./paths.ts";
import { redirected } from "./redirect.ts";
import { writtenSource, type Source } from "./source.ts";
import { leaveProcess } from "./trap.ts";
import { State, type Engine, type Variable } from "./state.ts";
import { addFields, expandFields, expandPattern, expandValue, wordChunks } from "./words.ts";
import { markFailed, rootWorld } from "./worlds.ts";

export { freshLimits, NO_OPTIONS } from "./machine.ts";
export type { Variable } from "./state.ts";
export type { ShellFile, ShellLimits, ShellMachine, ShellOptions, ShellResult, ShellWrite } from "./machine.ts";

/** Runs a script as the machine's shell would. Pure; never throws; past a bound it says so in `unchecked`. */
export function runShell(script: ShellScript, machine: ShellMachine): ShellResult {
  const run = begin(machine, writtenSource(script.text));
  const whole = script.text.rangeOf();
  for (const error of script.errors.slice(0, 1)) run.unchecked.push({ at: whole, because: `not understood as shell: ${error.message}` });
  return finish(run, runStatements(script.tree.commands, run.state));
}

/** Runs one command given by its words, as the exec form does: nothing is expanded, but prefixes and scripts are followed into. */
export function runCommand(words: readonly Argument[], machine: ShellMachine): ShellResult {
  const [first, ...others] = words.map((word) => word.at);
  const at = first === undefined ? NOWHERE : span(first, ...others);
  const run = begin(machine, writtenSource(MappedText.verbatim(at.file, "", at.start)));
  const { state } = run;
  const ends = words.length === 0 ? [state] : runWords(words, state, { at, assigned: new Map(), stdoutTo: undefined });
  return finish(run, ends);
}

const NOWHERE: Range = { file: "", start: 0, end: 0 };

interface Run {
  readonly engine: Engine;
  readonly state: State;
  readonly unchecked: { readonly at: Range; readonly because: string }[];
}

function begin(machine: ShellMachine, source: Source): Run {
  const unchecked: Run["unchecked"] = [];
  const told = new Set<string>();
  const engine: Engine = {
    machine,
    log: new EffectLog(rootWorld(), machine.instruction),
    ended: [],
    run: runStatements,
    body: runBody,
    command: runWords,
    leave: leaveProcess,
    redirected,
    value: expandValue,
    fields: expandFields,
    addFields,
    chunks: (word, state) => wordChunks(word, state, "shell"),
    pattern: expandPattern,
    unchecked: (at, because) => {
      // One bound is reached by many commands: it is told once.
      if (told.has(because)) return;
      told.add(because);
      unchecked.push({ at, because });
    },
  };
  return { engine, state: startState(engine, source), unchecked };
}

function startState(engine: Engine, source: Source): State {
  const { machine } = engine;
  const state = new State(engine, source);
  const { environment, reads } = machine;
  state.startWith(environment.exported ?? exportedVariables(environment));
  for (const name of reads?.names ?? []) state.setVariable(name, tellingVariable(name, environment.get(name) ?? EMPTY, reads?.tell));
  const [name, ...args] = machine.args;
  state.name = name;
  state.args = args;
  state.cwd = machine.cwd;
  state.open = machine.open === true;
  state.errexit = machine.options.errexit;
  state.nounset = machine.options.nounset;
  state.pipefail = machine.options.pipefail;
  return state;
}

/** The variables that a shell is handed, as its own. */
export function exportedVariables(environment: ReadonlyMap<string, Value>): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const [name, value] of environment) variables.set(name, { kind: "text", value, exported: true });
  return variables;
}

/** A variable that says when its value is looked at, by a copy of it too. */
function tellingVariable(name: string, value: Value, tell: ((name: string) => void) | undefined): Variable {
  return {
    kind: "text",
    exported: true,
    get value() {
      tell?.(name);
      return value;
    },
  };
}

function finish({ engine, unchecked }: Run, paths: readonly State[]): ShellResult {
  const ends = [...new Set(leaveProcess([...new Set([...engine.ended, ...paths])]))];
  for (const end of ends) {
    if (end.status !== "fails") continue;
    end.report("command");
    end.worlds.forEach(markFailed);
  }
  const surviving = ends.filter((end) => end.status !== "fails");
  const effects = engine.log.effects();
  const last = blend(surviving.length > 0 ? surviving : ends);
  const writes = [...last.files].map(([path, { content, append }]) => ({ path, content, append }));
  return { effects, unchecked, writes, status: last.status };
}
