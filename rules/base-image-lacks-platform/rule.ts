import { otherTags, type Instead } from "./other-tags.ts";
import {
  effectsOf, imageLack, imageLackNeeds, isDefaultImage, namedPulls, pinnedReference, pullPlace,
  type Inquiry, type Build, type CheckInput, type EvaluatedStage, type NamedPull, type Need, type Problem, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "base-image-lacks-platform",
    summary: "Disallow images whose tag is not published for the platform",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  needs: (input) => needsOf(input),
  check: (input) => problemsIn(input),
  fixes: (input) => otherTags(input.problem.data as Instead | undefined),
};

export default rule;

function* needsOf(input: CheckInput): Generator<Need> {
  for (const { effect, reference } of judgedPulls(input)) {
    for (const need of imageLackNeeds(reference, effect.platform, inquiryOf(input))) yield { ...need, at: pullPlace(effect).at };
  }
}

function inquiryOf({ facts, builds }: CheckInput): Inquiry {
  return { facts, wanted: builds.map(({ target }) => target) };
}

/** What an image is named for is judged by another rule. */
function* judgedPulls({ build }: CheckInput): Generator<NamedPull> {
  for (const pull of namedPulls(build)) if (pull.effect.platform.os === "linux" && pinnedReference(pull.effect.image) === undefined) yield pull;
}

function* problemsIn(input: CheckInput): Generator<Problem> {
  const { build, builds, dockerfile } = input;
  const inquiry = inquiryOf(input);
  for (const { effect, stage, reference } of judgedPulls(input)) {
    const found = imageLack(reference, effect.platform, inquiry);
    if (found === undefined) continue;
    const { tags, ...claim } = found;
    // An image of no platform that is wanted stands in a file for others.
    const forOthers = builds.length > 1 && builds.every(({ target }) => imageLack(reference, target, inquiry) !== undefined);
    const level = forOthers ? { level: "note" as const } : isDefaultImage(effect, dockerfile) ? { level: claim.level ?? ("warning" as const), confidence: "likely" as const } : {};
    const data: Instead | undefined = tags === undefined ? undefined : { image: effect.image, reference, tags, takesPackages: packageManagersIn(build, stage) };
    yield { ...claim, ...level, ...pullPlace(effect), data };
  }
}

/** The package managers that a stage and those built on it use: another distribution lacks them. */
function packageManagersIn(build: Build, stage: EvaluatedStage | undefined): ReadonlySet<string> {
  const on = new Set(stage === undefined ? [] : [stage.index]);
  for (const { base, index: other } of build.stages) if (base.kind === "stage" && on.has(base.stage)) on.add(other);
  return new Set(effectsOf(build, "install").flatMap(({ effect, stage }) => (on.has(stage.index) ? [effect.manager] : [])));
}
