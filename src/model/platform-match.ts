import { formatPlatform, normalisePlatform, readPlatform, samePlatform, type Platform } from "./platform.ts";

/** What BuildKit takes out of an index. */
export interface Selected {
  /** Position in the index. */
  readonly position: number;
  /** The entry as BuildKit prints it: `linux/aarch64` is `linux/arm64`, a written `v8` stays. Empty for an entry without platform. */
  readonly entry: string;
  /** Normalised; undefined for an entry without platform. */
  readonly platform: Platform | undefined;
}

/**
 * The entry that BuildKit uses for `wanted` (containerd `platforms.Only`): it falls back to older variants, from arm64 to
 * 32-bit arm and from amd64 to 386. Entries are `os/arch[/variant]`, an empty one has no platform and comes last.
 * Undefined: the pull fails with "no match for platform in manifest".
 */
export function selectFromIndex(wanted: Platform, index: readonly string[]): Selected | undefined {
  const entries = index.map((text, position) => entryOf(text, position, wanted));
  for (const accepted of acceptedFor(wanted)) {
    const found = entries.find((entry) => entry.platform !== undefined && samePlatform(entry.platform, accepted));
    if (found !== undefined) return found;
  }
  return entries.find((entry) => entry.entry === "");
}

function entryOf(text: string, position: number, wanted: Platform): Selected {
  const read = readPlatform(text, wanted);
  if ("error" in read) return { position, entry: text, platform: undefined };
  // Versions of Windows are told apart by the daemon, not by the index.
  const { os, arch, variant } = normalisePlatform(read);
  return { position, entry: formatPlatform(read), platform: { os, arch, ...(variant === undefined ? {} : { variant }) } };
}

/** Every platform whose image BuildKit takes for `wanted`, the best first. */
export function acceptedFor(wanted: Platform): readonly Platform[] {
  const { os, arch, variant } = normalisePlatform(wanted);
  const variants = variantsOf(arch, variant).map((one) => (one === "" ? { os, arch } : { os, arch, variant: one }));
  if (arch === "amd64") return [...variants, { os, arch: "386" }];
  if (arch === "arm64") return [...variants, ...variantsOf("arm", "v8").map((one) => ({ os, arch: "arm", variant: one }))];
  return variants;
}

/**
 * Whether a CPU of `host` certainly runs a binary made for `binary` without emulation. amd64 runs 386; many arm64 CPUs have
 * no 32-bit mode, so that arm64 runs no arm, although BuildKit takes such an image for it.
 */
export function runsOn(binary: Platform, host: Platform): boolean {
  const key = `${formatPlatform(binary)} ${formatPlatform(host)}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = findRunsOn(binary, host);
  if (answers.size >= MAX_ANSWERS) answers.clear();
  answers.set(key, answer);
  return answer;
}

/** Asked for each architecture word of a build, always about the same few platforms. */
const answers = new Map<string, boolean>();
const MAX_ANSWERS = 1024;

function findRunsOn(binary: Platform, host: Platform): boolean {
  if (normalisePlatform(binary).arch === "arm" && normalisePlatform(host).arch === "arm64") return false;
  return acceptedFor(host).some((accepted) => samePlatform(accepted, binary));
}

/** Variants whose code a CPU of this variant runs, the best first; the empty one is the arch's base line. */
function variantsOf(arch: string, variant: string | undefined): readonly string[] {
  const [, major = "", minor = "0"] = /^v(\d{1,2})(?:\.(\d{1,2}))?$/.exec(variant ?? "") ?? [];
  if (arch === "arm64") return arm64Variants(major === "" && variant === undefined ? 8 : Number(major), Number(minor), variant);
  if (variant === undefined || major === "") return [variant ?? ""];
  if (arch === "amd64") return [...down(Number(major), 2).map((level) => `v${String(level)}`), ""];
  if (arch === "arm") return down(Number(major), 5).map((level) => `v${String(level)}`);
  return [variant];
}

function arm64Variants(major: number, minor: number, variant: string | undefined): readonly string[] {
  if (major !== 8 && major !== 9) return [variant ?? ""];
  const nine = major === 9 ? down(minor, 0).map((level) => (level === 0 ? "v9" : `v9.${String(level)}`)) : [];
  // Armv9.k holds all of Armv8.(k+5).
  const eight = down(major === 9 ? minor + 5 : minor, 1).map((level) => `v8.${String(level)}`);
  return [...nine, ...eight, ""];
}

function down(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, from - to + 1) }, (_, step) => from - step);
}
