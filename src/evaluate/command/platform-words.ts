import { type Vocabulary, wordFor } from "../../knowledge/vocabulary.ts";
import type { Platform } from "../../model/platform.ts";
import type { Range } from "../../text/index.ts";
import { concat, type Follows, platformText, unknown, type Value } from "../value.ts";
import { line, platformKey } from "./answer.ts";
import type { Invocation } from "./invocation.ts";

export type { Vocabulary } from "../../knowledge/vocabulary.ts";

/** The word that stands for a platform in a vocabulary; undefined when it has none there. */
export function wordOf(platform: Platform, vocabulary: Vocabulary): string | undefined {
  return wordFor(platformKey(platform), vocabulary);
}

/** What a question prints on the platform it is asked on: the word and a line feed; undefined when there is no such word. */
export function platformAnswer(invocation: Invocation, vocabulary: Vocabulary, source: string): Value | undefined {
  const word = wordOf(invocation.machine.platform, vocabulary);
  return word === undefined ? undefined : wordAnswer(invocation.at, word, { source, follows: "stage" });
}

/** Where a word comes from: what was asked, and which platform answered. */
export interface WordSource {
  readonly source: string;
  readonly follows: Follows;
}

/** The triplet of a compiler: its processor is known, but vendor and C library hang on the distribution. */
export function tripleAnswer(invocation: Invocation, vocabulary: "gnu_triplet" | "rust_gnu", { source, follows }: WordSource): Value | undefined {
  const word = wordOf(follows === "target" ? invocation.machine.target : invocation.machine.platform, vocabulary);
  if (word === undefined) return undefined;
  const known = platformText(word.slice(0, word.indexOf("-") + 1), invocation.at, { follows, source });
  return line(concat([known, unknown("command-output", invocation.at)]), invocation.at);
}

/** A word made from a platform, as printed by a command. */
export function wordAnswer(at: Range, word: string, { source, follows }: WordSource): Value {
  return line(platformText(word, at, { follows, source }), at);
}
