import { architectureWordsIn, isArchitectureIndependentFile } from "../../src/knowledge/architecture.ts";
import { misspelledIn, narrowerIn, slipOf } from "../../src/knowledge/asset-spelling.ts";
import {
  downloadsIn, formatPlatform, Memo, piecesAt, platformNamed, primaryPlace, rangeKey, relatedReadings, textOf, wordRunsOn,
  type Build, type EffectOf, type Piece, type Platform, type Problem, type Proposal,
} from "../../src/rulekit/index.ts";

type Download = EffectOf<"download">;

/** What is written for the platform, and what its publisher writes. */
export interface Misspelled {
  readonly pieces: readonly Piece[];
  readonly published: string;
}

/** A build there is, asked for by a name that it doesn't have. */
export function misspellingIn(effect: Download): Problem | undefined {
  const text = textOf(effect.url);
  if (isArchitectureIndependentFile(text)) return undefined;
  const other = misspelledIn(text);
  if (other !== undefined) {
    const message = `\`${other.word}\` is not what the publisher calls this CPU, so the URL leads nowhere; its files say \`${other.published}\``;
    return problemOf(effect, { ...other, message });
  }
  const narrower = narrowerIn(text);
  if (narrower === undefined) return undefined;
  const message = `\`${narrower.word}\` is the build for 32-bit Arm, which not every CPU of this platform runs; the 64-bit one says \`${narrower.published}\``;
  return { ...problemOf(effect, { ...narrower, message }), consequence: "wrong-binary" };
}

interface Slip {
  readonly word: string;
  readonly published: string;
  readonly message: string;
  readonly evidence?: NonNullable<Problem["evidence"]>[number];
}

function problemOf({ url, at }: Download, { word, published, message, evidence }: Slip): Problem {
  const start = textOf(url).lastIndexOf(word);
  const place = primaryPlace(url, start, start + word.length) ?? at;
  const pieces = piecesAt(url, start, start + word.length);
  return {
    at: place,
    message,
    level: "warning",
    confidence: "likely",
    related: [...relatedReadings(pieces, place), { at, message: "downloaded here" }],
    evidence: evidence === undefined ? [] : [evidence],
    data: { pieces, published } satisfies Misspelled,
  };
}

/**
 * A word one letter from a name of the CPU (`ard64`), where the same command has the name of another CPU in its place: on another
 * path through the step, or on another platform.
 */
export function slipIn(effect: Download, platform: Platform, builds: readonly Build[]): Problem | undefined {
  const text = textOf(effect.url);
  const alternatives = others(effect, builds);
  if (alternatives.length === 0) return undefined;
  for (const [, word = ""] of text.matchAll(/(?<=[-_./=])([a-z0-9]{3,7}(?:_64)?)(?![a-z0-9])/gi)) {
    const published = slipOf(word, formatPlatform(platform));
    if (published === undefined) continue;
    const isInPlace = (url: string): boolean => wordsFor(url, platform).some(({ start, end }) => url.slice(0, start) + word + url.slice(end) === text);
    if (alternatives.some(isInPlace)) return problemOf(effect, { word, published, message: `\`${word}\` names no CPU, so the URL leads nowhere; \`${published}\` is one letter away` });
  }
  return undefined;
}

/** What the same command downloads otherwise. */
function others(effect: Download, builds: readonly Build[]): readonly string[] {
  const found = new Set(builds.flatMap((build) => downloadsAt(build).get(rangeKey(effect.at)) ?? []));
  found.delete(textOf(effect.url));
  return [...found];
}

const known = new Memo<Build, ReadonlyMap<string, readonly string[]>>();

function downloadsAt(build: Build): ReadonlyMap<string, readonly string[]> {
  const before = known.get(build);
  if (before !== undefined) return before;
  const found = new Map<string, string[]>();
  for (const { effect } of downloadsIn(build)) {
    const list = found.get(rangeKey(effect.at)) ?? [];
    found.set(rangeKey(effect.at), [...list, textOf(effect.url)]);
  }
  known.set(build, found);
  return found;
}

/** The words of a URL that name another CPU. */
function wordsFor(url: string, platform: Platform): ReturnType<typeof architectureWordsIn> {
  return architectureWordsIn(url).filter(({ platforms }) => !platforms.some((name) => wordRunsOn(platformNamed(name), platform)));
}

/** Only a word that was written for this platform can be put right where it stands. */
export function* proposalsFor({ pieces: [piece, ...rest], published }: Misspelled): Generator<Proposal> {
  if (rest.length > 0 || piece?.kind !== "text" || piece.origin !== "literal" || !piece.verbatim) return;
  yield { title: `Ask for ${published}`, safety: "unsafe", edits: [{ range: piece.from, newText: published }] };
}
