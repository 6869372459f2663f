import { cpuFlag, processorFamily, type FlagVerdict } from "../../src/knowledge/flags.ts";
import { textOf, type Value } from "../../src/rulekit/index.ts";

/** A part of a value that only one family of CPUs has a meaning for. */
export interface FlagUse {
  readonly value: Value;
  /** Characters of `textOf(value)`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** `flag`: of a C compiler; `rust`: of rustc; `option`: a switch of a build; `library`: Intel's own. */
  readonly kind: "flag" | "rust" | "option" | "library";
  /** What is done on meeting it; `builder` depends on the machine that compiles. */
  readonly verdict: FlagVerdict | "builder";
  /** Whether x86 compilers take it. */
  readonly fitsX86: boolean;
}

/** Whose compiler reads the flags. */
export type Compiler = "gcc" | "clang";

/** Flags of C compilers in a text: words of their own, in lists, or behind `=`. */
export function flagsIn(value: Value, { architecture, compiler }: { architecture: string; compiler: Compiler }): readonly FlagUse[] {
  const text = textOf(value);
  const found: FlagUse[] = [];
  for (const { 0: flag, index } of text.matchAll(/(?<![^\s"'=,;:])-[mf][a-z0-9][\w.+-]*(?:=[\w.+-]+)?/g)) {
    const known = cpuFlag(flag, architecture);
    if (known === undefined) continue;
    const verdict = known.family === "builder" ? "builder" : known[compiler];
    if (verdict !== "ok") found.push({ value, start: index, end: index + flag.length, text: flag, kind: "flag", verdict, fitsX86: known.family !== "arm" });
  }
  return [...found, ...(isX86(architecture) ? [] : librariesIn(value, text))];
}

/** Intel's libraries: nothing of them exists for another CPU. */
function librariesIn(value: Value, text: string): readonly FlagUse[] {
  const found = [...text.matchAll(/(?<![^\s"'=,;:])(?:-lmkl_\w+|-lmkl|-liomp5|-q?mkl(?:=\w+)?|-DUSE_MKL=(?:ON|1|YES|TRUE)|-DBLAS=MKL|-DBLA_VENDOR=Intel\w*|--with-blas=mkl)(?![\w-])/gi)];
  return found.map(({ 0: word, index }) => ({ value, start: index, end: index + word.length, text: word, kind: "library" as const, verdict: "error" as const, fitsX86: true }));
}

/** What rustc is told of the CPU: `target-cpu=haswell`, `target-feature=+avx2`. */
export function rustFlagsIn(value: Value, architecture: string): readonly FlagUse[] {
  const text = textOf(value);
  const found: FlagUse[] = [];
  for (const { 0: word, 1: what, 2: list = "", index } of text.matchAll(/target-(cpu|feature)=([\w.,+-]+)/g)) {
    const place = { value, start: index, end: index + word.length, text: word, kind: "rust" as const, fitsX86: true };
    if (what === "cpu" && list === "native") found.push({ ...place, verdict: "builder" });
    else if (isX86(architecture) ? false : what === "cpu" ? processorFamily(list) === "x86" : X86_FEATURE.test(list)) found.push({ ...place, verdict: "warning" });
  }
  return found;
}

const X86_FEATURE = /(?:^|,)\+(?:sse[\d.a]*|ssse3|avx[\w]*|fma|f16c|bmi[12]|popcnt|pclmulqdq|lzcnt|adx|movbe|cmpxchg16b)(?:,|$)/;

/**
 * Switches of a build that ask for x86 instructions whatever the CPU: `--enable-sse2`, `AVX=1`, `-DCPU_BASELINE=AVX2`. What
 * CMake projects call `-DENABLE_AVX2=ON` allows it rather, and is read on x86 alone.
 */
export function optionIn(value: Value): FlagUse | undefined {
  return useOf(value, OPTION);
}

function useOf(value: Value, pattern: RegExp): FlagUse | undefined {
  const match = pattern.exec(textOf(value));
  if (match === null) return undefined;
  return { value, start: match.index, end: match.index + match[0].length, text: match[0], kind: "option", verdict: "error", fitsX86: true };
}

const WORD = "(?:AVX(?:_?(?:2|512\\w{0,8}|VNNI))?|S?SSE(?:_?[234](?:[._]?[12A])?)?|FMA[34]|F16C)";
const OPTION = new RegExp(`^--enable-${WORD}$|^${WORD}=(?:1|on|yes|true)$|^-DCPU_BASELINE=${WORD}`, "i");

export function isX86(architecture: string): boolean {
  return architecture === "amd64" || architecture === "386";
}
