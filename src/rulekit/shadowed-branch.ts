import type { EvaluatedStage } from "../evaluate/build.ts";
import type { SelectEffect } from "../evaluate/effect.ts";
import type { TextPiece } from "../evaluate/value.ts";
import { contains, Memo, type Range } from "../text/index.ts";
import { isPlatformArgument } from "./platform-arguments.ts";

const shadowed = new Memo<EvaluatedStage, readonly Range[]>();

/**
 * Whether all that was written of a text stands in a branch that is taken only because `ARG TARGETARCH=amd64` hides the platform asked for: the default
 * is what is wrong, and it has a rule of its own.
 */
export function standsInShadowedBranch(literals: readonly TextPiece[], stage: EvaluatedStage): boolean {
  let branches = shadowed.get(stage);
  if (branches === undefined) shadowed.set(stage, (branches = stage.effects.flatMap((effect) => (effect.kind === "select" ? shadowedBranch(effect) : []))));
  return branches.length > 0 && literals.length > 0 && literals.every((piece) => branches.some((branch) => contains(branch, piece.from)));
}

function shadowedBranch({ subject, takenAt }: SelectEffect): readonly Range[] {
  if (takenAt === undefined || subject.pieces.length === 0) return [];
  return subject.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal" && isPlatformArgument(piece.readings?.name ?? "")) ? [takenAt] : [];
}
