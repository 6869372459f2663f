import { type Vocabulary, wordFor } from "../../knowledge/vocabulary.ts";
import type { Platform } from "../../model/platform.ts";
import type { Range } from "../../text/index.ts";
import { type Follows, platformText, type Value } from "../value.ts";
import { line, platformKey } from "./answer.ts";
import type { Invocation } from "./invocation.ts";

export type { Vocabulary } from "../../knowledge/vocabulary.ts";

/** The word that stands for a platform in a vocabulary; undefined when it has none there. */
export function wordOf(platform: Platform, vocabulary: Vocabulary): string | undefined {
  return wordFor(platformKey(platform), vocabulary);
}

/** What a question prints on the platform it is asked on: the word and a line feed; undefined when there is no such word. */
export function platformAnswer(invocation: Invocation, vocabulary: Vocabulary, source: string): Value | undefined {
  const word = wordOf(invocation.platform, vocabulary);
  return word === undefined ? undefined : wordAnswer(invocation.at, word, { source, follows: "stage" });
}

/** A word made from a platform, as printed by a command. */
export function wordAnswer(at: Range, word: string, { source, follows }: { readonly source: string; readonly follows: Follows }): Value {
  return line(platformText(word, at, follows, source), at);
}
