import { ALIASES_JSON, NAMES_JSON, PLATFORMS_JSON, type Vocabulary } from "./generated/platforms.ts";

export type { Vocabulary } from "./generated/platforms.ts";

/** What a word says about platforms, whatever the text around it. */
export interface WordMeaning {
  /** OCI platforms, the likeliest first. */
  readonly platforms: readonly string[];
  readonly vocabularies: readonly Vocabulary[];
  /** The word alone decides nothing: it names several platforms, or several byte orders. */
  readonly ambiguous: boolean;
}

type Names = ReadonlyMap<Vocabulary, ReadonlyMap<string, readonly string[]>>;

let platforms: readonly string[] | undefined;
let names: Names | undefined;
let meanings: ReadonlyMap<string, WordMeaning> | undefined;

/** The OCI platforms the tables know, commonest first. */
export function knownPlatforms(): readonly string[] {
  platforms ??= JSON.parse(PLATFORMS_JSON) as string[];
  return platforms;
}

/** Every spelling of a platform in a vocabulary, the usual one first; empty where the vocabulary has none. */
export function wordsFor(platform: string, vocabulary: Vocabulary): readonly string[] {
  const words = allNames().get(vocabulary);
  // A micro-architecture level (linux/amd64/v3) changes no word.
  return words?.get(platform) ?? words?.get(platform.split("/", 2).join("/")) ?? [];
}

/** The usual spelling of a platform (`linux/arm64`, normalised) in a vocabulary. */
export function wordFor(platform: string, vocabulary: Vocabulary): string | undefined {
  return wordsFor(platform, vocabulary)[0];
}

/** All vocabularies, in the order in which they are worth trying. */
export function vocabularies(): readonly Vocabulary[] {
  return [...allNames().keys()];
}

/** What a whole word (`amd64`, `x86_64-linux-gnu`) means in any vocabulary; case is ignored. */
export function meaningOf(word: string): WordMeaning | undefined {
  return allMeanings().get(word.toLowerCase());
}

/** Every word of every vocabulary, in lower case, that is no path. */
export function knownWords(): readonly string[] {
  return [...allMeanings().keys()];
}

function allNames(): Names {
  if (names !== undefined) return names;
  const known = knownPlatforms();
  const parsed = JSON.parse(NAMES_JSON) as Record<Vocabulary, string>;
  const result = new Map<Vocabulary, Map<string, readonly string[]>>();
  for (const [vocabulary, row] of Object.entries(parsed) as [Vocabulary, string][]) {
    const words = row.split(";").map((cell) => (cell === "" ? [] : cell.split("|")));
    result.set(vocabulary, new Map(words.flatMap((list, i) => (list.length === 0 ? [] : [[known[i] ?? "", list] as const]))));
  }
  names = result;
  return result;
}

function allMeanings(): ReadonlyMap<string, WordMeaning> {
  if (meanings !== undefined) return meanings;
  const known = knownPlatforms();
  const standsIn = vocabulariesByWord();
  const result = new Map<string, WordMeaning>();
  for (const [word, row] of Object.entries(JSON.parse(ALIASES_JSON) as Record<string, string>)) {
    const ambiguous = row.endsWith("?");
    const indices = (ambiguous ? row.slice(0, -1) : row).split(",");
    const meant = indices.map((index) => known[Number(index)] ?? "");
    result.set(word, { platforms: meant, vocabularies: standsIn.get(word) ?? [], ambiguous });
  }
  meanings = result;
  return result;
}

function vocabulariesByWord(): ReadonlyMap<string, readonly Vocabulary[]> {
  const result = new Map<string, Vocabulary[]>();
  for (const [vocabulary, byPlatform] of allNames()) {
    for (const word of [...byPlatform.values()].flat()) {
      const list = result.get(word.toLowerCase()) ?? [];
      if (!list.includes(vocabulary)) list.push(vocabulary);
      result.set(word.toLowerCase(), list);
    }
  }
  return result;
}
