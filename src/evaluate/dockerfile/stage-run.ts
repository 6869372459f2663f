import type { Instruction } from "../../syntax/dockerfile/index.ts";
import { Memo, type MappedText, type Range } from "../../text/index.ts";
import type { Dialect, ImageTraits } from "../build.ts";
import type { Effect, EffectBody } from "../effect.ts";
import { unknown, type Value } from "../value.ts";
import { BASE_VARIABLES, DEFAULT_PATH } from "./base-variables.ts";
import { beginning, Environment } from "./environment.ts";
import type { Step } from "./onbuild.ts";
import type { FileEntry, Files } from "./files.ts";
import { absolutePath } from "./paths.ts";
import type { Plan } from "./plan.ts";
import { given } from "./platform-arguments.ts";
import type { StageEntry } from "./stages.ts";
import { type Evaluation, expandInto, type Into } from "./scope.ts";

/** A stage being evaluated: what its next instruction sees. */
export interface StageRun {
  readonly evaluation: Evaluation;
  readonly plan: Plan;
  /** All stages that ran already, by index. */
  readonly runs: ReadonlyMap<number, StageRun>;
  /** ARG and ENV alike, as RUN and the builder see them. */
  readonly environment: Environment;
  /** Only what the image keeps. */
  readonly config: Environment;
  readonly effects: Effect[];
  /** Names that an ARG of this stage or of one it is built FROM declares. */
  readonly declared: Set<string>;
  readonly observe: Observer | undefined;
  /** CMD, ENTRYPOINT and HEALTHCHECK by keyword. */
  readonly later: Map<string, LaterCommand>;
  cwd: string;
  shell: readonly string[] | undefined;
  files: Files;
  /** What /bin/sh is in this stage. */
  readonly dialect: Dialect;
  /** The files as each RUN finds them, by the index of the instruction. */
  readonly found: Map<number, Files>;
}

/** A command that the image will run, with the shell that was in effect where it stands. */
export interface LaterCommand {
  readonly step: Step;
  readonly shell: readonly string[] | undefined;
}

/** What an instruction saw and did, for tools that look into an evaluation. The environment is live: copy it to keep it. */
export interface StepTrace {
  readonly run: StageRun;
  readonly instruction: Instruction;
  /** Operands after expansion. */
  readonly operands?: readonly Value[];
  /** What the runtime is handed. */
  readonly argv?: readonly string[];
  readonly mounts?: readonly ReadonlyMap<string, Value>[];
}

export interface Observer {
  readonly plans?: (plans: readonly Plan[]) => void;
  readonly step?: (step: StepTrace) => void;
  /** Called behind each instruction with the effects that it had. */
  readonly done?: (run: StageRun, instruction: Instruction, effects: readonly Effect[]) => void;
}

export interface StageSeed {
  readonly evaluation: Evaluation;
  readonly plan: Plan;
  readonly runs: ReadonlyMap<number, StageRun>;
  readonly observe: Observer | undefined;
}

/** A stage before its first instruction. */
export function startStage({ evaluation, plan, runs, observe }: StageSeed): StageRun {
  const parent = plan.base.kind === "stage" ? runs.get(plan.base.stage) : undefined;
  const config = (parent?.config ?? baseEnvironment(plan)).copy();
  // Arguments of the parent are still there, but what its image keeps comes first again.
  const environment = (parent?.environment ?? config).copy();
  if (parent !== undefined) for (const [name, value] of config) environment.set(name, value);
  return {
    evaluation,
    plan,
    runs,
    environment,
    config,
    effects: [...plan.effects],
    declared: new Set(parent?.declared),
    observe,
    later: new Map(),
    cwd: parent?.cwd ?? "/",
    shell: parent === undefined ? traitsOf(plan)?.shell : parent.shell,
    files: parent?.files,
    dialect: parent?.dialect ?? traitsOf(plan)?.dialect ?? "dash",
    found: new Map(),
  };
}

export function traitsOf(plan: Plan): ImageTraits | undefined {
  return plan.base.kind === "image" ? plan.base.traits : undefined;
}

const bases = new Memo<StageEntry, Map<unknown, Environment>>();

/** What a stage finds when it starts: the same for every platform whose base sets the same. */
function baseEnvironment(plan: Plan): Environment {
  const known = bases.get(plan.entry) ?? new Map<unknown, Environment>();
  bases.set(plan.entry, known);
  const key = traitsOf(plan)?.env ?? plan.base.kind;
  const environment = known.get(key) ?? new Environment(baseVariables(plan), beginning());
  known.set(key, environment);
  return environment;
}

function baseVariables(plan: Plan): Map<string, Value> {
  const variables = new Map<string, Value>();
  const { env, envPartial } = traitsOf(plan) ?? {};
  if (plan.base.kind === "image" && (env === undefined || envPartial === true)) {
    for (const name of BASE_VARIABLES) variables.set(name, unknown("base-image", plan.baseAt, name));
  } else variables.set("PATH", given(DEFAULT_PATH, plan.baseAt));
  for (const line of env ?? []) {
    const equals = line.indexOf("=");
    if (equals > 0) variables.set(line.slice(0, equals), given(line.slice(equals + 1), plan.baseAt));
  }
  return variables;
}

/** Records an effect of the builder, which always happens. */
export function emit(run: StageRun, { index, at }: { readonly index: number; readonly at: Range }, body: EffectBody): void {
  // What differs in shape comes last: V8 copies that five times as fast.
  run.effects.push({ at, runs: "always", choices: [], instruction: index, ...body });
}

/** Expands an operand in the stage's environment. */
export function expandIn(run: StageRun, index: number, text: MappedText): Value {
  return expandInto(run.evaluation, text, intoOf(run, index));
}

/** Expands the body of a here-document, in which quotes are plain text. */
export function expandBody(run: StageRun, index: number, text: MappedText): Value {
  return expandInto(run.evaluation, text, { ...intoOf(run, index), keepQuotes: true });
}

function intoOf(run: StageRun, instruction: number): Into {
  return { instruction, effects: run.effects, lookup: (name) => run.environment.get(name) };
}

export function addFile(run: StageRun, entry: FileEntry): void {
  run.files = { entry, before: run.files };
}

export function inStagePath(run: StageRun, path: string): string {
  return absolutePath(path, run.cwd);
}
