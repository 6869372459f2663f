import { isOfKind, Memo, runsOn, textOf, type Build, type EffectOf, type EvaluatedStage } from "../../src/rulekit/index.ts";
import { holdsNoCode } from "./base.ts";
import { absolute, baseName, below, isIndependent, relation, segmentsOf, type Segments } from "./paths.ts";
import { builderRoot, traceBuild, type Bound } from "./trace.ts";

/** Files bound to the builder's CPU and the copy that brings them where another CPU runs. */
export interface Leak {
  readonly bound: Bound;
  readonly copy: EffectOf<"copy">;
}

/** Every copy of such files out of a stage that runs on the builder, the first one of each step that made them. */
export function leaksIn(build: Build): readonly Leak[] {
  if (!build.stages.some((stage) => stage.reachable && builderRoot(build, stage) !== undefined)) return [];
  const traced = traceBuild(build);
  const found = new Map<Bound["effect"], Leak>();
  for (const { stage, copy } of copiesToTarget(build)) {
    const bounds = copy.from.kind === "stage" ? (traced.get(copy.from.stage) ?? []) : [];
    if (bounds.length === 0) continue;
    const started = startedIn(build, stage);
    const taken = takenBy(copy, started);
    for (const bound of bounds) if (!found.has(bound.effect) && taken.some((one) => isTaken(bound, one, started))) found.set(bound.effect, { bound, copy });
  }
  return [...found.values()];
}

function* copiesToTarget(build: Build): Generator<{ stage: EvaluatedStage; copy: EffectOf<"copy"> }> {
  for (const stage of build.stages) {
    if (!stage.reachable || (!runsOn(stage.platform, build.target) && !(stage.shipped && holdsNoCode(build, stage)))) continue;
    for (const copy of stage.effects) if (isOfKind(copy, "copy") && copy.from.kind === "stage" && copy.runs === "always") yield { stage, copy };
  }
}

/** The program that a stage's image starts, and where relative paths of the stage lead to. */
interface Started {
  readonly programs: readonly string[];
  readonly cwd: string;
}

const known = new Memo<EvaluatedStage, Started>();

function startedIn(build: Build, stage: EvaluatedStage): Started {
  const found = known.get(stage) ?? findStarted(build, stage);
  known.set(stage, found);
  return found;
}

function findStarted(build: Build, stage: EvaluatedStage): Started {
  const base = stage.base.kind === "stage" ? build.stages[stage.base.stage] : undefined;
  let { cwd } = base === undefined ? { cwd: "/" } : startedIn(build, base);
  const started: string[] = [];
  for (const effect of stage.effects) {
    if (effect.kind === "path" && effect.by === "WORKDIR") cwd = absolute(textOf(effect.path), cwd);
    const first = effect.kind === "run" && (effect.by === "cmd" || effect.by === "entrypoint") ? textOf(effect.argv[0] ?? { pieces: [] }) : "";
    if (first.includes("/")) started.push(first);
  }
  return { programs: started.map((path) => absolute(path, cwd)), cwd };
}

/** A file or folder that a copy takes, and where it puts it. */
interface Taken {
  readonly source: string;
  readonly segments: Segments;
  readonly to: string;
}

function takenBy(copy: EffectOf<"copy">, { cwd }: Started): readonly Taken[] {
  const to = absolute(textOf(copy.to), cwd);
  if (isIndependent(to)) return [];
  const sources = copy.sources.map((value) => absolute(textOf(value), "/")).filter((source) => !isIndependent(source));
  return sources.map((source) => ({ source, segments: segmentsOf(source), to }));
}

function isTaken(bound: Bound, taken: Taken, { programs }: Started): boolean {
  if (bound.ifStarted === true) return programs.some((program) => cameFrom(program, taken).some((path) => path.startsWith(`${bound.path === "/" ? "" : bound.path}/`)));
  const lies = relation(taken.segments, bound.segments);
  return lies === "over" || (lies === "inside" && bound.folder);
}

/** Where a program stood before it was copied; a file with an ending is a script or a library. */
function cameFrom(program: string, { source, to }: Taken): readonly string[] {
  if (/\.\w+$/.test(baseName(program)) || /(?:entrypoint|start|run)$/.test(program)) return [];
  const asFile = program === to || program === absolute(baseName(source), to) ? [source] : [];
  return relation(segmentsOf(to), segmentsOf(program)) === "over" ? [...asFile, absolute(`.${below(program, to)}`, source)] : asFile;
}
