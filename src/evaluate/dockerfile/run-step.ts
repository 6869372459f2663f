import { type ExecWord, type Heredoc, type Instruction, subOptions } from "../../syntax/dockerfile/index.ts";
import { parseShell } from "../../syntax/shell/index.ts";
import { Memo, type MappedText, type Range } from "../../text/index.ts";
import type { Dialect } from "../build.ts";
import type { Argument } from "../command/invocation.ts";
import type { RunEffect } from "../effect.ts";
import { freshLimits, NO_OPTIONS, runCommand, runShell, type ShellMachine, type ShellOptions, type ShellResult } from "../shell/index.ts";
import { knownText, literal, type Value } from "../value.ts";
import { pullOther } from "./copy-steps.ts";
import { mountOrigin, stageNamed } from "./dependencies.ts";
import type { Environment } from "./environment.ts";
import { type Files, findFile } from "./files.ts";
import { literalOf } from "./literal.ts";
import type { Step } from "./onbuild.ts";
import { recall } from "./recall.ts";
import { dialectNamed, shellOf } from "./shell-words.ts";
import { addFile, emit, expandIn, inStagePath, type StageRun } from "./stage-run.ts";
import { withBodies } from "./with-bodies.ts";

/** How a command comes to run. */
interface Launch {
  readonly by: RunEffect["by"];
  readonly index: number;
  readonly environment: Environment;
}

/** RUN, in all its forms. */
export function runRun(run: StageRun, step: Step): void {
  const { instruction, index } = step;
  const before = run.files;
  const mounts = readMounts(run, step);
  run.found.set(index, run.files);
  const launch: Launch = { by: instruction.exec === undefined ? "shell" : "exec", index, environment: run.environment };
  const result = instruction.exec === undefined ? runScript(run, instruction, launch) : runWords(run, instruction.exec, launch);
  // What is mounted is gone with the step.
  run.files = before;
  for (const { path, content, append } of result?.writes ?? []) addFile(run, { kind: "written", path, content, append });
  run.observe?.step?.({ run, instruction, argv: argvOf(run, instruction), mounts });
}

function runScript(run: StageRun, instruction: Instruction, launch: Launch): ShellResult | undefined {
  const body = loneBody(instruction);
  if (body === undefined) return shellForm(run, withBodies(instruction), launch);
  const shebang = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(body.content.text);
  if (shebang === null) return shellForm(run, body.content, launch);
  const program = /\/env$/.test(shebang[1] ?? "") ? shebang[2] : shebang[1];
  const dialect = dialectNamed(program ?? "", shellOf(run).dialect ?? "dash");
  return interpret(run, body.content, { ...launch, dialect, options: NO_OPTIONS });
}

const LONE_OPERATOR = /^\d*<<-?[\t ]*(?:"[^"]*"|'[^']*'|[^\s"']+)$/;

/** The here-document of a RUN that holds nothing else: it is the script, whatever its quotes. */
function loneBody({ operands, heredocs }: Instruction): Heredoc | undefined {
  return heredocs.length === 1 && LONE_OPERATOR.test(operands.text) ? heredocs[0] : undefined;
}

/** A text that the stage's shell is given. */
export function shellForm(run: StageRun, text: MappedText, launch: Launch): ShellResult | undefined {
  const { dialect, options } = shellOf(run);
  return interpret(run, text, { ...launch, dialect, options });
}

interface Interpretation extends Launch {
  /** Undefined for a language that is not read. */
  readonly dialect: Dialect | undefined;
  readonly options: ShellOptions;
}

function interpret(run: StageRun, text: MappedText, how: Interpretation): ShellResult | undefined {
  if (how.dialect === undefined) {
    const at = text.rangeOf();
    emit(run, { index: how.index, at }, { kind: "run", argv: [literalOf(text, "none")], words: [at], by: how.by });
    return undefined;
  }
  const machine = machineFor(run, { ...how, dialect: how.dialect });
  return take(run, recall(text, { machine, history: how.environment.history }, (watched) => runShell(parseShell(text), watched)));
}

/** The JSON form: the words are the command, no shell looks at them. */
export function runWords(run: StageRun, words: readonly ExecWord[], launch: Launch & { readonly more?: readonly ExecWord[] }): ShellResult | undefined {
  if (words.length === 0) return undefined;
  const machine = machineFor(run, { ...launch, dialect: shellOf(run).dialect ?? "dash", options: NO_OPTIONS });
  const all = joined(words, launch.more);
  return take(run, recall(all, { machine, history: launch.environment.history }, (watched) => runCommand(all.map(argumentOf), watched)));
}

const joins = new Memo<readonly ExecWord[], { readonly more: readonly ExecWord[]; readonly all: readonly ExecWord[] }>();

/** The words with more behind them: the same list each time, since it keys what is remembered. */
function joined(words: readonly ExecWord[], more: readonly ExecWord[] = []): readonly ExecWord[] {
  if (more.length === 0) return words;
  const known = joins.get(words);
  if (known?.more === more) return known.all;
  const all = [...words, ...more];
  joins.set(words, { more, all });
  return all;
}

function argumentOf({ value, text }: ExecWord): Argument {
  const at = text.rangeOf();
  return { value: value === text.text ? literalOf(text, "exec") : literal(value, at, "exec"), at };
}

function machineFor(run: StageRun, how: Launch & { dialect: Dialect; options: ShellOptions }): ShellMachine & { readonly environment: Environment } {
  const { target, builder, context } = run.evaluation.request;
  const files: Files = run.files;
  return {
    environment: how.environment,
    // A login shell reads profiles that nobody here has seen.
    open: (how.by !== "shell" && how.by !== "exec") || (how.by === "shell" && shellOf(run).isLogin),
    platform: run.plan.platform,
    target,
    builder,
    dialect: how.dialect,
    options: how.options,
    args: [],
    cwd: run.cwd,
    readFile: (path) => findFile(files, path, context),
    limits: freshLimits(),
    instruction: how.index,
    by: how.by,
  };
}

function take(run: StageRun, result: ShellResult): ShellResult {
  for (const effect of result.effects) run.effects.push(effect);
  for (const gap of result.unchecked) run.evaluation.unchecked.push(gap);
  return result;
}

function argvOf(run: StageRun, instruction: Instruction): readonly string[] {
  if (instruction.exec !== undefined) return instruction.exec.map((word) => word.value);
  return [...shellOf(run).words, (loneBody(instruction)?.content ?? withBodies(instruction)).text];
}

/** Expands the mounts of a RUN and shows it the files of those that bind some. */
function readMounts(run: StageRun, { instruction, index, standsAt }: Step): ReadonlyMap<string, Value>[] {
  const mounts: ReadonlyMap<string, Value>[] = [];
  for (const flag of instruction.flags) {
    if (flag.name !== "mount") continue;
    const mount = new Map<string, Value>();
    for (const { key, value } of subOptions(flag)) {
      if (value === undefined) mount.set(key, { pieces: [] });
      else if (key !== "from") mount.set(key, expandIn(run, index, value));
      else mount.set(key, takeFrom(run, { index, from: value, at: standsAt ?? value.rangeOf() }));
    }
    mounts.push(mount);
    bind(run, mount);
  }
  return mounts;
}

function takeFrom(run: StageRun, { index, from, at }: { index: number; from: MappedText; at: Range }): Value {
  // Nothing expands in `from=`.
  const image = literalOf(from, "builder-single");
  if (from.text !== "" && mountOrigin(run.evaluation.table, from).kind === "image") pullOther(run, { index, image, by: "mount", at });
  return image;
}

function bind(run: StageRun, mount: ReadonlyMap<string, Value>): void {
  const option = (...names: readonly string[]): string | undefined => {
    const value = names.map((name) => mount.get(name)).find((found) => found !== undefined);
    return value === undefined ? undefined : knownText(value);
  };
  const type = option("type") ?? "bind";
  const target = option("target", "dst", "destination");
  if (type !== "bind" || target === undefined) return;
  const place = { to: inStagePath(run, target), intoFolder: false, parents: false, source: option("source", "src") ?? "/" };
  const from = option("from");
  if (from === undefined || from === "") return addFile(run, { kind: "context", ...place });
  const stage = stageNamed(run.evaluation.table, from);
  const other = stage === undefined ? undefined : run.runs.get(stage.index);
  if (other !== undefined) addFile(run, { kind: "stage", files: other.files, ...place });
}
