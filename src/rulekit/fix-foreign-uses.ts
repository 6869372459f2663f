import type { Effect } from "../evaluate/effect.ts";
import { textOf, type Value } from "../evaluate/value.ts";
import type { Range } from "../text/index.ts";
import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { ForeignUse } from "./foreign-use.ts";
import type { ForeignWord } from "./foreign-words.ts";
import { fixableUse } from "./fixable-use.ts";
import { followPlatform } from "./rewrite/follow-platform.ts";
import type { FixInput, Proposal } from "./types.ts";
import { wantedWords, type WantedWords } from "./wanted-words.ts";

/** What a rule knows beyond the spelling of words. */
export interface FixKnowledge {
  /** Whether what a rewritten word asks for is known to exist; undefined: ask the tables of downloads. */
  readonly known?: (word: ForeignWord, use: ForeignUse, build: Build) => boolean | undefined;
}

/** Proposals that make the words of a problem made by `problemsOf` follow the platform, best first. */
export function* fixForeignUses(input: FixInput, knowledge: FixKnowledge = {}): Generator<Proposal> {
  const [first] = input.found;
  const [found] = (first?.problem.data ?? []) as readonly ForeignUse[];
  const use = first === undefined || found === undefined ? undefined : fixableUse(found, first.build, input.builds);
  if (first === undefined || use === undefined) return;
  const platforms = input.builds.map((build) => build.target);
  const wanted: WantedWords[] = [];
  for (const word of use.words) {
    const words = wantedWords(word, platforms);
    if (words === undefined) return;
    wanted.push(words);
  }
  const checksums = checksumsOf(use.effect, use.stage);
  const checked = checksums.length > 0;
  const known = !checked && wanted.every((words) => knowledge.known?.(words.word, use, first.build) ?? words.known);
  for (const rewrite of followPlatform({ matrix: input, build: first.build, stage: use.stage, effect: use.effect, wanted })) {
    const title = checked ? `${rewrite.title}; the checksum still fits one file only` : rewrite.title;
    const safety = known && rewrite.needsFrontend === undefined ? "safe" : "unsafe";
    yield { title, edits: rewrite.edits, safety, ...(checked ? { uncovers: checksums } : {}) };
  }
}

/** Where the checksums stand that somebody wrote for what is downloaded: each can fit one platform's file only. */
function checksumsOf(effect: Effect, stage: EvaluatedStage): readonly Range[] {
  if (effect.kind !== "download") return [];
  const own = effect.checksum === undefined ? [] : [effect.checksum];
  const checks = stage.effects.flatMap((other) => (other.kind === "verify" && other.how === "checksum" && other.instruction === effect.instruction && other.checksum !== undefined ? [other.checksum] : []));
  return [...own, ...checks].filter(isWritten).flatMap(({ pieces }) => pieces.map(({ from }) => from));
}

function isWritten(checksum: Value): boolean {
  return textOf(checksum) !== "" && checksum.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal");
}
