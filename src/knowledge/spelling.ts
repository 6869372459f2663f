import { architectureWordsIn } from "./architecture-words.ts";
import { meaningOf, vocabularies, wordsFor, type Vocabulary } from "./vocabulary.ts";

/** A word for another platform, and the vocabularies in which it stands for the first one. */
export interface Counterpart {
  readonly word: string;
  readonly vocabularies: readonly Vocabulary[];
}

/** From which platform to which, and the vocabulary to prefer where the place of the word tells it. */
export interface Translation {
  readonly from: string;
  readonly to: string;
  readonly hint?: Vocabulary;
}

/** Download names that put the system before the word: `Linux_x86_64` speaks of `x86_64` too. */
const WITH_SYSTEM = /^linux[-_]/i;

/** A micro-architecture level joined to a word. */
const LEVEL = /[_-]?v[1-4]$/i;

/**
 * Words for `to` in every vocabulary where `word` stands for `from`, the likeliest first, in the case of `word`:
 * x86_64 → aarch64, arm64, aarch_64 …; X64 → ARM64. Empty where no vocabulary pairs it (`linux64`).
 */
export function sameVocabularyWord(word: string, translation: Translation): readonly Counterpart[] {
  const whole = counterparts(word, translation);
  const listed = whole.length > 0 ? whole : counterparts(word.replace(LEVEL, ""), translation);
  return listed.length > 0 ? listed : byPart(word, translation);
}

/** Every vocabulary in which the word stands for `platform`: what it says for each of the other platforms. */
export function spellingsFor(word: string, platform: string): readonly { readonly vocabulary: Vocabulary; readonly wordFor: (other: string) => string | undefined }[] {
  const standsIn = (meaningOf(word)?.vocabularies ?? []).filter((vocabulary) => indexIn(word, platform, vocabulary) >= 0);
  return standsIn.map((vocabulary) => ({ vocabulary, wordFor: (other: string) => pairIn(vocabulary, word, { from: platform, to: other }) }));
}

function counterparts(word: string, translation: Translation): readonly Counterpart[] {
  const found = new Map<string, { weight: number; vocabularies: Vocabulary[] }>();
  for (const vocabulary of vocabularies()) {
    const pair = APART.has(vocabulary) && vocabulary !== translation.hint ? undefined : pairIn(vocabulary, word, translation);
    if (pair === undefined) continue;
    const entry = found.get(pair) ?? { weight: 0, vocabularies: [] };
    entry.vocabularies.push(vocabulary);
    entry.weight += weightOf(vocabulary, word, translation);
    found.set(pair, entry);
  }
  return [...found]
    .sort(([, a], [, b]) => b.weight - a.weight)
    .map(([pair, entry]) => ({ word: pair, vocabularies: entry.vocabularies }));
}

/** Vocabularies that pair words in a way nobody else does, or accept words that they never print. */
const APART: ReadonlySet<Vocabulary> = new Set(["chrome", "containerd_alias"]);

/** The GoReleaser template is by far the commonest reason for x86_64 beside arm64. */
const COMMON: Readonly<Partial<Record<Vocabulary, number>>> = { goreleaser_uname: 4, uname_m: 4, goarch: 4, debian: 3, node_arch: 3 };

function weightOf(vocabulary: Vocabulary, word: string, { from, hint }: Translation): number {
  if (vocabulary === hint) return 1000;
  const common = COMMON[vocabulary] ?? 1;
  return wordsFor(from, vocabulary).includes(word) ? common + 1 : common;
}

function indexIn(word: string, platform: string, vocabulary: Vocabulary): number {
  const lower = word.toLowerCase();
  return wordsFor(platform, vocabulary).findIndex((entry) => entry.toLowerCase() === lower);
}

function pairIn(vocabulary: Vocabulary, word: string, { from, to }: Translation): string | undefined {
  const theirs = wordsFor(to, vocabulary);
  const index = indexIn(word, from, vocabulary);
  if (index >= 0) {
    const pair = sameShape(wordsFor(from, vocabulary)[index] ?? "", theirs) ?? (index === 0 ? theirs[0] : undefined);
    return pair === undefined ? undefined : inCaseOf(word, pair);
  }
  const own = wordsFor(from, vocabulary)[0] ?? "";
  const other = theirs[0] ?? "";
  if (!WITH_SYSTEM.test(own) || !WITH_SYSTEM.test(other)) return undefined;
  if (own.replace(WITH_SYSTEM, "").toLowerCase() !== word.toLowerCase() || !/[a-z]/i.test(word)) return undefined;
  return inCaseOf(word, other.replace(WITH_SYSTEM, ""));
}

/** The word of the list that says the same around its architecture: linux-musl-x64 → linux-musl-arm64. */
function sameShape(word: string, candidates: readonly string[]): string | undefined {
  const shape = shapeOf(word);
  return candidates.find((candidate) => shapeOf(candidate) === shape);
}

function shapeOf(word: string): string {
  const part = architectureWordsIn(word)[0];
  return part === undefined ? word : `${word.slice(0, part.start)}*${word.slice(part.end)}`;
}

function inCaseOf(word: string, other: string): string {
  if (word === word.toUpperCase() && /[A-Z]/.test(word)) return other.toUpperCase();
  return word === word.toLowerCase() ? other.toLowerCase() : other;
}

/** A composed word that no table holds: translate the architecture in it and keep the rest. */
function byPart(word: string, translation: Translation): readonly Counterpart[] {
  const parts = architectureWordsIn(word);
  const part = parts[0];
  if (part === undefined || parts.length > 1 || part.word === word || !part.platforms.includes(translation.from)) return [];
  return counterparts(part.word, translation).map((pair) => ({ ...pair, word: word.slice(0, part.start) + pair.word + word.slice(part.end) }));
}
