import { canEqual, lastPlaceOf, wildPattern } from "./asset-pattern.ts";
import { assetUrl, fitsRow, rowFor, type AssetUrl } from "./asset-rows.ts";
import { architectureWordsIn } from "./architecture-words.ts";
import { releaseFor } from "./github-releases.ts";
import { recently } from "./recent.ts";

/** A word that names linux/arm64 in a URL although the publisher's files spell it otherwise. */
export interface Misspelling {
  readonly word: string;
  /** What stands in the publisher's file names. */
  readonly published: string;
  readonly evidence: { readonly statement: string; readonly source: string; readonly asOf: string };
}

/**
 * The misspelling in a URL of a file for linux/arm64, for tools whose names are known for sure; undefined for all else.
 * Spellings that differ in case alone are the same to the hosts that matter.
 */
export const misspelledIn = recently(findMisspelling);

function findMisspelling(text: string): Misspelling | undefined {
  const url = assetUrl(text);
  const words = [...new Set(architectureWordsIn(text).filter(({ platforms, ambiguous }) => !ambiguous && platforms.includes("linux/arm64")).map(({ word }) => word))];
  const word = words[0];
  if (url === undefined || word === undefined || words.length > 1) return undefined;
  return ofRow(url, word) ?? ofRelease(url, word);
}

/**
 * The 32-bit Arm word in a URL of a release that has a file of the same name for linux/arm64: not every such CPU runs the file
 * that is asked for. Undefined for all else.
 */
export const narrowerIn = recently(findNarrower);

function findNarrower(text: string): Misspelling | undefined {
  const url = assetUrl(text);
  const words = [...new Set(architectureWordsIn(text).filter(({ platforms }) => platforms[0]?.startsWith("linux/arm/")).map(({ word }) => word))];
  const word = words[0];
  return url === undefined || word === undefined || words.length > 1 ? undefined : ofRelease(url, word);
}

/** What is spelled one letter from a word for the platform, and is no word for any: `ard64`, `aarh64`. */
export function slipOf(word: string, platform: string): string | undefined {
  if (architectureWordsIn(word).length > 0 || word.length < 4) return undefined;
  return LONG_WORDS[platform]?.find((candidate) => isOneSlip(word.toLowerCase(), candidate));
}

const LONG_WORDS: Readonly<Partial<Record<string, readonly string[]>>> = { "linux/amd64": ["amd64", "x86_64"], "linux/arm64": ["arm64", "aarch64"] };

/** One letter too many, missing or another, or two neighbours changed about. */
function isOneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA === restB) return false;
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return swapped || restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}

function ofRow(url: AssetUrl, word: string): Misspelling | undefined {
  const row = rowFor(url);
  if (row === undefined || row.status !== "ok" || row.confidence !== "high" || row.pairs.length === 0 || row.source === "" || !fitsRow(url)) return undefined;
  const spellings = [...row.pairs, ...row.debPairs].map(([, arm]) => arm);
  const published = spellings[0] ?? "";
  if (architectureWordsIn(published)[0]?.word !== published || spellings.some((spelling) => isIn(word, spelling) || isIn(spelling, url.text))) return undefined;
  if (releaseFor(url, row.githubKey)?.exact === true) return undefined;
  return { word, published, evidence: { statement: `${row.tool} calls linux/arm64 ${published}`, source: row.source, asOf: row.asOf } };
}

function isIn(word: string, text: string): boolean {
  return lastPlaceOf(word.toLowerCase(), text.toLowerCase()) >= 0;
}

/** A release's file of the very name but for the architecture. */
function ofRelease(url: AssetUrl, word: string): Misspelling | undefined {
  const release = releaseFor(url);
  if (release?.arm64 === undefined || release.exact || release.tag === undefined) return undefined;
  const name = release.arm64.slice(release.arm64.lastIndexOf("/") + 1);
  const published = architectureWordsIn(name)[0]?.word;
  if (published === undefined || published.toLowerCase() === word.toLowerCase()) return undefined;
  const version = /\d.*$/.exec(release.tag)?.[0] ?? release.tag;
  const file = (url.segments.at(-1) ?? "").replaceAll(word, published).replaceAll(version, "\uFFFC");
  if (!canEqual(wildPattern(name), file)) return undefined;
  return { word, published, evidence: { statement: `${release.key} ${release.tag} calls linux/arm64 ${published}`, source: "aquaproj/aqua-registry@4d86e12d", asOf: "2026-08-22" } };
}
