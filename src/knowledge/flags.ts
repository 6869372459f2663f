import { FLAGS_JSON } from "./generated/flags.ts";

/** What a compiler makes of a flag: `warning` leaves it out and goes on. */
export type FlagVerdict = "ok" | "warning" | "error";

/** A flag that compilers know for one family of CPUs only, as seen on another. */
export interface CpuFlag {
  /** `builder`: it asks for the CPU of the machine that compiles. */
  readonly family: "x86" | "arm" | "builder";
  readonly gcc: FlagVerdict;
  readonly clang: FlagVerdict;
}

let table: Readonly<Record<string, string>> | undefined;

/** The flag as the compiler of an architecture (`arm64`, in Go's words) takes it; undefined for one that it takes as meant. */
export function cpuFlag(flag: string, architecture: string): CpuFlag | undefined {
  if (/^-m(?:arch|tune|cpu)=native$/.test(flag)) return { family: "builder", gcc: "ok", clang: "ok" };
  const family = familyOf(flag);
  if (family === undefined || serves(family, architecture)) return undefined;
  if (WORD_SIZE.test(flag) && HAS_WORD_SIZES.has(architecture)) return undefined;
  const verdicts = verdictsOf(flag);
  // Measured on the two common ones; compilers for other CPUs know the flags of neither.
  const column = family === "x86" ? 0 : 2;
  return verdicts === undefined ? { family, gcc: "error", clang: "error" } : { family, gcc: verdict(verdicts[column]), clang: verdict(verdicts[column + 1]) };
}

/** Whether a value of rustc's `target-cpu` names a processor of a family. */
export function processorFamily(name: string): "x86" | "arm" | undefined {
  return X86_PROCESSOR.test(name) ? "x86" : ARM_PROCESSOR.test(name) ? "arm" : undefined;
}

function familyOf(flag: string): "x86" | "arm" | undefined {
  const processor = /^-m(?:arch|tune|cpu)=([^+]+)/.exec(flag)?.[1];
  if (processor !== undefined) return processorFamily(processor);
  const verdicts = verdictsOf(flag);
  if (verdicts === undefined) return X86_INSTRUCTIONS.test(flag) ? "x86" : undefined;
  const [gccArm, , gccX86] = verdicts;
  if (gccArm !== "o" && gccX86 === "o") return flag.startsWith("-mcmodel=") && !flag.endsWith("=medium") ? undefined : "x86";
  return gccArm === "o" && gccX86 !== "o" ? "arm" : undefined;
}

function verdictsOf(flag: string): string | undefined {
  table ??= JSON.parse(FLAGS_JSON) as Record<string, string>;
  return Object.hasOwn(table, flag) ? table[flag] : undefined;
}

function serves(family: "x86" | "arm", architecture: string): boolean {
  return family === "x86" ? architecture === "amd64" || architecture === "386" : architecture === "arm64" || architecture === "arm";
}

function verdict(letter: string | undefined): FlagVerdict {
  return letter === "e" ? "error" : letter === "w" ? "warning" : "ok";
}

const WORD_SIZE = /^-m(?:32|64)$/;
const HAS_WORD_SIZES: ReadonlySet<string> = new Set(["ppc64le", "ppc64", "s390x", "mips64", "mips64le", "sparc64"]);

/** https://gcc.gnu.org/onlinedocs/gcc/x86-Options.html, 2026-11-22. */
const X86_INSTRUCTIONS = /^-m(?:no-)?(?:mmx|3dnow|sse[\d.a]*|ssse3|avx[\w.]*|fma4?|f16c|bmi2?|popcnt|lzcnt|pclmul|rdrnd|rdseed|cx16|movbe|rtm|vzeroupper|adx|xop|tbm|gfni|vaes|fpmath=\S+)$/;
const X86_PROCESSOR =
  /^(?:x86-64(?:-v[234])?|core2|corei7(?:-avx)?|core-avx(?:2|-i)|nehalem|westmere|sandybridge|ivybridge|haswell|broadwell|skylake(?:-avx512)?|cannonlake|icelake-\w+|cascadelake|cooperlake|tigerlake|rocketlake|alderlake|sapphirerapids|emeraldrapids|graniterapids|znver\d|bdver\d|btver\d|amdfam10|barcelona|k8(?:-sse3)?|opteron(?:-sse3)?|athlon[\w-]*|nocona|atom|bonnell|silvermont|goldmont[\w-]*|tremont|i[3-6]86|pentium[\w-]*|prescott|knl|knm|lakemont|intel)$/;
const ARM_PROCESSOR = /^(?:armv\d[\w.-]*|cortex-[\w-]+|neoverse-[\w-]+|apple-[\w-]+|thunderx[\w-]*|ampere\w*|a64fx|exynos-m\w+)$/;
