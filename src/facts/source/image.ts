import { compareVersions } from "../../knowledge/version.ts";
import { parsePlatform, parseReference, selectFromIndex, type ImageReference, type Platform } from "../../model/index.ts";
import type { ImageOffer, NearTag, ParentIndex, Question } from "../question.ts";
import { configOf, readOffer, spelled } from "../oci/offer.ts";
import type { Registries, Repository, Sought } from "../oci/registry.ts";
import type { Source, SourceAnswer, SourceResult } from "./sources.ts";

/** Tags that are tried in search of one that has the platforms. */
const MAX_CANDIDATES = 6;
/** Tags whose index may be fetched to find the one that lists an image; each counts as a pull at Docker Hub. */
const MAX_PARENTS = 12;
const LINUX: Platform = { os: "linux", arch: "amd64" };

/** What a reference denotes; a tag is known by its digest, so that it is asked again with one small request. */
export const imageSource: Source = async ({ subject }, { registries, today }, validator) => {
  const reference = parseReference(subject);
  if ("error" in reference) return { failure: "unsupported" };
  const repository = repositoryOf(reference);
  const tag = reference.digest === undefined ? (reference.tag ?? "latest") : undefined;
  if (validator !== undefined && tag !== undefined) {
    const now = await registries.digestOf(repository, tag);
    if ("found" in now && now.found === validator) return { unchanged: true };
  }
  const sought = await readOffer(registries, repository, reference.digest ?? tag ?? "latest");
  const source = registries.hostOf(reference.domain);
  const answer = answerOf(sought, { source, today, holds: tag === undefined ? "ever" : "hour" });
  if (!("fact" in answer) || !("found" in sought) || tag === undefined) return answer;
  const pinned: Question = { kind: "image", subject: `${repository.domain}/${repository.path}@${sought.found.digest}` };
  const also: SourceAnswer = { fact: answer.fact, holds: "ever" };
  return { ...answer, validator: sought.found.digest, also: [[pinned, also]] };
};

/** What the configuration of one image of an index says it is for. */
export const labelSource: Source = async ({ subject }, { registries, today }) => {
  const reference = parseReference(subject);
  if ("error" in reference || reference.digest === undefined) return { failure: "unsupported" };
  const sought = await configOf(registries, repositoryOf(reference), reference.digest);
  if (!("found" in sought)) return answerOf(sought, { source: registries.hostOf(reference.domain), today, holds: "ever" });
  if (sought.found?.platform === undefined) return { failure: "unsupported" };
  return answerOf({ found: { platform: spelled(sought.found.platform) } }, { source: registries.hostOf(reference.domain), today, holds: "ever" });
};

/** The next version of the same variant that has all platforms wanted, else an older one. */
export const nearTagSource: Source = async ({ subject, detail }, { registries, today }) => {
  const reference = parseReference(subject);
  const wanted = platformsIn(detail);
  if ("error" in reference || reference.digest !== undefined || wanted.length === 0) return { failure: "unsupported" };
  const repository = repositoryOf(reference);
  const tags = await registries.tags(repository);
  const place = { source: registries.hostOf(reference.domain), today, holds: "hour" as const };
  if (!("found" in tags)) return answerOf(tags, place);
  for (const tag of candidates(reference.tag ?? "latest", tags.found)) {
    const offer = await readOffer(registries, repository, tag);
    if ("failure" in offer) return offer;
    if (!("found" in offer) || !offersAll(offer.found, wanted)) continue;
    // Whoever takes that tag will ask what it is.
    const image: Question = { kind: "image", subject: `${repository.domain}/${repository.path}:${tag}` };
    const known = { ...answerOf({ found: offer.found }, place), validator: offer.found.digest } as SourceAnswer;
    return { ...answerOf<NearTag>({ found: { tag, digest: offer.found.digest } }, place), also: [[image, known]] };
  }
  return answerOf({ absent: true }, place);
};

/** The index that lists an image pinned by its digest: that of the tag beside it, or of a likely tag. */
export const parentIndexSource: Source = async ({ subject }, { registries, today }) => {
  const reference = parseReference(subject);
  if ("error" in reference || reference.digest === undefined) return { failure: "unsupported" };
  const repository = repositoryOf(reference);
  const place = { source: registries.hostOf(reference.domain), today, holds: "hour" as const };
  let newest: IndexFound | undefined;
  for (const tag of reference.tag === undefined ? await likelyTags(registries, repository) : [reference.tag]) {
    const found = await indexOf(registries, repository, { tag, digest: reference.digest });
    if ("failure" in found) return found;
    if ("found" in found && found.found.contains) return withIndex(found.found, repository, place);
    // Without a tag nobody knows which version was meant: another one is no replacement.
    if ("found" in found && reference.tag !== undefined) newest ??= found.found;
  }
  return newest === undefined ? answerOf({ absent: true }, place) : withIndex(newest, repository, place);
};

/** Where no tag is written: the newest one, then those of the newest versions, plain names before variants. */
async function likelyTags(registries: Registries, repository: Repository): Promise<readonly string[]> {
  const tags = await registries.tags(repository);
  if (!("found" in tags)) return ["latest"];
  const variants = tags.found.map(variantOf).filter(({ tag, version }) => tag !== "latest" && version !== "");
  const ordered = variants.sort((a, b) => a.variant.length - b.variant.length || byVersion(b, a) || depth(b.version) - depth(a.version));
  return ["latest", ...ordered.map(({ tag }) => tag)].slice(0, MAX_PARENTS);
}

interface IndexFound extends ParentIndex {
  readonly offer: ImageOffer;
}

async function indexOf(registries: Registries, repository: Repository, { tag, digest }: { tag: string; digest: string }): Promise<Sought<IndexFound>> {
  const sought = await readOffer(registries, repository, tag);
  if (!("found" in sought)) return sought;
  const offer = sought.found;
  if (offer.kind !== "index") return { absent: true };
  const platforms = offer.images.map(({ platform }) => spelled(platform));
  return { found: { digest: offer.digest, tag, contains: offer.images.some((image) => image.digest === digest), platforms, offer } };
}

/** The index's own offer comes along: whoever takes its digest will ask for it. */
function withIndex({ offer, ...parent }: IndexFound, { domain, path }: Repository, place: Place): SourceResult {
  const also = (suffix: string): readonly [Question, SourceAnswer] => [
    { kind: "image", subject: `${domain}/${path}${suffix}@${offer.digest}` },
    { fact: { state: "known", value: offer, source: place.source, observedAt: place.today }, holds: "ever" },
  ];
  return { ...answerOf<ParentIndex>({ found: parent }, place), also: [also(""), also(`:${parent.tag}`)] };
}

function repositoryOf({ domain, path }: ImageReference): Repository {
  return { domain, path };
}

interface Place {
  readonly source: string;
  readonly today: string;
  readonly holds: SourceAnswer["holds"];
}

/** That something is not there may change any minute. */
function answerOf<T>(sought: Sought<T>, { source, today, holds }: Place): SourceAnswer | { readonly failure: Extract<Sought<T>, { failure: unknown }>["failure"] } {
  if ("failure" in sought) return sought;
  if ("absent" in sought) return { fact: { state: "absent", source, observedAt: today }, holds: "minutes" };
  return { fact: { state: "known", value: sought.found, source, observedAt: today }, holds };
}

function platformsIn(detail: string | undefined): readonly Platform[] {
  return (detail ?? "").split(",").flatMap((text) => {
    const platform = parsePlatform(text, LINUX);
    return text === "" || "error" in platform ? [] : [platform];
  });
}

function offersAll({ kind, images }: ImageOffer, wanted: readonly Platform[]): boolean {
  const index = images.map(({ platform }) => platform);
  return kind === "index" && wanted.every((platform) => {
    const selected = selectFromIndex(platform, index)?.platform;
    return selected !== undefined && selected.arch === platform.arch && selected.os === platform.os;
  });
}

/** Tags of the same variant (`3.9-slim`: all `…-slim` versions), the next version first. */
function candidates(tag: string, tags: readonly string[]): readonly string[] {
  const own = variantOf(tag);
  const same = tags.map(variantOf).filter(({ tag: other, variant, version }) => other !== tag && variant === own.variant && version !== "" && (own.version === "" || depth(version) === depth(own.version)));
  const newer = same.filter(({ version }) => (compareVersions(version, own.version) ?? -1) > 0).sort(byVersion);
  const older = same.filter(({ version }) => (compareVersions(version, own.version) ?? 1) < 0).sort(byVersion).reverse();
  // Two steps up, then the newest, then down.
  const order = [...newer.slice(0, 3), ...newer.slice(-1), ...older.slice(0, 2)].map((one) => one.tag);
  return [...new Set(order)].slice(0, MAX_CANDIDATES);
}

interface Variant {
  readonly tag: string;
  readonly version: string;
  readonly variant: string;
}

function variantOf(tag: string): Variant {
  const [, before = "", version = "", after = ""] = /^(\D*)(\d+(?:\.\d+)*)?(.*)$/.exec(tag) ?? [];
  return { tag, version, variant: `${before}~${after}` };
}

function depth(version: string): number {
  return version.split(".").length;
}

function byVersion(a: Variant, b: Variant): number {
  return compareVersions(a.version, b.version) ?? 0;
}

export const imageSources: Readonly<Record<"image" | "image-label" | "near-tag" | "parent-index", Source>> = {
  "image": imageSource,
  "image-label": labelSource,
  "near-tag": nearTagSource,
  "parent-index": parentIndexSource,
};

