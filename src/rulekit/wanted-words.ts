import { assetFor, type Asset } from "../knowledge/assets.ts";
import { sameVocabularyWord } from "../knowledge/architecture.ts";
import { textOf } from "../evaluate/value.ts";
import { formatPlatform, type Platform } from "../model/platform.ts";
import { platformNamed, wordRunsOn, type ForeignWord } from "./foreign-words.ts";
import type { Evidence } from "./types.ts";

/** What a word must read on each platform, and what that rests on. */
export interface WantedWords {
  /** Keys as `linux/arm64`; one for every platform asked for. */
  readonly words: ReadonlyMap<string, string>;
  /** Whether every one of them is known to exist, and not merely the usual spelling. */
  readonly known: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * The words that must stand where `word` stands: the word itself where its code runs, elsewhere the tool's own name for the
 * platform, or else the usual word of the same vocabulary. Undefined when a platform has no such word, or the tool no such build.
 */
export function wantedWords(word: ForeignWord, platforms: readonly Platform[]): WantedWords | undefined {
  const asset = assetFor(textOf(word.value));
  const words = new Map<string, string>();
  let known = true;
  for (const platform of platforms) {
    const found = wordOn(word, platform, asset);
    if (found === undefined) return undefined;
    words.set(formatPlatform(platform), found.word);
    known &&= found.known;
  }
  return { words, known, evidence: asset === undefined ? [] : [asset.evidence] };
}

function wordOn(word: ForeignWord, platform: Platform, asset: Asset | undefined): { word: string; known: boolean } | undefined {
  if (word.platforms.some((name) => wordRunsOn(platformNamed(name), platform))) return { word: word.word, known: true };
  const name = formatPlatform(platform);
  const own = word.wordOn === undefined ? asset?.wordOn(word.word, name) : word.wordOn(name);
  if (own !== undefined) return { word: own, known: asset?.status === "ok" && asset.confidence !== "low" };
  const from = word.platforms[0];
  if (from === undefined || word.wordOn !== undefined || asset?.status === "none") return undefined;
  const usual = sameVocabularyWord(word.word, { from, to: name })[0];
  return usual === undefined ? undefined : { word: usual.word, known: false };
}
