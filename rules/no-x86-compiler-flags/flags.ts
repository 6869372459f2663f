import { cpuFlag, processorFamily, serves, type CpuFamily, type FlagVerdict } from "../../src/knowledge/flags.ts";
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
  /** The CPUs whose compilers take it. */
  readonly family: CpuFamily | "builder";
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
    if (verdict !== "ok") found.push({ value, start: index, end: index + flag.length, text: flag, kind: "flag", verdict, family: known.family });
  }
  return [...found, ...(isX86(architecture) ? [] : librariesIn(value, text))];
}

/** Intel's libraries: nothing of them exists for another CPU. */
function librariesIn(value: Value, text: string): readonly FlagUse[] {
  const found = [...text.matchAll(/(?<![^\s"'=,;:])(?:-lmkl_\w+|-lmkl|-liomp5|-q?mkl(?:=\w+)?|-DUSE_MKL=(?:ON|1|YES|TRUE)|-DBLAS=MKL|-DBLA_VENDOR=Intel\w*|--with-blas=mkl)(?![\w-])/gi)];
  return found.map(({ 0: word, index }) => ({ value, start: index, end: index + word.length, text: word, kind: "library" as const, verdict: "error" as const, family: "x86" as const }));
}

/** What rustc is told of the CPU: `target-cpu=haswell`, `target-feature=+avx2`. */
export function rustFlagsIn(value: Value, architecture: string): readonly FlagUse[] {
  const text = textOf(value);
  const found: FlagUse[] = [];
  for (const { 0: word, 1: what, 2: list = "", index } of text.matchAll(/target-(cpu|feature)=([\w.,+-]+)/g)) {
    const place = { value, start: index, end: index + word.length, text: word, kind: "rust" as const };
    if (what === "cpu" && list === "native") {
      found.push({ ...place, verdict: "builder", family: "builder" });
      continue;
    }
    const family = what === "cpu" ? processorFamily(list) : FEATURES.find(([pattern]) => pattern.test(list))?.[1];
    if (family !== undefined && !serves(family, architecture)) found.push({ ...place, verdict: "warning", family });
  }
  return found;
}

const X86_FEATURE = /(?:^|,)\+(?:sse[\d.a]*|ssse3|avx[\w]*|fma|f16c|bmi[12]|popcnt|pclmulqdq|lzcnt|adx|movbe|cmpxchg16b)(?:,|$)/;

/** Features that one family alone has, by `rustc --print target-features`. */
const FEATURES: readonly (readonly [RegExp, CpuFamily])[] = [
  [X86_FEATURE, "x86"],
  [/(?:^|,)\+(?:neon|lse|sve2?|dotprod|fp16|rdm|rcpc|outline-atomics|v8\.\da|vfp\d|thumb-mode)(?:,|$)/, "arm"],
  [/(?:^|,)\+(?:altivec|vsx|power\d+-\w+)(?:,|$)/, "power"],
];

/**
 * Switches of a build that ask for x86 instructions whatever the CPU: `--enable-sse2`, `AVX=1`, `-DCPU_BASELINE=AVX2`. What
 * CMake projects call `-DENABLE_AVX2=ON` allows it rather, and is read on x86 alone.
 */
export function optionIn(value: Value, architecture: string): FlagUse | undefined {
  for (const [pattern, family] of OPTIONS) {
    const match = serves(family, architecture) ? null : pattern.exec(textOf(value));
    if (match !== null) return { value, start: match.index, end: match.index + match[0].length, text: match[0], kind: "option", verdict: "error", family };
  }
  return undefined;
}

const WORD = "(?:AVX(?:_?(?:2|512\\w{0,8}|VNNI))?|S?SSE(?:_?[234](?:[._]?[12A])?)?|FMA[34]|F16C)";
const OPTIONS: readonly (readonly [RegExp, CpuFamily])[] = ([[WORD, "x86"], ["(?:NEON|ASIMD|SVE2?)", "arm"]] as const).map(([word, family]) => [
  new RegExp(`^--enable-${word}$|^${word}=(?:1|on|yes|true)$|^-DCPU_BASELINE=${word}`, "i"),
  family,
]);

export function isX86(architecture: string): boolean {
  return architecture === "amd64" || architecture === "386";
}
