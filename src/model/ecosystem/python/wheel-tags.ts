import type { Platform } from "../../platform.ts";

/** What a wheel must fit: a CPython, the platform it runs on, and the libc found there. */
export interface WheelTarget {
  /** `3.11` */
  readonly python: string;
  readonly platform: Platform;
  readonly libc: { readonly kind: "glibc" | "musl"; readonly version: string };
}

/** CPU names of wheels by OCI architecture and variant. */
const ARCHITECTURES: Readonly<Partial<Record<string, string>>> = {
  amd64: "x86_64", arm64: "aarch64", "arm/v7": "armv7l", arm: "armv7l", "arm/v6": "armv6l", 386: "i686", ppc64le: "ppc64le", s390x: "s390x", riscv64: "riscv64", loong64: "loongarch64",
};

/** The CPU name that wheels use for a platform; undefined where there are none. */
export function wheelArchitecture({ os, arch, variant }: Platform): string | undefined {
  if (os !== "linux") return undefined;
  return ARCHITECTURES[`${arch}/${variant ?? ""}`] ?? ARCHITECTURES[arch];
}

/**
 * The platform tags that pip takes, best first: PEP 600 (manylinux), PEP 656 (musllinux), and the older aliases.
 * Below glibc 2.17 there is nothing but x86.
 */
export function platformTags({ platform, libc }: WheelTarget): readonly string[] {
  const architecture = wheelArchitecture(platform);
  if (architecture === undefined) return [];
  const tags = libc.kind === "glibc" ? manylinux(libc.version, architecture) : musllinux(libc.version, architecture);
  return [...tags, `linux_${architecture}`];
}

function minorOf(version: string, major: number): number {
  const match = /^(\d+)\.(\d+)/.exec(version);
  return match !== null && Number(match[1]) === major ? Number(match[2]) : -1;
}

function manylinux(version: string, architecture: string): string[] {
  const isX86 = architecture === "x86_64" || architecture === "i686";
  const tags: string[] = [];
  // pypa/packaging has no manylinux for ARMv6.
  if (architecture === "armv6l") return tags;
  for (let minor = minorOf(version, 2); minor >= (isX86 ? 5 : 17); minor--) {
    tags.push(`manylinux_2_${String(minor)}_${architecture}`);
    const alias = minor === 17 ? "manylinux2014" : minor === 12 && isX86 ? "manylinux2010" : minor === 5 && isX86 ? "manylinux1" : undefined;
    if (alias !== undefined) tags.push(`${alias}_${architecture}`);
  }
  return tags;
}

function musllinux(version: string, architecture: string): string[] {
  const tags: string[] = [];
  for (let minor = minorOf(version, 1); minor >= 0; minor--) tags.push(`musllinux_1_${String(minor)}_${architecture}`);
  return tags;
}

/** The ranks of all tags that fit, as `cp311-cp311-manylinux_2_17_aarch64`; a lower one is preferred. The order is that of pip. */
export function wheelTags(target: WheelTarget): ReadonlyMap<string, number> {
  const minor = minorOf(target.python, 3);
  const ranks = new Map<string, number>();
  if (minor < 0) return ranks;
  const add = (interpreter: string, abi: string, platform: string): void => {
    const tag = `${interpreter}-${abi}-${platform}`;
    if (!ranks.has(tag)) ranks.set(tag, ranks.size);
  };
  const platforms = platformTags(target);
  const own = `cp3${String(minor)}`;
  // Until 3.7 the ABI says that Python was built with pymalloc, as all distributed ones are.
  const abis = [minor < 8 ? `${own}m` : own, "abi3", "none"];
  for (const abi of abis) for (const platform of platforms) add(own, abi, platform);
  for (let older = minor - 1; older >= 2; older--) for (const platform of platforms) add(`cp3${String(older)}`, "abi3", platform);
  const generic = genericInterpreters(minor);
  for (const interpreter of generic) for (const platform of platforms) add(interpreter, "none", platform);
  add(own, "none", "any");
  for (const interpreter of generic) add(interpreter, "none", "any");
  return ranks;
}

function genericInterpreters(minor: number): string[] {
  const older = Array.from({ length: minor }, (_, i) => `py3${String(minor - 1 - i)}`);
  return [`py3${String(minor)}`, "py3", ...older];
}
