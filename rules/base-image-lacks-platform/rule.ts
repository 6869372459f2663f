import { imageBoundary } from "../../src/knowledge/image-boundaries.ts";
import { imagePlatforms, officialName } from "../../src/knowledge/images.ts";
import { OFFICIAL_AS_OF, OFFICIAL_SOURCE, officialTag } from "../../src/knowledge/official-images.ts";
import { otherTags, type Instead } from "./other-tags.ts";
import {
  contains, effectsOf, knownText, parseReference, pinnedReference, primaryPlace, relatedReadings, runsOn,
  type Build, type CheckInput, type Dockerfile, type EffectOf, type EvaluatedStage, type ImageReference, type Platform, type Problem, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "base-image-lacks-platform",
    summary: "Disallow images whose tag is not published for the platform",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => otherTags(input.problem.data as Instead | undefined),
};

export default rule;

type Pull = EffectOf<"pull">;
type Claim = Pick<Problem, "message" | "level" | "confidence" | "consequence" | "evidence"> & { readonly tags?: readonly string[] };

function* problemsIn({ build, builds, dockerfile }: CheckInput): Generator<Problem> {
  for (const { effect, stage } of effectsOf(build, "pull")) {
    // What an image is named for, and what a digest holds, are judged by other rules.
    if (effect.platform.os !== "linux" || effect.runs !== "always" || pinnedReference(effect.image) !== undefined) continue;
    const reference = parseReference(knownText(effect.image) ?? "");
    if ("error" in reference || reference.digest !== undefined) continue;
    const found = claimFor(reference, effect.platform);
    if (found === undefined) continue;
    const { tags, ...claim } = found;
    // An image of no platform that is wanted stands in a file for others.
    const forOthers = builds.length > 1 && builds.every(({ target }) => claimFor(reference, target) !== undefined);
    const level = forOthers ? { level: "note" as const } : isDefault(effect, dockerfile) ? { level: claim.level ?? ("warning" as const), confidence: "likely" as const } : {};
    const data: Instead | undefined = tags === undefined ? undefined : { image: effect.image, reference, tags, takesPackages: packageManagersIn(build, stage) };
    yield { ...claim, ...level, ...placeOf(effect), data };
  }
}

function claimFor(reference: ImageReference, platform: Platform): Claim | undefined {
  return officialName(reference) === undefined ? otherImage(reference, platform) : officialImage(reference, platform);
}

/** Whether a build argument may give another image than the one that is written. */
function isDefault({ image }: Pull, { instructions }: Dockerfile): boolean {
  return image.pieces.some((piece) => piece.kind === "text" && instructions.some(({ keyword, range }) => keyword === "ARG" && contains(range, piece.from)));
}

function placeOf({ image, at }: Pull): Pick<Problem, "at" | "related"> {
  const place = primaryPlace(image) ?? at;
  return { at: place, related: relatedReadings(image.pieces, place) };
}

function officialImage(reference: ImageReference, platform: Platform): Claim | undefined {
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
function lack(name: string, platforms: readonly string[], { arch }: Platform): Pick<Claim, "message" | "consequence"> {
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
function otherImage(reference: ImageReference, { arch, variant }: Platform): Claim | undefined {
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

/** The package managers that a stage and those built on it use: another distribution lacks them. */
function packageManagersIn(build: Build, { index }: EvaluatedStage): ReadonlySet<string> {
  const on = new Set([index]);
  for (const { base, index: other } of build.stages) if (base.kind === "stage" && on.has(base.stage)) on.add(other);
  return new Set(effectsOf(build, "install").flatMap(({ effect, stage }) => (on.has(stage.index) ? [effect.manager] : [])));
}

/** That an image isn't published ages; what nobody looked up is a hint. */
function graded(confidence: "high" | "medium" | "low"): Pick<Claim, "level" | "confidence"> {
  return { confidence: "likely", ...(confidence === "high" ? {} : { level: confidence === "medium" ? "warning" : "note" }) };
}
