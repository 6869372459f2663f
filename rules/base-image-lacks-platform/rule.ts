import { otherTags, type Instead } from "./other-tags.ts";
import {
  contains, effectsOf, imageLack, knownText, parseReference, pinnedReference, primaryPlace, relatedReadings,
  type Build, type CheckInput, type Dockerfile, type EffectOf, type EvaluatedStage, type Problem, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "base-image-lacks-platform",
    summary: "Disallow images whose tag is not published for the platform",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => otherTags(input.problem.data as Instead | undefined),
};

export default rule;

type Pull = EffectOf<"pull">;

function* problemsIn({ build, builds, dockerfile }: CheckInput): Generator<Problem> {
  for (const { effect, stage } of effectsOf(build, "pull")) {
    // What an image is named for, and what a digest holds, are judged by other rules.
    if (effect.platform.os !== "linux" || effect.runs !== "always" || pinnedReference(effect.image) !== undefined) continue;
    const reference = parseReference(knownText(effect.image) ?? "");
    if ("error" in reference || reference.digest !== undefined) continue;
    const found = imageLack(reference, effect.platform);
    if (found === undefined) continue;
    const { tags, ...claim } = found;
    // An image of no platform that is wanted stands in a file for others.
    const forOthers = builds.length > 1 && builds.every(({ target }) => imageLack(reference, target) !== undefined);
    const level = forOthers ? { level: "note" as const } : isDefault(effect, dockerfile) ? { level: claim.level ?? ("warning" as const), confidence: "likely" as const } : {};
    const data: Instead | undefined = tags === undefined ? undefined : { image: effect.image, reference, tags, takesPackages: packageManagersIn(build, stage) };
    yield { ...claim, ...level, ...placeOf(effect), data };
  }
}

/** Whether a build argument may give another image than the one that is written. */
function isDefault({ image }: Pull, { instructions }: Dockerfile): boolean {
  return image.pieces.some((piece) => piece.kind === "text" && instructions.some(({ keyword, range }) => keyword === "ARG" && contains(range, piece.from)));
}

function placeOf({ image, at }: Pull): Pick<Problem, "at" | "related"> {
  const place = primaryPlace(image) ?? at;
  return { at: place, related: relatedReadings(image.pieces, place) };
}

/** The package managers that a stage and those built on it use: another distribution lacks them. */
function packageManagersIn(build: Build, { index }: EvaluatedStage): ReadonlySet<string> {
  const on = new Set([index]);
  for (const { base, index: other } of build.stages) if (base.kind === "stage" && on.has(base.stage)) on.add(other);
  return new Set(effectsOf(build, "install").flatMap(({ effect, stage }) => (on.has(stage.index) ? [effect.manager] : [])));
}
