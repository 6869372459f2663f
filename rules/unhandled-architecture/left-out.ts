import {
  contains, effectsOf, rangeKey, textOf,
  type Build, type Effect, type EffectOf, type EvaluatedStage, type Range, type Value,
} from "../../src/rulekit/index.ts";

type Select = EffectOf<"select">;

/** What comes of it that no branch names the platform. */
export interface Outcome {
  readonly says: string;
  readonly related: readonly { readonly at: Range; readonly message: string }[];
  /** Whether it may be otherwise: something that nobody sees may stand in. */
  readonly likely?: boolean;
}

interface Program {
  /** Absolute. */
  readonly path: string;
  readonly at: Range;
}

/** A program that only the branch of another platform brings, and that the image or a later step runs all the same. */
export function leftOut({ select, stage, build }: { readonly select: Select; readonly stage: EvaluatedStage; readonly build: Build }, builds: readonly Build[]): Outcome | undefined {
  const below = stagesBelow(stage, build);
  for (const { path, at } of programsElsewhere(select, builds)) {
    if (!path.startsWith("/") || below.some((one) => isBrought(path, one))) continue;
    const run = runOf(path, { stage, select });
    if (run === undefined) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    return {
      says: `so \`${name}\` is left out, and run later`,
      related: [{ at: run.at, message: `${name} is run here` }, { at, message: "another platform gets it here" }],
      ...(run.named && below.every(hasKnownBase) ? {} : { likely: true }),
    };
  }
  return undefined;
}

/** The files that downloads put somewhere in the branch that another platform takes. */
function programsElsewhere(select: Select, builds: readonly Build[]): readonly Program[] {
  const found: Program[] = [];
  for (const build of builds) {
    for (const { effect: other, stage } of effectsOf(build, "select")) {
      const { takenAt } = other;
      if (other.taken !== "pattern" || takenAt === undefined || rangeKey(other.subjectAt) !== rangeKey(select.subjectAt)) continue;
      for (const effect of stage.effects) {
        if (effect.kind === "download" && effect.to !== undefined && contains(takenAt, effect.at)) found.push({ path: textOf(effect.to), at: effect.at });
      }
    }
  }
  return found;
}

/** The stage and those that it is built from. */
function stagesBelow(stage: EvaluatedStage, { stages }: Build): readonly EvaluatedStage[] {
  const found = [stage];
  for (const { base } of found) {
    const parent = base.kind === "stage" ? stages[base.stage] : undefined;
    if (parent !== undefined) found.push(parent);
  }
  return found;
}

/** An image of which nothing is known may hold the program already. */
function hasKnownBase({ base }: EvaluatedStage): boolean {
  return base.kind !== "image" || base.traits !== undefined;
}

/** Whether anything of the stage may put the program there; a package, an archive or a script that nobody looked into may. */
function isBrought(path: string, { effects }: EvaluatedStage): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return effects.some((effect) => namesIt(effect, name));
}

function namesIt(effect: Effect, name: string): boolean {
  if (effect.kind === "install" && effect.manifests.length > 0) return true;
  if (effect.kind === "download" && effect.to === undefined) return true;
  if (effect.kind === "copy" && textOf(effect.to).endsWith("/")) return true;
  return bringing(effect).some((value) => textOf(value).includes(name));
}

/** What says which files an effect may bring. */
function bringing(effect: Effect): readonly Value[] {
  switch (effect.kind) {
    case "install":
      return effect.packages;
    case "download":
      return effect.to === undefined ? [effect.url] : [effect.to, effect.url];
    case "copy":
      return [effect.to, ...effect.sources];
    case "write":
      return [effect.path];
    case "run":
      // `mv x/tool /usr/local/bin/`, `tar -x tool`, `ln -s` …: another way for it to come in.
      return ASKS.has(textOf(effect.argv[0] ?? { pieces: [] })) ? [] : effect.argv.slice(1);
    case "add-source":
    case "compile":
    case "fail":
    case "path":
    case "pull":
    case "read-unset":
    case "select":
    case "set-env":
    case "verify":
      return [];
  }
}

const ASKS: ReadonlySet<string> = new Set(["chmod", "chown", "echo", "which", "command", "test", "[", "ls", "rm"]);

const SEARCHED = /^\/(?:usr\/(?:local\/)?|)s?bin\/[^/]+$/;

/** Where a later step, or the image, runs the program for certain; `named` when by its whole path. */
function runOf(path: string, { stage, select }: { readonly stage: EvaluatedStage; readonly select: Select }): { readonly at: Range; readonly named: boolean } | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (const effect of stage.effects) {
    if (effect.kind !== "run" || effect.runs !== "always" || effect.instruction < select.instruction || effect.by === "healthcheck") continue;
    const program = textOf(effect.argv[0] ?? { pieces: [] });
    if (program === path) return { at: effect.at, named: true };
    if (program === name && SEARCHED.test(path)) return { at: effect.at, named: false };
  }
  return undefined;
}
