import { imageBoundary } from "../knowledge/image-boundaries.ts";
import { imagePlatforms, imageTraits, officialName } from "../knowledge/images.ts";
import { OFFICIAL_AS_OF, OFFICIAL_SOURCE, officialTag } from "../knowledge/official-images.ts";
import { runsOn } from "../model/platform-match.ts";
import { formatPlatform, type Platform } from "../model/platform.ts";
import type { ImageReference } from "../model/reference.ts";
import type { Fact, Facts, ImageOffer, Question } from "../facts/index.ts";
import { imageQuestion, offerEvidence, offerOf, platformsOf, servedBy } from "./offers.ts";
import type { Need, Problem } from "./types.ts";

/** That an image isn't published for a platform: what a problem says of it, and tags that are. */
export type ImageLack = Pick<Problem, "message" | "level" | "confidence" | "consequence" | "evidence"> & { readonly tags?: readonly string[] };

/** What is known of the world, and all platforms that are wanted. */
export interface Inquiry {
  readonly facts: Facts;
  readonly wanted: readonly Platform[];
}

/**
 * Set when an image is known to lack the platform; undefined for all others and for images that nobody knows. Its registry knows
 * best; the tables that come along count where it says nothing.
 */
export function imageLack(reference: ImageReference, platform: Platform, inquiry: Inquiry): ImageLack | undefined {
  if (isOfWindows(reference)) return platform.os === "windows" ? undefined : { message: `\`${reference.familiar}\` is an image of Windows and has no build for another system` };
  const fact = offerOf(inquiry, reference);
  if (fact.state === "known") return liveLack(reference, { platform, fact, inquiry });
  // A digest says nothing to the tables, and an image that is not there at all lacks more than a platform.
  if (fact.state === "absent" || reference.digest !== undefined) return undefined;
  return officialName(reference) === undefined ? otherImage(reference, platform) : officialImage(reference, platform);
}

/** What `imageLack` would like to know: what the image is and, when it lacks the platform, which tag of it has all that is wanted. */
export function* imageLackNeeds(reference: ImageReference, platform: Platform, inquiry: Inquiry): Generator<Omit<Need, "at">> {
  yield { question: imageQuestion(reference), embedded: isEmbedded(reference) };
  const fact = offerOf(inquiry, reference);
  if (fact.state !== "known" || fact.value.kind !== "index" || reference.digest !== undefined || servedBy(fact.value, platform) !== "none") return;
  yield { question: nearTagQuestion(reference, inquiry), embedded: true };
}

function nearTagQuestion({ domain, path, tag }: ImageReference, { wanted }: Inquiry): Question<"near-tag"> {
  const platforms = [...new Set(wanted.map(formatPlatform))].sort();
  return { kind: "near-tag", subject: `${domain}/${path}:${tag ?? "latest"}`, detail: platforms.join(",") };
}

/** Whether the tables tell something of an image. */
function isEmbedded(reference: ImageReference): boolean {
  const official = officialName(reference);
  if (isOfWindows(reference)) return true;
  if (reference.digest !== undefined) return false;
  return official === undefined ? imagePlatforms(nameOf(reference)) !== undefined : officialTag(official, reference.tag ?? "latest") !== undefined;
}

function nameOf({ domain, path, tag }: ImageReference): { readonly domain: string; readonly path: string; readonly tag: string | undefined } {
  return { domain, path, tag };
}

interface Told {
  readonly platform: Platform;
  readonly fact: Extract<Fact<ImageOffer>, { state: "known" }>;
  readonly inquiry: Inquiry;
}

function liveLack(reference: ImageReference, { platform, fact, inquiry }: Told): ImageLack | undefined {
  const served = servedBy(fact.value, platform);
  const { familiar } = reference;
  const platforms = platformsOf(fact.value);
  const evidence = [offerEvidence(reference, fact)];
  if (served === undefined || served === "own") return undefined;
  if (served === "lesser") return { ...lack(familiar, platforms, platform), evidence };
  // A digest of one image and an index with one image in it are told by rules of their own.
  if (fact.value.kind === "image") return reference.digest === undefined ? { message: `\`${familiar}\` is one image for another CPU, which builders take with no more than a warning`, consequence: "wrong-binary", evidence } : undefined;
  if (platforms.length === 1) return undefined;
  const tags = reference.digest === undefined ? liveTags(reference, platform, inquiry) : [];
  return { message: `\`${familiar}\` has no build for this platform${nearWords(familiar.replace(/:[^:/]*$/, ""), tags)}`, evidence, tags };
}

/** Tags of the same repository that have the platform: the one that the registry has, else those that the tables know. */
function liveTags(reference: ImageReference, platform: Platform, inquiry: Inquiry): readonly string[] {
  const found = inquiry.facts.find(nearTagQuestion(reference, inquiry));
  if (found.state === "known") return [found.value.tag];
  const repository = officialName(reference);
  return repository === undefined ? [] : (officialTag(repository, reference.tag ?? "latest")?.near((platforms) => serves(platforms, platform)) ?? []);
}

function nearWords(repository: string, tags: readonly string[]): string {
  const near = tags.map((name) => `\`${repository}:${name}\``);
  return near.length === 0 ? "" : `; ${near.join(" and ")} ${near.length > 1 ? "have" : "has"} one`;
}

/** Whether there can't be anything but Windows in it, as its name says. */
function isOfWindows(reference: ImageReference): boolean {
  return imageTraits(nameOf(reference)).family === "windows";
}

function officialImage(reference: ImageReference, platform: Platform): ImageLack | undefined {
  const repository = officialName(reference) ?? "";
  const tag = officialTag(repository, reference.tag ?? "latest");
  if (tag === undefined || serves(tag.platforms, platform)) return undefined;
  const tags = tag.near((platforms) => serves(platforms, platform));
  const { message, ...rest } = lack(reference.familiar, tag.platforms, platform);
  const statement = `${repository}:${reference.tag ?? "latest"} is published for ${tag.platforms.join(", ")}`;
  return {
    ...rest,
    tags,
    message: `${message}${nearWords(repository, tags)}`,
    evidence: [{ statement, source: OFFICIAL_SOURCE, asOf: OFFICIAL_AS_OF }],
  };
}

/** An index without the platform may have one whose code a builder takes for it: 32-bit Arm for arm64, i386 for amd64. */
function lack(name: string, platforms: readonly string[], { arch }: Platform): Pick<ImageLack, "message" | "consequence"> {
  const falls = platforms.some((listed) => (arch === "arm64" && listed.startsWith("linux/arm/")) || (arch === "amd64" && listed === "linux/386"));
  if (!falls) return { message: `\`${name}\` has no build for this platform` };
  return { message: `\`${name}\` has no 64-bit build for this CPU, and a builder takes the 32-bit one in its place`, consequence: "wrong-platform" };
}

function serves(platforms: readonly string[], { os, arch, variant }: Platform): boolean {
  return platforms.some((name) => {
    const [listedOs = "", listedArch = "", listedVariant] = name.split("/");
    if (listedOs !== os || listedArch !== arch) return false;
    const listed = { os, arch, ...(listedVariant === undefined ? {} : { variant: listedVariant }) };
    return arch !== "arm" || variant === undefined || runsOn(listed, { os, arch, variant });
  });
}

/** What is known of all other images is known for one platform. */
function otherImage(reference: ImageReference, { arch, variant }: Platform): ImageLack | undefined {
  if (arch !== "arm64" || variant !== undefined) return undefined;
  const name = nameOf(reference);
  const boundary = imageBoundary(name);
  if (boundary !== undefined) {
    const message = `\`${reference.familiar}\` has no build for this platform; versions since ${boundary.since} have one`;
    return { message, ...graded(boundary.confidence), evidence: [boundary.evidence], tags: [laterTag(reference.tag ?? "", boundary.since)] };
  }
  const known = imagePlatforms(name);
  if (known?.arm64 !== "no") return undefined;
  const instead = known.alternative === undefined ? [] : [{ ...known.evidence, statement: `what is used instead: ${known.alternative}` }];
  return { message: `\`${reference.familiar}\` has no build for this platform`, ...graded(known.confidence), evidence: [known.evidence, ...instead] };
}

/** A tag with the version in it raised; the tag itself where it writes versions otherwise. */
function laterTag(tag: string, since: string): string {
  const version = /\d+(?:\.\d+)+/.exec(tag)?.[0] ?? "";
  return version.split(".").length === since.split(".").length ? tag.replace(version, since) : tag;
}

/** That an image isn't published ages; what nobody looked up is a hint. */
function graded(confidence: "high" | "medium" | "low"): Pick<ImageLack, "level" | "confidence"> {
  return { confidence: "likely", ...(confidence === "high" ? {} : { level: confidence === "medium" ? "warning" : "note" }) };
}
