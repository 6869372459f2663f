import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { Effect } from "../evaluate/effect.ts";
import { piecesAt, textOf, type Value } from "../evaluate/value.ts";
import { architectureWordsIn } from "../knowledge/architecture.ts";
import { contains } from "../text/index.ts";
import { valuesOf } from "./effects.ts";
import { platformNamed, wordRunsOn, type ForeignWord } from "./foreign-words.ts";
import type { ForeignUse } from "./foreign-use.ts";

/**
 * Whether somebody chose the words of a use for this very platform, so that no edit of them can be right: they stand in a branch
 * that is taken for one platform only, or beside the words of the other platforms, which are dealt with on purpose too.
 */
export function isDeliberate({ effect, stage, words }: ForeignUse, build: Build, builds: readonly Build[]): boolean {
  if (words.some((word) => standsInBranch(word, stage.index, builds))) return true;
  return effect.kind !== "download" && othersOf(effect, stage).some((value) => namesTarget(value, build));
}

function standsInBranch({ at }: ForeignWord, stage: number, builds: readonly Build[]): boolean {
  if (at === undefined) return false;
  return builds.some((build) => (build.stages[stage]?.effects ?? []).some((effect) => isBranchAround(effect, at)));
}

function isBranchAround(effect: Effect, at: NonNullable<ForeignWord["at"]>): boolean {
  return effect.kind === "select" && effect.taken === "pattern" && effect.takenAt !== undefined && contains(effect.takenAt, at);
}

function othersOf(effect: Effect, stage: EvaluatedStage): readonly Value[] {
  return stage.effects.filter((other) => other.kind === effect.kind && isOfSameStep(other, effect)).flatMap(valuesOf);
}

/** Packages and their sources are chosen for a whole stage, anything else in one step. */
function isOfSameStep(other: Effect, effect: Effect): boolean {
  if (effect.kind === "install" || effect.kind === "add-source") return true;
  return effect.kind !== "set-env" && other.instruction === effect.instruction;
}

/** Whether a value holds a written word of the platform that is built for. */
function namesTarget(value: Value, { target }: Build): boolean {
  const text = textOf(value);
  if (text.length < 3) return false;
  return architectureWordsIn(text).some(
    (word) =>
      !word.ambiguous &&
      word.platforms.some((name) => wordRunsOn(platformNamed(name), target)) &&
      piecesAt(value, word.start, word.end).every((piece) => piece.kind === "text" && piece.origin === "literal"),
  );
}
