import { passOnlyOn, piecesAt, type FixInput, type Range, type TextEdit, type TextPiece } from "../../src/rulekit/index.ts";
import type { FlagUse } from "./flags.ts";

interface Place {
  readonly input: FixInput;
  readonly piece: TextPiece;
  /** The file it stands in. */
  readonly text: string;
  /** Index of the stage that compiles. */
  readonly stage: number;
}

interface Mend {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Ways to keep a flag from compilers that don't know it. */
export function editsFor(use: FlagUse, place: Place): readonly Mend[] {
  if (use.verdict === "builder" || use.text === "-m64") return [{ title: `Remove ${use.text}`, edits: [{ range: withBlank(place), newText: "" }] }];
  return passOnX86(use, place);
}

/** The flag and the blanks that part it from its neighbour. */
function withBlank({ piece, text }: Place): Range {
  let { start, end } = piece.from;
  const before = start;
  while (/[ \t]/.test(text[start - 1] ?? "")) start -= 1;
  if (start < before && /[\S]/.test(text[start - 1] ?? "")) return { ...piece.from, start };
  start = before;
  while (/[ \t]/.test(text[end] ?? "")) end += 1;
  return { ...piece.from, start, end };
}

function passOnX86(use: FlagUse, { input, stage }: Place): readonly Mend[] {
  const value = { pieces: piecesAt(use.value, use.start, use.end) };
  const edit = use.fitsX86 ? passOnlyOn(input, { value, arch: "amd64", stage, behind: /FLAGS=$/ }) : undefined;
  return edit === undefined ? [] : [{ title: `Pass ${use.text} on x86 only`, edits: [edit] }];
}
