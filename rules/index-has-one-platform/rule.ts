import {
  imageNeeds, isDefaultImage, namedPulls, offerEvidence, offerOf, platformsOf, pullPlace, servedBy,
  type CheckInput, type Problem, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "index-has-one-platform",
    summary: "Disallow images whose index lists one platform only, and another one",
    level: "error",
    consequence: "build-fails",
    fixable: "no",
  },
  needs: ({ build }) => imageNeeds(build),
  check: (input) => problemsIn(input),
};

export default rule;

function* problemsIn(input: CheckInput): Generator<Problem> {
  for (const { effect, reference } of namedPulls(input.build)) {
    const fact = offerOf(input, reference);
    if (fact.state !== "known" || fact.value.kind !== "index" || platformsOf(fact.value).length !== 1) continue;
    if (servedBy(fact.value, effect.platform) !== "none") continue;
    const level = isDefaultImage(effect, input.dockerfile) ? { level: "warning" as const, confidence: "likely" as const } : {};
    yield { message: `\`${reference.familiar}\` is an index, but the one image in it is for another platform`, evidence: [offerEvidence(reference, fact)], ...level, ...pullPlace(effect) };
  }
}
