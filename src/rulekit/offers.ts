import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { EffectOf } from "../evaluate/effect.ts";
import { knownText, sliceValue, type TextPiece } from "../evaluate/value.ts";
import type { Fact, ImageOffer, Question } from "../facts/index.ts";
import { selectFromIndex } from "../model/platform-match.ts";
import { formatPlatform, normalisePlatform, readPlatform, type Platform } from "../model/platform.ts";
import { parseReference, type ImageReference } from "../model/reference.ts";
import type { Dockerfile } from "../syntax/dockerfile/types.ts";
import { contains } from "../text/index.ts";
import { effectsOf } from "./effects.ts";
import { primaryPlace, relatedReadings } from "./places.ts";
import type { CheckInput, Evidence, Need, Problem } from "./types.ts";

/** An image that a build fetches for certain, by a name that is wholly known. */
export interface NamedPull {
  readonly effect: EffectOf<"pull">;
  /** The stage that it is for; undefined for `# syntax=`. */
  readonly stage: EvaluatedStage | undefined;
  readonly reference: ImageReference;
}

/** The images that a build fetches for certain: FROM, COPY --from, RUN --mount=from and `# syntax=`. */
export function* namedPulls(build: Build): Generator<NamedPull> {
  const frontends = build.effects.flatMap((effect) => (effect.kind === "pull" ? [{ effect, stage: undefined }] : []));
  for (const { effect, stage } of [...frontends, ...effectsOf(build, "pull")]) {
    const reference = parseReference(knownText(effect.image) ?? "");
    if (effect.runs === "always" && !("error" in reference)) yield { effect, stage, reference };
  }
}

/** Asks what the images are that a build fetches for certain. */
export function* imageNeeds(build: Build): Generator<Need> {
  for (const { effect, reference } of namedPulls(build)) yield { question: imageQuestion(reference), at: pullPlace(effect).at, embedded: true };
}

/** What is asked of the registry about an image. */
export function imageQuestion({ normalised }: ImageReference): Question<"image"> {
  return { kind: "image", subject: normalised };
}

/** What the registry says an image is; unknown when nobody said anything. */
export function offerOf({ facts }: Pick<CheckInput, "facts">, reference: ImageReference): Fact<ImageOffer> {
  return facts.find(imageQuestion(reference));
}

/** The platforms of an offer in our spelling, each once, in their order. */
export function platformsOf({ images }: ImageOffer): readonly string[] {
  return [...new Set(images.map(({ platform }) => spelled(platform)))];
}

function spelled(platform: string): string {
  const read = readPlatform(platform, { os: "linux", arch: "amd64" });
  return platform === "" || "error" in read ? "an unnamed platform" : formatPlatform(normalisePlatform(read));
}

/**
 * How an offer serves a platform: with an image of its own, with one for a lesser CPU (32-bit Arm for arm64, i386 for amd64),
 * which a builder takes without a word, or not at all. Undefined: it can't be told.
 */
export function servedBy({ kind, images }: ImageOffer, { os, arch, variant }: Platform): "own" | "lesser" | "none" | undefined {
  const named = images.map(({ platform }) => platform);
  if (kind === "artifact" || kind === "obsolete" || named.includes("")) return undefined;
  const wanted = { os, arch, ...(variant === undefined ? {} : { variant }) };
  const platform = kind === "index" || images.length === 1 ? selectFromIndex(wanted, named)?.platform : undefined;
  if (platform === undefined) return "none";
  return platform.os === os && platform.arch === arch ? "own" : "lesser";
}

/** What an image is published for, as its registry says. */
export function offerEvidence({ familiar }: ImageReference, fact: Extract<Fact<ImageOffer>, { state: "known" }>): Evidence {
  const list = platformsOf(fact.value).join(", ");
  const { kind } = fact.value;
  const statement = kind === "image" ? `${familiar} is one image, for ${list}` : `${familiar} is published for ${list === "" ? "no platform" : list}`;
  return { statement, source: fact.source, asOf: fact.observedAt };
}

/** Where a problem of an image stands, and which variables led there. */
export function pullPlace({ image, at }: EffectOf<"pull">): Pick<Problem, "at" | "related"> {
  const place = primaryPlace(image) ?? at;
  return { at: place, related: relatedReadings(image.pieces, place) };
}

/** Whether a build argument may give another image than the one that is written. */
export function isDefaultImage({ image }: EffectOf<"pull">, { instructions }: Dockerfile): boolean {
  return image.pieces.some((piece) => piece.kind === "text" && instructions.some(({ keyword, range }) => keyword === "ARG" && contains(range, piece.from)));
}

/** The digest of an image's name, where it was written in one piece that can be edited. */
export function writtenDigest({ effect, reference }: NamedPull): TextPiece | undefined {
  const { digestPart } = reference;
  if (digestPart === undefined) return undefined;
  const [only, ...others] = sliceValue(effect.image, digestPart.start, digestPart.end).pieces;
  return others.length === 0 && only?.kind === "text" && only.verbatim && only.origin === "literal" ? only : undefined;
}
