import { isArchitectureIndependentFile } from "../../src/knowledge/architecture.ts";
import {
  downloadsIn, effectsOf, formatPlatform, primaryPlace, rangeKey, relatedReadings, textOf,
  type Build, type CheckInput, type EffectOf, type EvaluatedStage, type Problem, type Rule,
} from "../../src/rulekit/index.ts";
import { checksIn, type Check } from "./checks.ts";

const rule: Rule = {
  meta: {
    id: "single-checksum",
    summary: "Disallow one checksum for a download that differs from platform to platform",
    level: "error",
    consequence: "build-fails",
    fixable: "no",
  },
  check: ({ build, builds }) => problemsIn(build, othersBefore(build, builds)),
};

export default rule;

/** Checksums are written down where a file works first, and that is the home of most: the others come behind it. */
const HOME = "linux/amd64";

function othersBefore(build: Build, builds: CheckInput["builds"]): readonly Build[] {
  const isHome = ({ target }: Build): boolean => formatPlatform(target) === HOME;
  const ordered = [...builds.filter(isHome), ...builds.filter((other) => !isHome(other))];
  return ordered.slice(0, ordered.indexOf(build));
}

function* problemsIn(build: Build, others: readonly Build[]): Generator<Problem> {
  if (others.length === 0 || !checksAnything(build)) return;
  for (const stage of build.stages) {
    if (!stage.reachable) continue;
    for (const check of [...checksIn(stage).values()].flat()) {
      if (others.some((other) => isForAnotherFile(check, stage, other))) yield problemOf(check);
    }
  }
}

function checksAnything(build: Build): boolean {
  return effectsOf(build, "verify").length > 0 || downloadsIn(build).some(({ effect }) => effect.checksum !== undefined);
}

/** Whether the same checksum is asked of another file in the other build. */
function isForAnotherFile({ download, sum, place }: Check, { index }: EvaluatedStage, other: Build): boolean {
  const url = textOf(download.url);
  const stage = other.stages[index];
  if (stage?.reachable !== true || isArchitectureIndependentFile(url)) return false;
  const checks = checksIn(stage).get(rangeKey(place)) ?? [];
  return checks.some((check) => check.sum === sum && isSameStep(check.download, download) && textOf(check.download.url) !== url);
}

function isSameStep(a: EffectOf<"download">, b: EffectOf<"download">): boolean {
  return a.instruction === b.instruction && rangeKey(a.at) === rangeKey(b.at);
}

function problemOf({ checksum, download, place, isCertain }: Check): Problem {
  const at = primaryPlace(checksum) ?? place;
  return {
    at,
    message: "This one checksum is asked of every platform's file, but the URL leads to another file on each platform",
    ...(isCertain ? {} : { confidence: "likely" as const }),
    related: [{ at: download.at, message: "downloaded here" }, ...relatedReadings(checksum.pieces, at)],
  };
}
