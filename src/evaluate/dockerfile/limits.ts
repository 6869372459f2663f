import type { Range } from "../../text/index.ts";
import { type Piece, unknown, type Value } from "../value.ts";

/** Bounds on what a file can make the evaluation do; what lies beyond is `unchecked` or unknown, never an exception. */
export const LIMITS = {
  instructions: 20_000,
  stages: 500,
  /** UTF-16 units of one value. */
  valueLength: 65_536,
  /** Pieces of one value: `ENV PATH=$PATH:/x` written a thousand times must stay linear. */
  valuePieces: 128,
  /** `${a:-${b:-…}}` */
  substitutionDepth: 50,
  /** Text length × pattern length of one wildcard match. */
  matchCost: 2_000_000,
  /** Triggers that one base or parent brings. */
  triggers: 200,
  /** Entries looked at to find one file of a stage. */
  fileSteps: 1_000,
  /** Stages that one file is followed through by `COPY --from`. */
  fileDepth: 16,
} as const;

/** The value, or an unknown one when it has grown past the bounds. */
export function bounded(value: Value, at: Range): Value {
  if (value.pieces.length > LIMITS.valuePieces) return unknown("too-many", at);
  let length = 0;
  for (const piece of value.pieces) length += lengthOf(piece);
  return length > LIMITS.valueLength ? unknown("too-many", at) : value;
}

function lengthOf(piece: Piece): number {
  return piece.kind === "text" ? piece.text.length : 1;
}
