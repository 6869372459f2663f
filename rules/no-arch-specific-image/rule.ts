import { archPinnedImage, type PinnedImage } from "../../src/knowledge/images.ts";
import {
  effectsOf, parseReference, platformNamed, primaryPlace, relatedReadings, sliceValue, textOf, wordRunsOn,
  type Build, type Effect, type EffectOf, type FixInput, type Problem, type Proposal, type Rule, type Value,
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

interface Pinned {
  readonly image: Value;
  readonly pinned: PinnedImage;
  /** Where the architecture stands in the image's text. */
  readonly start: number;
  readonly end: number;
  /** Whether a digest goes with the name: another name has another digest. */
  readonly hasDigest: boolean;
}

function* problemsIn(build: Build): Generator<Problem> {
  for (const effect of pullsIn(build)) {
    const found = pinnedIn(effect.image);
    if (found === undefined || wordRunsOn(platformNamed(found.pinned.platform), effect.platform)) continue;
    const at = primaryPlace(effect.image, found.start, found.end) ?? effect.at;
    const word = sliceValue(effect.image, found.start, found.end);
    if (word.pieces.some((piece) => piece.kind !== "text" || piece.origin !== "literal")) continue;
    yield { at, related: relatedReadings(word.pieces, at), data: found, message: `\`${found.pinned.spelling}\` in the image's name pins it to that CPU on every platform` };
  }
}

function* pullsIn(build: Build): Generator<EffectOf<"pull">> {
  for (const effect of build.effects) if (isPull(effect)) yield effect;
  for (const { effect } of effectsOf(build, "pull")) if (effect.runs === "always") yield effect;
}

function isPull(effect: Effect): effect is EffectOf<"pull"> {
  return effect.kind === "pull";
}

function pinnedIn(image: Value): Pinned | undefined {
  const text = textOf(image);
  // An unknown part reads as a letter here, so that a tag which is known in part is still a tag.
  const reference = parseReference(text.replaceAll("\uFFFC", "x"));
  if ("error" in reference) return undefined;
  const written = text.slice(reference.namePart.start, reference.namePart.end);
  const path = written.includes("/") && reference.domain !== "docker.io" ? written.slice(written.indexOf("/") + 1) : written.replace(/^(?:index\.)?docker\.io\//, "");
  const tag = reference.tagPart === undefined ? undefined : text.slice(reference.tagPart.start, reference.tagPart.end);
  const pinned = archPinnedImage(path, tag);
  if (pinned === undefined) return undefined;
  const offset = pinned.place === "tag" ? (reference.tagPart?.start ?? 0) : reference.namePart.start + written.length - path.length;
  return { image, pinned, start: offset + pinned.start, end: offset + pinned.end, hasDigest: reference.digest !== undefined };
}

function* proposalsFor({ problem }: FixInput): Generator<Proposal> {
  const { image, pinned, start, end, hasDigest } = problem.data as Pinned;
  if (hasDigest || pinned.multiPlatformName === undefined) return;
  const [from, to] = withSeparator(textOf(image), start, end);
  const cut = sliceValue(image, from, to).pieces;
  const [only] = cut;
  if (cut.length !== 1 || only?.kind !== "text" || !only.verbatim) return;
  yield { title: `Use ${nameOf(pinned)}, which serves every platform`, safety: pinned.certain ? "safe" : "unsafe", edits: [{ range: only.from, newText: "" }] };
}

/** The word with what parts it from the rest of the name: `amd64/`, `-amd64`, `:amd64`. */
function withSeparator(text: string, start: number, end: number): readonly [number, number] {
  const behind = text[end];
  const before = text[start - 1];
  if (behind === "/" || (behind === "-" && (before === "/" || before === ":"))) return [start, end + 1];
  if (before === ":" || before === "-" || before === "_" || before === ".") return [start - 1, end];
  return [start, end];
}

function nameOf({ multiPlatformName }: PinnedImage): string {
  const tag = multiPlatformName?.tag;
  return `${multiPlatformName?.path ?? ""}${tag === undefined ? "" : `:${tag}`}`;
}
