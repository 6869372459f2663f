import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { CopyEffect, EffectOf } from "../evaluate/effect.ts";
import { samePlatform, type Platform } from "../model/platform.ts";
import { isOfKind } from "./effects.ts";

/**
 * The platforms that files of a stage may rightly be for: the one its steps run on, and for a stage that runs on the
 * builder also the target it cross-builds for. A word that fits none of them is wrong whatever the stage does.
 */
export function stagePlatforms(build: Build, stage: EvaluatedStage): readonly Platform[] {
  if (samePlatform(stage.platform, build.target)) return [build.target];
  return [stage.platform, build.target];
}

/** The platform a stage's files are for, or undefined for a cross-building stage, where only the file's use can tell. */
export function stagePlatform(build: Build, stage: EvaluatedStage): Platform | undefined {
  const [only, other] = stagePlatforms(build, stage);
  return other === undefined ? only : undefined;
}

/** Whether a stage's steps run on the wanted platform in every build, so that asking the machine tells the target. */
export function runsOnTarget(builds: readonly Build[], stage: number): boolean {
  return builds.every((build) => {
    const evaluated = build.stages[stage];
    return evaluated !== undefined && samePlatform(evaluated.platform, build.target);
  });
}

/** The copies that take files out of a stage into stages that the result needs. */
export function copiesFrom(build: Build, stage: number): readonly { readonly stage: EvaluatedStage; readonly effect: EffectOf<"copy"> }[] {
  return build.stages.flatMap((into) => {
    if (!into.reachable) return [];
    const copies = into.effects.filter((effect) => isOfKind(effect, "copy"));
    return copies.filter((effect) => takesFrom(effect, stage)).map((effect) => ({ stage: into, effect }));
  });
}

function takesFrom(effect: CopyEffect, stage: number): boolean {
  return effect.from.kind === "stage" && effect.from.stage === stage;
}
