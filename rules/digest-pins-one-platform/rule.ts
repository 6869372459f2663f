import {
  imageQuestion, isDefaultImage, namedPulls, offerEvidence, offerOf, platformsOf, primaryPlace, pullPlace, relatedReadings, servedBy, writtenDigest,
  type CheckInput, type Evidence, type Fact, type FixInput, type ImageReference, type NamedPull, type Need, type ParentIndex, type Problem, type Proposal, type Question, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "digest-pins-one-platform",
    summary: "Disallow digests of one platform's image where the digest of its index is meant",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  needs: (input) => needsOf(input),
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

function* needsOf(input: CheckInput): Generator<Need> {
  for (const pull of digests(input)) {
    const { at } = pullPlace(pull.effect);
    yield { question: imageQuestion(pull.reference), at };
    if (pinsAnother(input, pull)) yield { question: parentQuestion(pull.reference), at, embedded: true };
  }
}

function* digests({ build }: CheckInput): Generator<NamedPull> {
  for (const pull of namedPulls(build)) if (pull.reference.digest !== undefined) yield pull;
}

function pinsAnother(input: CheckInput, { effect, reference }: NamedPull): boolean {
  const fact = offerOf(input, reference);
  return fact.state === "known" && fact.value.kind === "image" && servedBy(fact.value, effect.platform) === "none";
}

function parentQuestion({ normalised }: ImageReference): Question<"parent-index"> {
  return { kind: "parent-index", subject: normalised };
}

function* problemsIn(input: CheckInput): Generator<Problem> {
  for (const pull of digests(input)) {
    const fact = offerOf(input, pull.reference);
    if (fact.state !== "known" || !pinsAnother(input, pull)) continue;
    const parent = input.facts.find(parentQuestion(pull.reference));
    const level = isDefaultImage(pull.effect, input.dockerfile) ? { level: "warning" as const, confidence: "likely" as const } : {};
    yield {
      message: "this digest is that of one image, for another platform, and not that of an index",
      ...level,
      ...placeOf(pull),
      evidence: [{ ...offerEvidence(pull.reference, fact), statement: `the digest is the image for ${platformsOf(fact.value).join(", ")}` }, ...parentEvidence(pull.reference, parent)],
      data: pull,
    };
  }
}

/** The digest alone, where it stands in the name as it was written. */
function placeOf({ effect, reference }: NamedPull): Pick<Problem, "at" | "related"> {
  const { digestPart } = reference;
  const at = digestPart === undefined ? undefined : primaryPlace(effect.image, digestPart.start, digestPart.end);
  return at === undefined ? pullPlace(effect) : { at, related: relatedReadings(effect.image.pieces, at) };
}

function parentEvidence({ familiar }: ImageReference, parent: Fact<ParentIndex>): readonly Evidence[] {
  if (parent.state !== "known") return [];
  const { digest, tag, contains, platforms } = parent.value;
  const name = `${familiar.replace(/(?::[^:/@]*)?@.*$/, "")}:${tag}`;
  const statement = contains ? `the index ${digest} of ${name} lists it, beside others: ${platforms.join(", ")}` : `${name} is another index by now, ${digest}: ${platforms.join(", ")}`;
  return [{ statement, source: parent.source, asOf: parent.observedAt }];
}

function* proposalsFor({ problem, facts }: FixInput): Generator<Proposal> {
  const pull = problem.data as NamedPull;
  const written = writtenDigest(pull);
  const parent = facts.find(parentQuestion(pull.reference));
  if (written === undefined || parent.state !== "known") return;
  const { digest, tag, contains } = parent.value;
  const edits = [{ range: written.from, newText: digest }];
  if (contains) yield { title: `Pin the index that lists this image (${tag})`, safety: "safe", edits };
  else yield { title: `Pin the newest index of ${tag}, which no longer lists this image: every platform gets a newer one`, safety: "unsafe", edits, raises: [written.from] };
}
