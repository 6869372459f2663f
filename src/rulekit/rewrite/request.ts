import type { Build, EvaluatedStage } from "../../evaluate/build.ts";
import type { Effect } from "../../evaluate/effect.ts";
import type { TextEdit } from "../../text/index.ts";
import type { ForeignWord } from "../foreign-words.ts";
import type { Matrix } from "../types.ts";

/** A word that must follow the platform, and what it must read on each: keys as `linux/arm64`, one for every build. */
export interface WantedWord {
  readonly word: ForeignWord;
  readonly words: ReadonlyMap<string, string>;
}

/** What to rewrite: words of one effect, as found in one build. */
export interface RewriteRequest {
  readonly matrix: Matrix;
  /** The build and the stage in which the words were found. */
  readonly build: Build;
  readonly stage: EvaluatedStage;
  readonly effect: Effect;
  readonly wanted: readonly WantedWord[];
}

/** Edits that make the words follow the platform; not yet proved. */
export interface Rewrite {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The frontend version from which the edit works (`1.7`), where an older one can't do it: such a fix is `unsafe`. */
  readonly needsFrontend?: string;
}
