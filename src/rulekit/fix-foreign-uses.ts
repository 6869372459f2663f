import type { Effect } from "../evaluate/effect.ts";
import { textOf } from "../evaluate/value.ts";
import type { EvaluatedStage } from "../evaluate/build.ts";
import type { ForeignUse } from "./foreign-use.ts";
import { followPlatform } from "./rewrite/follow-platform.ts";
import type { FixInput, Proposal } from "./types.ts";
import { wantedWords } from "./wanted-words.ts";

/** Proposals that make the words of a problem made by `problemsOf` follow the platform, best first. */
export function* fixForeignUses(input: FixInput): Generator<Proposal> {
  const [first] = input.found;
  const [use] = (first?.problem.data ?? []) as readonly ForeignUse[];
  if (first === undefined || use === undefined) return;
  const platforms = input.builds.map((build) => build.target);
  const wanted = use.words.map((word) => ({ word, wanted: wantedWords(word, platforms) }));
  if (wanted.some((entry) => entry.wanted === undefined)) return;
  const words = wanted.flatMap(({ word, wanted: found }) => (found === undefined ? [] : [{ word, words: found.words }]));
  const known = wanted.every((entry) => entry.wanted?.known === true) && !hasOneChecksum(use.effect, use.stage);
  for (const rewrite of followPlatform({ matrix: input, build: first.build, stage: use.stage, effect: use.effect, wanted: words })) {
    yield { title: rewrite.title, edits: rewrite.edits, safety: known && rewrite.needsFrontend === undefined ? "safe" : "unsafe" };
  }
}


/** Whether what is downloaded is checked against a checksum that somebody wrote: it can fit one platform's file only. */
function hasOneChecksum(effect: Effect, stage: EvaluatedStage): boolean {
  if (effect.kind !== "download") return false;
  if (effect.checksum !== undefined) return true;
  return stage.effects.some((other) => other.kind === "verify" && other.how === "checksum" && other.instruction === effect.instruction && isWritten(other));
}

function isWritten(effect: Extract<Effect, { kind: "verify" }>): boolean {
  return effect.checksum !== undefined && textOf(effect.checksum) !== "" && effect.checksum.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal");
}
