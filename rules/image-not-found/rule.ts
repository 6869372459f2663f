import { imageNeeds, isDefaultImage, namedPulls, offerOf, pullPlace, type CheckInput, type Problem, type Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "image-not-found",
    summary: "Disallow images that their registry doesn't have",
    level: "warning",
    consequence: "build-fails",
    fixable: "no",
  },
  needs: ({ build }) => imageNeeds(build),
  check: (input) => problemsIn(input),
};

export default rule;

/** A name that is built here and never pushed is not there either, so that nothing of this is certain. */
function* problemsIn(input: CheckInput): Generator<Problem> {
  for (const { effect, reference } of namedPulls(input.build)) {
    const fact = offerOf(input, reference);
    if (fact.state !== "absent") continue;
    const evidence = [{ statement: `there is no ${reference.normalised}`, source: fact.source, asOf: fact.observedAt }];
    const level = isDefaultImage(effect, input.dockerfile) ? { level: "note" as const } : {};
    yield { message: `\`${reference.familiar}\` is not at its registry`, confidence: "likely", evidence, ...level, ...pullPlace(effect) };
  }
}
