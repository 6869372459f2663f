import {
  effectsOf, pinnedReference, platformNamed, primaryPlace, relatedReadings, sliceValue, textOf, wordRunsOn,
  type Build, type Effect, type EffectOf, type FixInput, type PinnedReference, type Problem, type Proposal, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-arch-specific-image",
    summary: "Disallow images that are published for one architecture by name",
    level: "error",
    consequence: "wrong-binary",
    fixable: "unsafe",
  },
  check: ({ build }) => problemsIn(build),
  fixes: (input) => proposalsFor(input),
};

export default rule;

function* problemsIn(build: Build): Generator<Problem> {
  for (const effect of pullsIn(build)) {
    const found = pinnedReference(effect.image);
    // The frontend runs on the builder, and whoever builds natively builds on the platform asked for.
    const platform = effect.by === "syntax" ? build.target : effect.platform;
    if (found === undefined || wordRunsOn(platformNamed(found.pinned.platform), platform)) continue;
    const word = sliceValue(effect.image, found.start, found.end);
    if (word.pieces.some((piece) => piece.kind !== "text" || piece.origin !== "literal")) continue;
    yield problemOf(effect, found);
  }
}

function* pullsIn(build: Build): Generator<EffectOf<"pull">> {
  for (const effect of build.effects) if (isPull(effect)) yield effect;
  for (const { effect } of effectsOf(build, "pull")) if (effect.runs === "always") yield effect;
}

function isPull(effect: Effect): effect is EffectOf<"pull"> {
  return effect.kind === "pull";
}

function problemOf(effect: EffectOf<"pull">, found: PinnedReference): Problem {
  const at = primaryPlace(effect.image, found.start, found.end) ?? effect.at;
  const related = relatedReadings(sliceValue(effect.image, found.start, found.end).pieces, at);
  const { spelling } = found.pinned;
  if (effect.by === "syntax") {
    const message = `\`${spelling}\` in the frontend's name pins it to that CPU, so builders with another one can't run it`;
    return { at, related, data: found, level: "warning", confidence: "likely", consequence: "build-fails", message };
  }
  return { at, related, data: found, message: `\`${spelling}\` in the image's name pins it to that CPU on every platform` };
}

function* proposalsFor({ problem }: FixInput): Generator<Proposal> {
  const { image, pinned, cut, hasDigest } = problem.data as PinnedReference;
  if (hasDigest || pinned.multiPlatformName === undefined) return;
  const [only, ...others] = sliceValue(image, ...cut).pieces;
  if (others.length > 0 || only?.kind !== "text" || !only.verbatim) return;
  yield { title: `Use ${nameWithout(problem.data as PinnedReference)}`, safety: pinned.certain ? "safe" : "unsafe", edits: [{ range: only.from, newText: "" }] };
}

function nameWithout({ image, cut: [start, end] }: PinnedReference): string {
  const text = textOf(image);
  return text.slice(0, start) + text.slice(end);
}
