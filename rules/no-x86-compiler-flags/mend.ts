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
  return passOnFamily(use, place);
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

/** The architecture whose machines know a family's flags, and what people call the family. */
const HOMES: Readonly<Partial<Record<FlagUse["family"], readonly [arch: string, name: string]>>> = {
  x86: ["amd64", "x86"],
  arm: ["arm64", "Arm"],
  power: ["ppc64le", "POWER"],
  s390: ["s390x", "IBM Z"],
  riscv: ["riscv64", "RISC-V"],
};

function passOnFamily(use: FlagUse, { input, stage }: Place): readonly Mend[] {
  const value = { pieces: piecesAt(use.value, use.start, use.end) };
  const [arch, name] = HOMES[use.family] ?? [];
  const edit = arch === undefined ? undefined : passOnlyOn(input, { value, arch, stage, behind: /FLAGS=$/ });
  return edit === undefined ? [] : [{ title: `Pass ${use.text} on ${name ?? ""} only`, edits: [edit] }];
}
