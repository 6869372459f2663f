import { compareVersions } from "./version.ts";

interface GemFiles {
  readonly name: string;
  /** The first version with a file for linux on aarch64. */
  readonly since: string;
  /** The first version whose files name the C library. */
  readonly namesLibcSince?: string;
  readonly source: string;
  readonly checkedOn: string;
}

/** Gems with files for linux on aarch64; one that isn't here may have some all the same. */
const GEMS: readonly GemFiles[] = [
  { name: "nokogiri", since: "1.13.0", namesLibcSince: "1.18.0", source: "sparklemotion/nokogiri, release notes of 1.13.0, 1.14.0 and 1.18.0", checkedOn: "2026-11-22" },
];

/**
 * The platform under which a version of a gem has a file for `wanted` (`aarch64-linux`), as `aarch64-linux-gnu`; undefined where it has
 * none or that isn't known.
 */
export function firstGemFor(name: string, version: string, wanted: string): string | undefined {
  const gem = GEMS.find((one) => one.name === name);
  if (gem === undefined || wanted !== "aarch64-linux" || (compareVersions(version, gem.since) ?? -1) < 0) return undefined;
  return gem.namesLibcSince !== undefined && (compareVersions(version, gem.namesLibcSince) ?? -1) >= 0 ? `${wanted}-gnu` : wanted;
}
