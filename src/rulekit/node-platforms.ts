import type { Dependency } from "../model/ecosystem/index.ts";
import type { Platform } from "../model/platform.ts";

/** For which machines an npm package is made, in Node's words; absent where it isn't bound to any. */
export interface NodePlatform {
  readonly os?: string;
  readonly cpu?: string;
  readonly libc?: "glibc" | "musl";
}

/** https://nodejs.org/api/os.html#osarch */
const CPUS: Readonly<Partial<Record<string, string>>> = { amd64: "x64", "386": "ia32", arm64: "arm64", arm: "arm", ppc64le: "ppc64", s390x: "s390x", riscv64: "riscv64", loong64: "loong64" };

/** The word that `process.arch` is on a platform; undefined for one that Node doesn't run on. */
export function nodeCpu({ arch }: Platform): string | undefined {
  return CPUS[arch];
}

/** Whether npm installs a package with these limits on a platform; true where they say nothing. */
export function isAllowed({ os, cpu, libc }: NonNullable<Dependency["limits"]>, platform: Platform, libcKind: string | undefined): boolean {
  const word = nodeCpu(platform);
  return word === undefined || (allows(os, platform.os) && allows(cpu, word) && (libcKind === undefined || allows(libc, libcKind)));
}

/** As npm-install-checks has it: one `!` shuts out, any other list lets in what it names. */
function allows(list: readonly string[] | undefined, word: string): boolean {
  if (list === undefined || list.length === 0 || list.includes("any")) return true;
  if (list.includes(`!${word}`)) return false;
  return list.every((one) => one.startsWith("!")) || list.includes(word);
}

const OS_WORD = /^(?:linux|linuxmusl|linuxglibc|darwin|win32|windows|freebsd|openbsd|netbsd|android|sunos|aix|openharmony)$/;
const CPU_WORDS: Readonly<Partial<Record<string, string>>> = { x64: "x64", "64": "x64", x86_64: "x64", amd64: "x64", ia32: "ia32", "32": "ia32", arm64: "arm64", aarch64: "arm64", arm: "arm", armhf: "arm", armv7: "arm", armv6: "arm", ppc64: "ppc64", ppc64le: "ppc64", s390x: "s390x", riscv64: "riscv64", loong64: "loong64", mips64el: "mips64el", universal: "any" };

/** The machine that the name of a package tells: `@rollup/rollup-linux-x64-gnu`, `@esbuild/linux-arm64`; undefined for a name that tells none. */
export function platformInName(name: string): NodePlatform | undefined {
  const words = name.slice(name.indexOf("/") + 1).split(/[-.]/);
  const os = words.find((word) => OS_WORD.test(word));
  const cpu = words.map((word) => CPU_WORDS[word]).find((word) => word !== undefined);
  if (os === undefined || cpu === undefined) return undefined;
  const isMusl = os === "linuxmusl" || words.some((word) => /^musl/.test(word));
  const isGnu = os === "linuxglibc" || words.some((word) => /^(?:gnu|glibc)/.test(word));
  return { os: os.startsWith("linux") ? "linux" : os, cpu, ...(isMusl ? { libc: "musl" as const } : isGnu ? { libc: "glibc" as const } : {}) };
}

/** Whether a package of that platform is the one for a machine; an unknown C library fits every one. */
export function isFor({ os, cpu, libc }: NodePlatform, platform: Platform, libcKind: string | undefined): boolean {
  return os === platform.os && (cpu === "any" || cpu === nodeCpu(platform)) && (libc === undefined || libcKind === undefined || libc === libcKind);
}
