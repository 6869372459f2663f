import type { EvaluatedStage } from "../evaluate/build.ts";
import type { Effect } from "../evaluate/effect.ts";
import { textOf, type Value } from "../evaluate/value.ts";
import type { Range } from "../text/index.ts";

/** Where the checksums stand that somebody wrote for what is downloaded: each can fit one platform's file of one version only. */
export function checksumsOf(effect: Effect, stage: EvaluatedStage): readonly Range[] {
  if (effect.kind !== "download") return [];
  const own = effect.checksum === undefined ? [] : [effect.checksum];
  const checks = stage.effects.flatMap((other) => (other.kind === "verify" && other.how === "checksum" && other.instruction === effect.instruction && other.checksum !== undefined ? [other.checksum] : []));
  return [...own, ...checks].filter(isWritten).flatMap(({ pieces }) => pieces.map(({ from }) => from));
}

function isWritten(checksum: Value): boolean {
  return textOf(checksum) !== "" && checksum.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal");
}
