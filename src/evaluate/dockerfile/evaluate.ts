import { normalisePlatform, type Platform } from "../../model/platform.ts";
import type { Dockerfile } from "../../syntax/dockerfile/index.ts";
import type { Base, Build, BuildContext, BuildError, BuildRequest, EvaluatedStage } from "../build.ts";
import type { Effect } from "../effect.ts";
import { compareRanges, MappedText, rangeKey } from "../../text/index.ts";
import { runCommands, runLater } from "./command-steps.ts";
import { runCopy } from "./copy-steps.ts";
import { reach } from "./graph.ts";
import { findManifest } from "./files.ts";
import { literalOf } from "./literal.ts";
import { relocated, type Step } from "./onbuild.ts";
import { runVolume, runWorkdir } from "./path-steps.ts";
import { type Plan, planStages, resolvedBy } from "./plan.ts";
import { automaticArguments } from "./platform-arguments.ts";
import { runRun } from "./run-step.ts";
import { type Evaluation, readGlobals } from "./scope.ts";
import { emit, type Observer, type StageRun, startStage } from "./stage-run.ts";
import { stageTable } from "./stages.ts";
import { runArg, runEnv, runExpanded, runLabel, runShellInstruction } from "./variable-steps.ts";

/** What a build of this file for this platform would do, as BuildKit would. Pure, and total: errors are in the result. */
export function evaluate(dockerfile: Dockerfile, request: BuildRequest): Build {
  return evaluateObserved(dockerfile, request, undefined);
}

/** As `evaluate`, telling an observer what each instruction saw. */
export function evaluateObserved(dockerfile: Dockerfile, asked: BuildRequest, observe: Observer | undefined): Build {
  const evaluation = begin(dockerfile, asked);
  const plans = reach(evaluation, planStages(evaluation));
  observe?.plans?.(plans);
  const runs = runStages(evaluation, plans, observe);
  const { target, builder } = evaluation.request;
  const stages = plans.map((plan) => stageOf(plan, runs.get(plan.entry.index), evaluation.request.context));
  const { effects, errors, unchecked } = evaluation;
  return { dockerfile, target, builder, stages, effects, errors: inOrder(errors), unchecked, resultPlatform: resultPlatform(evaluation, plans) };
}

/** What is known before the first stage. */
function begin(dockerfile: Dockerfile, asked: BuildRequest): Evaluation {
  const request = { ...asked, target: normalisePlatform(asked.target), builder: normalisePlatform(asked.builder) };
  const table = stageTable(dockerfile);
  const evaluation: Evaluation = {
    dockerfile,
    request,
    table,
    automatic: automaticArguments(request, table.stages),
    globals: new Map(),
    effects: [],
    errors: dockerfile.problems.map(({ message, range }) => ({ message, at: range })),
    unchecked: table.cut === undefined ? [] : [{ at: table.cut.range, because: "too many instructions or stages" }],
  };
  pullFrontend(evaluation);
  readGlobals(evaluation);
  return evaluation;
}

/** Looks up the images that the needed stages start from, and nothing else: whoever answers `request.images` learns what to ask for. */
export function lookUpBases(dockerfile: Dockerfile, asked: BuildRequest): void {
  const evaluation = begin(dockerfile, asked);
  reach(evaluation, planStages(evaluation));
}

/** By place, each once: what a trigger gets wrong it gets wrong in every child. */
function inOrder(errors: readonly BuildError[]): readonly BuildError[] {
  const seen = new Set<string>();
  const sorted = [...errors].sort((a, b) => compareRanges(a.at, b.at));
  return sorted.filter(({ at, message }) => {
    const key = `${rangeKey(at)}\0${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** `# syntax=` names an image that the builder runs itself. */
function pullFrontend({ dockerfile, request, effects }: Evaluation): void {
  for (const { name, value, valueRange } of dockerfile.directives) {
    if (name !== "syntax" || value === "") continue;
    const image = literalOf(MappedText.verbatim(valueRange.file, value, valueRange.start), "builder-single");
    effects.push({ kind: "pull", image, platform: request.builder, by: "syntax", at: valueRange, runs: "always", choices: [], instruction: 0 });
  }
}

/** Runs the stages that are needed, in the order of the file. */
function runStages(evaluation: Evaluation, plans: readonly Plan[], observe: Observer | undefined): ReadonlyMap<number, StageRun> {
  const runs = new Map<number, StageRun>();
  for (const plan of plans) {
    if (!plan.reachable) continue;
    const run = startStage({ evaluation, plan, runs, observe });
    pullBase(run);
    for (const step of plan.steps) runStep(run, step);
    runCommands(run);
    runs.set(plan.entry.index, run);
  }
  return runs;
}

function pullBase(run: StageRun): void {
  const { base, baseAt, platform, platformFlag, entry, selected } = run.plan;
  if (base.kind !== "image") return;
  const flag = platformFlag === undefined ? {} : { platformFlag };
  emit(run, { index: entry.from.index, at: baseAt }, { kind: "pull", image: base.image, platform, by: "from", ...flag, ...resolvedBy(selected) });
}

type StepRunner = (run: StageRun, step: Step) => void;

const RUNNERS: ReadonlyMap<string, StepRunner> = new Map<string, StepRunner>([
  ["ARG", runArg],
  ["ENV", runEnv],
  ["LABEL", runLabel],
  ["RUN", runRun],
  ["COPY", runCopy],
  ["ADD", runCopy],
  ["WORKDIR", runWorkdir],
  ["VOLUME", runVolume],
  ["SHELL", runShellInstruction],
  ["CMD", runLater],
  ["ENTRYPOINT", runLater],
  ["HEALTHCHECK", runLater],
  ["USER", runExpanded],
  ["EXPOSE", runExpanded],
  ["STOPSIGNAL", runExpanded],
]);

function runStep(run: StageRun, step: Step): void {
  const from = run.effects.length;
  const errors = run.evaluation.errors.length;
  RUNNERS.get(step.instruction.keyword)?.(run, step);
  run.observe?.done?.(run, step.instruction, run.effects.slice(from));
  const { standsAt } = step;
  if (standsAt === undefined) return;
  const { evaluation, effects } = run;
  evaluation.errors.push(...evaluation.errors.splice(errors).map((error) => relocated(error, standsAt)));
  for (const effect of effects.splice(from)) take(run, relocated(effect, standsAt));
}

function take(run: StageRun, effect: Effect): void {
  run.effects.push(effect);
  if (effect.kind !== "set-env" || effect.scope === "shell") return;
  run.environment.set(effect.name, effect.value);
  if (effect.scope === "image") run.config.set(effect.name, effect.value);
}

function stageOf(plan: Plan, run: StageRun | undefined, context: BuildContext): EvaluatedStage {
  const { entry, base, platform, platformFlag, reachable, shipped } = plan;
  const { index, name, from, instructions } = entry;
  const fileAt: EvaluatedStage["fileAt"] = (instruction, path) => findManifest(run?.found.get(instruction), path, context);
  return { index, name, from, instructions, base, platform, platformFlag, reachable, shipped, effects: run?.effects ?? [], fileAt };
}

/** An explicit target is written into the result whatever its layers are; without one the base's own platform stays. */
function resultPlatform({ request }: Evaluation, plans: readonly Plan[]): Platform | undefined {
  const plan = rootOf(plans);
  if (plan === undefined) return undefined;
  const own = plan.selected?.platform ?? plan.platform;
  if (request.explicitTarget === false) return own;
  const { target } = request;
  const keeps = target.variant === undefined && own.variant !== undefined && own.os === target.os && own.arch === target.arch;
  return keeps ? normalisePlatform({ ...target, variant: own.variant ?? "" }) : target;
}

/** The stage whose base is the base of the result. */
function rootOf(plans: readonly Plan[]): Plan | undefined {
  return plans.find((plan) => plan.shipped && (plan.base.kind satisfies Base["kind"]) !== "stage");
}
