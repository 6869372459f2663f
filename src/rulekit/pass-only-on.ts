import type { TextPiece, Value } from "../evaluate/value.ts";
import type { TextEdit } from "../text/index.ts";
import type { FixInput } from "./types.ts";

/** What a machine of the platform calls itself. */
const MACHINES: Readonly<Partial<Record<string, string>>> = { amd64: "x86_64", arm64: "aarch64", ppc64le: "ppc64le", s390x: "s390x", riscv64: "riscv64" };

/** A word of a command in a stage, that only machines of one architecture can do something with. */
export interface LocalWord {
  readonly value: Value;
  /** The architecture whose machines keep the word, as `amd64`; not one of 32 bits. */
  readonly arch: string;
  /** Index of the stage whose shell reads the word. */
  readonly stage: number;
  /** Further texts that the word may stand behind, beside blanks. */
  readonly behind?: RegExp;
}

/**
 * The edit that hands a word to its command on machines of one architecture alone, `$([ "$(uname -m)" != x86_64 ] || echo WORD)`,
 * which is nothing at all on the others. Undefined where the word is no word of its own in shell text.
 */
export function passOnlyOn(input: FixInput, { value, arch, stage, behind }: LocalWord): TextEdit | undefined {
  const machine = MACHINES[arch];
  const [piece, ...others] = value.pieces;
  const text = input.textOf(piece?.from.file ?? "");
  if (machine === undefined || others.length > 0 || piece?.kind !== "text" || piece.origin !== "literal" || !piece.verbatim || text === undefined) return undefined;
  // A 32-bit system may well say that the machine has 64.
  const on = input.builds.map(({ stages }) => stages[stage]?.platform.arch);
  if (on.includes(arch === "amd64" ? "386" : "arm") || !standsAlone(piece, text, behind)) return undefined;
  return { range: piece.from, newText: `$([ "$(uname -m)" != ${machine} ] || echo ${piece.text})` };
}

function standsAlone({ from, quoting }: TextPiece, text: string, behind: RegExp | undefined): boolean {
  const before = text.slice(Math.max(0, from.start - 10), from.start);
  const after = text.slice(from.end, from.end + 1);
  if (quoting === "shell") return (/\s$/.test(before) || behind?.test(before) === true) && /^[\s;&|)]?$/.test(after);
  return quoting === "shell-double" && (/[\s"]$/.test(before) || behind?.test(before) === true) && /^[\s"]$/.test(after);
}
