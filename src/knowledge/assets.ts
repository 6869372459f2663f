import { changeBetween, lastPlaceOf } from "./asset-pattern.ts";
import { assetUrl, fitsRow, rowFor, type AssetRow, type AssetStatus, type AssetUrl, type Confidence } from "./asset-rows.ts";
import { architectureWordsIn } from "./architecture-words.ts";
import { GITHUB_AS_OF, GITHUB_SOURCE, releaseFor, type Release } from "./github-releases.ts";
import { recently } from "./recent.ts";
import { compareVersions } from "./version.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type { AssetStatus, Confidence } from "./asset-rows.ts";

/** A remembered statement about the world, with where it was read and as of when. */
export interface KnowledgeEvidence {
  readonly statement: string;
  readonly source: string;
  readonly asOf: string;
}

/** What is known about the file a URL names. */
export interface Asset {
  readonly tool: string;
  /** Whether a linux/arm64 build exists at the URL's version (at the newest, where that is unknown). */
  readonly status: AssetStatus;
  /** First version with a linux/arm64 build, where known. */
  readonly since?: string;
  /** What to use instead where there is none. */
  readonly alternative?: string;
  /** Whether the URL names one of the tool's builds, and not merely another file of the same project. */
  readonly isBuild: boolean;
  /** The version the URL asks for, where it tells one and the status holds for that one. */
  readonly version?: string;
  /** `low` is a hint: never an error, never an automatic rewrite. */
  readonly confidence: Confidence;
  readonly evidence: KnowledgeEvidence;
  /** What stands in this tool's file name on `platform` (`linux/arm64`) where `word` stands in the URL; undefined when not known. */
  wordOn(word: string, platform: string): string | undefined;
}

/** An x86 file whose name holds no architecture word. */
export interface BareName {
  /** Offsets in the URL of what must change. */
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly confidence: Confidence;
  /** What must stand there on another platform; undefined when not known. */
  wordOn(platform: string): string | undefined;
}

type Pair = readonly [string, string];

/**
 * What the tables know about a download address; U+FFFC stands for unknown text in it. Undefined when nothing is known.
 * Matches host and path shape together: one host serves several families of names.
 */
export function assetFor(url: string): Asset | undefined {
  const found = lookUp(url);
  return found === undefined ? undefined : describe(found);
}

/** The word of this tool's file name for a platform, in place of the one architecture word the URL holds. */
export function tokenFor(url: string, platform: string): string | undefined {
  const asset = assetFor(url);
  const words = architectureWordsIn(url);
  for (const { word, compound } of words) {
    const own = asset?.wordOn(word, platform) ?? (compound === undefined ? undefined : asset?.wordOn(compound.word, platform));
    if (own !== undefined) return own;
  }
  return undefined;
}

/** The part of a URL that means x86 by saying nothing (`tini`, `ninja-linux.zip`); undefined for every other URL. */
export function bareLinuxMeans86(url: string): BareName | undefined {
  const found = lookUp(url);
  if (found === undefined || architectureWordsIn(url).length > 0) return undefined;
  if (found.url.host === "github.com" && found.url.segments[3] !== "download") return undefined;
  const offset = url.replace(/[?#].*$/s, "").lastIndexOf("/") + 1;
  const file = found.url.segments.at(-1) ?? "";
  for (const [x86, arm] of barePairs(found)) {
    const inFile = lastPlaceOf(x86, file);
    const at = inFile >= 0 ? offset + inFile : lastPlaceOf(x86, url);
    if (at < 0 || lastPlaceOf(arm, url) >= 0) continue;
    const words = new Map([["linux/amd64", x86], ["linux/arm64", arm]]);
    return { start: at, end: at + x86.length, word: x86, confidence: confidenceOf(found), wordOn: (platform) => words.get(platform) };
  }
  return undefined;
}

/** Publishers whose files follow one vocabulary, whichever tool it is. */
const NAMING: readonly (readonly [RegExp, Vocabulary])[] = [
  [/\/OpenJDK\d+U-|\/(?:adoptium|AdoptOpenJDK)\//, "adoptium"],
  [/_[a-z0-9]+\.deb$/, "debian"],
  [/\.rpm$|\/RPMS\/|\.pkg\.tar\.\w+$/, "rpm"],
  [/\.whl$/, "uname_m"],
  [/^https?:\/\/(?:repo|conda)\.anaconda\.(?:com|org)\/|^https?:\/\/anaconda\.org\//, "conda"],
  [/^https?:\/\/(?:julialang-s3\.julialang\.org|storage\.googleapis\.com\/dart-archive)\//, "julia_dart"],
  [/^https?:\/\/(?:nodejs\.org|unofficial-builds\.nodejs\.org)\//, "node_dist"],
  [/^https?:\/\/(?:builds\.dotnet\.microsoft\.com|dotnetcli\.(?:azureedge|blob\.core\.windows)\.net)\//, "node_arch"],
  [/^https?:\/\/(?:downloads|static|releases)\.(?:haskell|rust-lang|nixos)\.org\//, "uname_m"],
  [/^https?:\/\/(?:dl\.k8s\.io|storage\.googleapis\.com\/(?:kubernetes-release|etcd)|releases\.hashicorp\.com)\//, "goarch"],
];

/** The vocabulary a file at this URL is named in, for tools without a row: a hint for `sameVocabularyWord`. */
export function namingHint(url: string): Vocabulary | undefined {
  const file = url.slice(0, 2048).replace(/[?#].*$/s, "").replace(SIGNATURE, "");
  return NAMING.find(([shape]) => shape.test(file))?.[1];
}

interface Found {
  readonly url: AssetUrl;
  readonly row: AssetRow | undefined;
  readonly release: Release | undefined;
}

const SIGNATURE = /\.(?:asc|sig|minisig|sha1|sha256|sha512|md5)(?:sums?)?$/i;

const lookUp = recently(findUrl);

function findUrl(text: string): Found | undefined {
  // A signature is named as the file it belongs to.
  const url = assetUrl(text.replace(/[?#].*$/s, "").replace(SIGNATURE, ""));
  if (url === undefined) return undefined;
  const row = rowFor(url);
  const release = releaseFor(url, row?.githubKey);
  return row === undefined && release === undefined ? undefined : { url, row, release };
}

function describe(found: Found): Asset {
  const status = statusOf(found);
  const { row } = found;
  const since = row?.since.replace(/^>/, "after ");
  const version = status === "none" && row !== undefined && row.status !== "ok" ? undefined : (found.release?.tag ?? versionIn(found.url));
  return {
    tool: toolOf(found),
    status,
    isBuild: found.release?.exact === true || fitsRow(found.url),
    ...(version === undefined ? {} : { version }),
    confidence: confidenceOf(found),
    evidence: evidenceOf(found, status),
    ...(since === undefined || since === "" ? {} : { since }),
    ...(row === undefined || row.alternative === "" ? {} : { alternative: row.alternative }),
    wordOn: (word, platform) => (platform !== "linux/amd64" && status === "none" ? undefined : wordIn(found, word, platform)),
  };
}

function toolOf({ row, release }: Found): string {
  return row?.tool ?? release?.key.split("/").at(-1) ?? "";
}

function statusOf({ url, row, release }: Found): AssetStatus {
  // That one version lacks it says nothing about a version that isn't known.
  if (row?.status === "none" && row.since !== "") return (release?.tag ?? versionIn(url)) === undefined ? "unknown" : statusOfRow(row, release?.tag ?? versionIn(url));
  if (row !== undefined && row.status !== "ok") return row.status;
  if (release?.tag !== undefined && release.exact) return release.arm64 === undefined ? "none" : "ok";
  return row === undefined ? statusOfRelease(release) : statusOfRow(row, release?.tag ?? versionIn(url));
}

function statusOfRelease(release: Release | undefined): AssetStatus {
  if (release?.arm64 !== undefined) return "ok";
  return release?.exact === true && !release.everArm64 ? "none" : "unknown";
}

function statusOfRow(row: AssetRow, tag: string | undefined): AssetStatus {
  if (tag === undefined) return "ok";
  // Templates write 0.0.0 where a version is to be filled in.
  if (/^v?0+(?:\.0+)*$/.test(tag)) return "unknown";
  if (row.except.includes(tag)) return "none";
  if (row.seen !== "" && (compareVersions(tag, row.seen) ?? -1) < 0) return "unknown";
  const order = row.since === "" ? 1 : compareVersions(tag, row.since.replace(/^>/, ""));
  if (order === undefined) return "unknown";
  return order > 0 || (order === 0 && !row.since.startsWith(">")) ? "ok" : "none";
}

function versionIn(url: AssetUrl): string | undefined {
  return /(?:^|[/_-])v?(\d+\.\d+(?:\.\d+)*)/.exec(url.segments.join("/"))?.[1];
}

function confidenceOf({ row, release }: Found): Confidence {
  if (release?.exact === true && release.everArm64) return "high";
  if (row !== undefined) return row.confidence;
  // A registry of installers that lists none may only have missed it.
  return release?.everArm64 === true ? "medium" : "low";
}

function evidenceOf(found: Found, status: AssetStatus): KnowledgeEvidence {
  const { row, release } = found;
  const tool = toolOf(found);
  const at = release?.tag === undefined ? "" : ` at ${release.tag}`;
  const since = row === undefined || row.since === "" ? "" : row.since.startsWith(">") ? ` after ${row.since.slice(1)}` : ` since ${row.since}`;
  const statements: Readonly<Record<AssetStatus, string>> = {
    ok: `${tool} is published for linux/arm64${since}`,
    none: `${tool} is ${since === "" ? "not " : ""}published for linux/arm64${since === "" ? at : `${since} only${at === "" ? "" : `, not${at}`}`}`,
    "arch-independent": `${tool} is the same file on every platform`,
    partial: `${tool} is published for linux/arm64 in part only`,
    unknown: `whether ${tool} is published for linux/arm64${at} is not known`,
  };
  const named = row !== undefined && row.source !== "";
  return { statement: statements[status], source: named ? row.source : release === undefined ? "anyarch" : GITHUB_SOURCE, asOf: named ? row.asOf : GITHUB_AS_OF };
}

function wordIn({ url, row, release }: Found, word: string, platform: string): string | undefined {
  const names = release?.amd64 === undefined || release.arm64 === undefined ? [] : [[release.amd64, release.arm64] as const];
  const pairs = [...(/\.deb$/.test(url.text) ? (row?.debPairs ?? []) : []), ...(row?.pairs ?? [])];
  const here = pairs.filter(([x86, arm]) => lastPlaceOf(x86, url.text) >= 0 || lastPlaceOf(arm, url.text) >= 0);
  const isArm = architectureWordsIn(word)[0]?.platforms[0] === "linux/arm64";
  for (const [x86, arm] of [...names, ...here, ...pairs]) {
    const other = platform === "linux/amd64" ? x86 : platform === "linux/arm64" ? arm : row?.others[platform];
    const own = other === undefined ? undefined : replacementFor(word, isArm ? arm : x86, other);
    if (own !== undefined) return own;
  }
  return undefined;
}

/** What takes the place of `word` when the name `from` becomes `to`, everything around it staying as it is. */
function replacementFor(word: string, from: string, to: string): string | undefined {
  const at = lastPlaceOf(word, from);
  if (at < 0) return undefined;
  const before = from.slice(0, at);
  const after = from.slice(at + word.length);
  if (to.startsWith(before) && to.endsWith(after) && to.length > before.length + after.length) return to.slice(before.length, to.length - after.length);
  const change = changeBetween(from, to);
  // The word stands more than once: what becomes of one becomes of all.
  return from.replaceAll(word, "\0").split("\0").length > 2 && change !== undefined ? sameEverywhere(word, from, to) : undefined;
}

function sameEverywhere(word: string, from: string, to: string): string | undefined {
  const other = architectureWordsIn(to)[0]?.word;
  return other !== undefined && from.replaceAll(word, other) === to ? other : undefined;
}

function* barePairs({ url, row, release }: Found): Generator<Pair> {
  const file = url.segments.at(-1) ?? "";
  const bare = row?.bare[file];
  if (bare !== undefined) yield [file, bare];
  if (release?.exact === true && release.amd64 !== undefined && release.arm64 !== undefined) {
    const change = changeBetween(release.amd64, release.arm64);
    if (change !== undefined) yield change;
  }
  for (const pair of row?.pairs ?? []) if (architectureWordsIn(pair[0]).length === 0) yield pair;
}
