import {
  imageQuestion, namedPulls, offerOf, pullPlace, readPlatform, selectFromIndex,
  type CheckInput, type NamedPull, type Need, type Platform, type Problem, type Question, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "wrong-platform-label",
    summary: "Disallow images whose own configuration names another platform than their index",
    level: "warning",
    consequence: "wrong-binary",
    fixable: "no",
  },
  needs: (input) => needsOf(input),
  check: (input) => problemsIn(input),
};

export default rule;

function* needsOf(input: CheckInput): Generator<Need> {
  for (const pull of namedPulls(input.build)) {
    const { at } = pullPlace(pull.effect);
    yield { question: imageQuestion(pull.reference), at, embedded: true };
    const taken = takenFrom(input, pull);
    if (taken !== undefined) yield { question: taken.question, at, embedded: true };
  }
}

interface Taken {
  readonly question: Question<"image-label">;
  readonly platform: Platform;
}

/** The image of the index that a builder takes, unless it lies at Docker Hub: there each look costs one of few pulls. */
function takenFrom(input: CheckInput, { effect, reference }: NamedPull): Taken | undefined {
  const fact = offerOf(input, reference);
  if (reference.domain === "docker.io" || fact.state !== "known" || fact.value.kind !== "index") return undefined;
  const selected = selectFromIndex(effect.platform, fact.value.images.map(({ platform }) => platform));
  const image = selected === undefined ? undefined : fact.value.images[selected.position];
  if (image === undefined || selected?.platform === undefined) return undefined;
  return { question: { kind: "image-label", subject: `${reference.domain}/${reference.path}@${image.digest}` }, platform: selected.platform };
}

function* problemsIn(input: CheckInput): Generator<Problem> {
  for (const pull of namedPulls(input.build)) {
    const taken = takenFrom(input, pull);
    const label = taken === undefined ? undefined : input.facts.find(taken.question);
    if (taken === undefined || label?.state !== "known" || agrees(label.value.platform, taken.platform)) continue;
    const { familiar } = pull.reference;
    const evidence = [{ statement: `the index of ${familiar} has it for ${taken.platform.os}/${taken.platform.arch}, its configuration says ${label.value.platform}`, source: label.source, asOf: label.observedAt }];
    yield { message: `\`${familiar}\` lists an image for this platform whose own configuration is for another one`, confidence: "likely", evidence, ...pullPlace(pull.effect) };
  }
}

/** Variants are left out by many who build for Arm. */
function agrees(label: string, { os, arch }: Platform): boolean {
  const read = readPlatform(label, { os, arch });
  return "error" in read || (read.os === os && read.arch === arch);
}
