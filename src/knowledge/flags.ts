import { FLAGS_JSON } from "./generated/flags.ts";

/** What a compiler makes of a flag: `warning` leaves it out and goes on. */
export type FlagVerdict = "ok" | "warning" | "error";

/** CPUs that share a set of flags; `arm32` are those of Arm for 32 bits alone. */
export type CpuFamily = "x86" | "arm" | "arm32" | "power" | "s390" | "riscv";

/** A flag that compilers know for one family of CPUs only, as seen on another. */
export interface CpuFlag {
  /** `builder`: it asks for the CPU of the machine that compiles. */
  readonly family: CpuFamily | "builder";
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
  const column = family === "x86" || architecture === "arm64" ? 0 : 2;
  return verdicts === undefined ? { family, gcc: "error", clang: "error" } : { family, gcc: verdict(verdicts[column]), clang: verdict(verdicts[column + 1]) };
}

/** The family of a processor by a name that `-march`, `-mcpu` or rustc's `target-cpu` takes. */
export function processorFamily(name: string): CpuFamily | undefined {
  return PROCESSORS.find(([pattern]) => pattern.test(name))?.[1];
}

function familyOf(flag: string): CpuFamily | undefined {
  const processor = /^-m(?:arch|tune|cpu)=([^+]+)/.exec(flag)?.[1];
  if (processor !== undefined) return processorFamily(processor);
  const verdicts = verdictsOf(flag);
  const instructions = INSTRUCTIONS.find(([pattern]) => pattern.test(flag))?.[1];
  if (verdicts === undefined || (instructions !== undefined && instructions !== "x86")) return instructions;
  const [gccArm, , gccX86] = verdicts;
  if (gccArm !== "o" && gccX86 === "o") return flag.startsWith("-mcmodel=") && !flag.endsWith("=medium") ? undefined : "x86";
  return gccArm === "o" && gccX86 !== "o" ? "arm" : undefined;
}

function verdictsOf(flag: string): string | undefined {
  table ??= JSON.parse(FLAGS_JSON) as Record<string, string>;
  return Object.hasOwn(table, flag) ? table[flag] : undefined;
}

const MEMBERS: Readonly<Record<CpuFamily, readonly string[]>> = {
  x86: ["amd64", "386"],
  arm: ["arm64", "arm"],
  arm32: ["arm"],
  power: ["ppc64le", "ppc64"],
  s390: ["s390x"],
  riscv: ["riscv64"],
};

/** Whether an architecture (in Go's words) belongs to a family. */
export function serves(family: CpuFamily, architecture: string): boolean {
  return MEMBERS[family].includes(architecture);
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
const ARM32_PROCESSOR = /^(?:armv[2-7][\w.-]*|arm[79]\w*|arm1[01]\w*|cortex-(?:a[5789]|a1[257]|[mr]\d\w*)|generic-armv7-a|xscale)$/;
const ARM_PROCESSOR = /^(?:armv\d[\w.-]*|cortex-[\w-]+|neoverse-[\w-]+|apple-[\w-]+|thunderx[\w-]*|ampere\w*|a64fx|exynos-m\w+|graviton\d)$/;

/** The names of GCC's manual, by machine: https://gcc.gnu.org/onlinedocs/gcc/Submodel-Options.html, 2026-11-22. */
const PROCESSORS: readonly (readonly [RegExp, CpuFamily])[] = [
  [X86_PROCESSOR, "x86"],
  [ARM32_PROCESSOR, "arm32"],
  [ARM_PROCESSOR, "arm"],
  [/^(?:power[4-9]x?|power1[01]|pwr\d+x?|ppc64le|powerpc64le|970|G[345])$/, "power"],
  [/^(?:z(?:900|990|9-109|9-ec|10|196|EC12|13|14|15|16|17)|arch(?:[5-9]|1[0-5]))$/, "s390"],
  [/^(?:rv(?:32|64)[a-z][\w.]*|sifive-[\w-]+|generic-rv64|thead-c906|xt-c9\d+)$/, "riscv"],
];

/** Flags that are not measured, by the same manual. */
const INSTRUCTIONS: readonly (readonly [RegExp, CpuFamily])[] = [
  [X86_INSTRUCTIONS, "x86"],
  [/^-m(?:fpu=\S+|float-abi=\S+|thumb|arm|thumb-interwork|tp=\S+)$/, "arm32"],
  [/^-m(?:no-)?(?:altivec|vsx|power\d+-(?:vector|fusion)|crypto|htm|isel|mma)$/, "power"],
  [/^-m(?:no-)?(?:vx|zvector|backchain|packed-stack|zarch|esa)$/, "s390"],
  [/^-m(?:abi=(?:ilp32|lp64)[fdq]?|cmodel=med(?:low|any))$/, "riscv"],
];
