import { imageBoundary } from "../knowledge/image-boundaries.ts";
import { imagePlatforms, imageTraits, officialName } from "../knowledge/images.ts";
import { OFFICIAL_AS_OF, OFFICIAL_SOURCE, officialTag } from "../knowledge/official-images.ts";
import { runsOn } from "../model/platform-match.ts";
import type { Platform } from "../model/platform.ts";
import type { ImageReference } from "../model/reference.ts";
import type { Problem } from "./types.ts";

/** That an image isn't published for a platform: what a problem says of it, and tags that are. */
export type ImageLack = Pick<Problem, "message" | "level" | "confidence" | "consequence" | "evidence"> & { readonly tags?: readonly string[] };

/** Set when the tag of an image is known to lack the platform; undefined for all others and for images that nobody knows. */
export function imageLack(reference: ImageReference, platform: Platform): ImageLack | undefined {
  if (isOfWindows(reference)) return platform.os === "windows" ? undefined : { message: `\`${reference.familiar}\` is an image of Windows and has no build for another system` };
  return officialName(reference) === undefined ? otherImage(reference, platform) : officialImage(reference, platform);
}

/** Whether there can't be anything but Windows in it, as its name says. */
function isOfWindows({ domain, path, tag }: ImageReference): boolean {
  return imageTraits({ domain, path, tag }).family === "windows";
}

function officialImage(reference: ImageReference, platform: Platform): ImageLack | undefined {
  const repository = officialName(reference) ?? "";
  const tag = officialTag(repository, reference.tag ?? "latest");
  if (tag === undefined || serves(tag.platforms, platform)) return undefined;
  const tags = tag.near((platforms) => serves(platforms, platform));
  const near = tags.map((name) => `\`${repository}:${name}\``);
  const { message, ...rest } = lack(reference.familiar, tag.platforms, platform);
  const statement = `${repository}:${reference.tag ?? "latest"} is published for ${tag.platforms.join(", ")}`;
  return {
    ...rest,
    tags,
    message: near.length === 0 ? message : `${message}; ${near.join(" and ")} ${near.length > 1 ? "have" : "has"} one`,
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
  const name = { domain: reference.domain, path: reference.path, tag: reference.tag };
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
