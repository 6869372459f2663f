import { assetFor, namingHint, type Asset } from "../knowledge/assets.ts";
import { sameVocabularyWord } from "../knowledge/architecture.ts";
import { foreignPathIn } from "../knowledge/paths.ts";
import { textOf } from "../evaluate/value.ts";
import { formatPlatform, type Platform } from "../model/platform.ts";
import { platformNamed, wordAt, wordRunsOn, type ForeignWord } from "./foreign-words.ts";
import type { Evidence } from "./types.ts";

/** What a word must read on each platform, and what that rests on. */
export interface WantedWords {
  /** The word that changes; the whole triplet where its architecture alone does not tell. */
  readonly word: ForeignWord;
  /** Keys as `linux/arm64`; one for every platform asked for. */
  readonly words: ReadonlyMap<string, string>;
  /** Whether every one of them is known to exist, and not merely the usual spelling. */
  readonly known: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * The words that must stand where `word` stands: the word itself where its code runs, elsewhere the tool's own name for the
 * platform, or else the usual word of the same vocabulary. Undefined when a platform has no such word, or the tool no such build.
 * `asset` stands in for what is known of the file that the word names, where another version of it is to be asked for.
 */
export function wantedWords(word: ForeignWord, platforms: readonly Platform[], asset = assetFor(textOf(word.value))): WantedWords | undefined {
  return wordsOn(changing(word, platforms, asset), platforms, asset);
}

/** The triplet around a word where the tool names another one as a whole: musl on one CPU, gnu on the other. */
function changing(word: ForeignWord, platforms: readonly Platform[], asset: Asset | undefined): ForeignWord {
  const { compound, value } = word;
  if (asset === undefined || compound === undefined || word.wordOn !== undefined) return word;
  const foreign = platforms.map(formatPlatform).filter((name) => !word.platforms.includes(name));
  if (foreign.every((name) => asset.wordOn(word.word, name) !== undefined)) return word;
  if (!foreign.every((name) => asset.wordOn(compound.word, name) !== undefined)) return word;
  const whole = wordAt(value, [compound.start, compound.end], word.platforms);
  return whole.at === undefined ? word : whole;
}

function wordsOn(word: ForeignWord, platforms: readonly Platform[], asset: Asset | undefined): WantedWords | undefined {
  const words = new Map<string, string>();
  let known = true;
  for (const platform of platforms) {
    const found = wordOn(word, platform, asset);
    if (found === undefined) return undefined;
    words.set(formatPlatform(platform), found.word);
    known &&= found.known;
  }
  return { word, words, known, evidence: asset === undefined ? [] : [asset.evidence] };
}

function wordOn(word: ForeignWord, platform: Platform, asset: Asset | undefined): { word: string; known: boolean } | undefined {
  if (word.platforms.some((name) => wordRunsOn(platformNamed(name), platform))) return { word: word.word, known: true };
  const name = formatPlatform(platform);
  const own = word.wordOn === undefined ? (asset?.wordOn(word.word, name) ?? repositoryWordOn(word, name)) : word.wordOn(name);
  if (own !== undefined) return { word: own, known: asset?.status === "ok" && asset.confidence !== "low" };
  const from = word.platforms[0];
  if (from === undefined || word.wordOn !== undefined || asset?.status === "none") return undefined;
  const hint = namingHint(textOf(word.value));
  const usual = sameVocabularyWord(word.word, { from, to: name, ...(hint === undefined ? {} : { hint }) })[0];
  return usual === undefined ? undefined : { word: usual.word, known: false };
}

/** The folder of a package repository that is named in words of its own: NVIDIA's arm64 is `sbsa`. */
function repositoryWordOn({ value, start, end }: ForeignWord, platform: string): string | undefined {
  const text = textOf(value);
  if (!text.includes("/repos/")) return undefined;
  const path = foreignPathIn(text);
  return path?.kind === "cuda" && path.start === start && path.end === end ? path.wordOn(platform) : undefined;
}
