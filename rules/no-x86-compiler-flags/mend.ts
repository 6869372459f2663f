import type { Range, TextEdit, TextPiece } from "../../src/rulekit/index.ts";
import type { FlagUse } from "./flags.ts";

interface Place {
  readonly piece: TextPiece;
  /** The file it stands in. */
  readonly text: string;
  /** The CPUs that the stage runs on. */
  readonly onTarget: readonly (string | undefined)[];
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

/** `$([ "$(uname -m)" != x86_64 ] || echo FLAG)`: nothing at all on other CPUs. */
function passOnX86(use: FlagUse, { piece, text, onTarget }: Place): readonly Mend[] {
  const before = text.slice(Math.max(0, piece.from.start - 10), piece.from.start);
  const after = text.slice(piece.from.end, piece.from.end + 1);
  const standsAlone = piece.quoting === "shell" ? /(?:\s|FLAGS=)$/.test(before) && /^[\s;&|)]?$/.test(after) : piece.quoting === "shell-double" && /(?:[\s"]|FLAGS=)$/.test(before) && /^[\s"]$/.test(after);
  // A 32-bit system may well say that the machine has 64.
  if (!standsAlone || !use.fitsX86 || onTarget.includes("386")) return [];
  return [{ title: `Pass ${use.text} on x86 only`, edits: [{ range: piece.from, newText: `$([ "$(uname -m)" != x86_64 ] || echo ${use.text})` }] }];
}
