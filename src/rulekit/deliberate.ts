import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { Effect } from "../evaluate/effect.ts";
import { piecesAt, textOf, type Value } from "../evaluate/value.ts";
import { architectureWordsIn } from "../knowledge/architecture.ts";
import { contains, Memo, rangeKey, type Range } from "../text/index.ts";
import { valuesOf } from "./effects.ts";
import { platformNamed, wordRunsOn, type ForeignWord } from "./foreign-words.ts";
import type { ForeignUse } from "./foreign-use.ts";

/**
 * Whether somebody chose the words of a use for this very platform, so that no edit of them can be right: they stand in a branch
 * that is taken for one platform only, or beside the words of the other platforms, which are dealt with on purpose too.
 */
export function isDeliberate({ effect, stage, words }: ForeignUse, build: Build, builds: readonly Build[]): boolean {
  if (isChosenByBranch({ stage, words }, builds)) return true;
  return effect.kind !== "download" && stepNamesTarget(effect, stage, build);
}

/** Whether the words stand in a branch that some platform takes by its name, so that not every platform has them. */
export function isChosenByBranch({ stage, words }: Pick<ForeignUse, "stage" | "words">, builds: readonly Build[]): boolean {
  return words.some((word) => standsInBranch(word, stage.index, builds));
}

function standsInBranch({ at }: ForeignWord, stage: number, builds: readonly Build[]): boolean {
  if (at === undefined) return false;
  return builds.some((build) => branchesIn(build.stages[stage]?.effects ?? []).some((branch) => contains(branch, at)));
}

const branches = new Memo<readonly Effect[], readonly Range[]>();

/** The branches that are taken because a pattern matched. */
function branchesIn(effects: readonly Effect[]): readonly Range[] {
  const known = branches.get(effects);
  if (known !== undefined) return known;
  const found = new Map<string, Range>();
  for (const effect of effects) {
    if (effect.kind === "select" && effect.taken === "pattern" && effect.takenAt !== undefined) found.set(rangeKey(effect.takenAt), effect.takenAt);
  }
  const made = [...found.values()];
  branches.set(effects, made);
  return made;
}

const naming = new Memo<readonly Effect[], Map<Build, ReadonlySet<string>>>();

/** Whether the same step, or the stage, has a word of the platform that is built for in an effect of the same kind. */
function stepNamesTarget(effect: Effect, { effects }: EvaluatedStage, build: Build): boolean {
  const step = stepOf(effect);
  if (step === undefined) return false;
  const byBuild = naming.get(effects) ?? new Map<Build, ReadonlySet<string>>();
  naming.set(effects, byBuild);
  const known = byBuild.get(build) ?? stepsThatName(effects, build);
  byBuild.set(build, known);
  return known.has(step);
}

function stepsThatName(effects: readonly Effect[], build: Build): ReadonlySet<string> {
  const steps = new Set<string>();
  for (const effect of effects) {
    const step = stepOf(effect);
    if (step !== undefined && !steps.has(step) && valuesOf(effect).some((value) => namesTarget(value, build))) steps.add(step);
  }
  return steps;
}

/** Packages and their sources are chosen for a whole stage, anything else in one step; a variable is chosen by itself. */
function stepOf({ kind, instruction }: Effect): string | undefined {
  if (kind === "install" || kind === "add-source") return kind;
  return kind === "set-env" ? undefined : `${kind} ${String(instruction)}`;
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
