import { NATIVE_PACKAGES_JSON, PLATFORM_PACKAGES_JSON } from "./generated/native-packages.ts";
import { compareVersions } from "./version.ts";

/**
 * What the install script of an npm package comes to on a platform. `fails`: the installation stops there; `foreign`: it passes and
 * brings a program for another CPU; `no-file`: one of these two, by version.
 */
export type ScriptOutcome = "prebuilt" | "compiles" | "fails" | "foreign" | "no-file";

/** Where an install script runs. */
export interface ScriptPlatform {
  /** In the words of OCI: `amd64`, `arm64`. */
  readonly arch: string;
  readonly libc: "glibc" | "musl";
  /** The version of the libc, where it is known. */
  readonly libcVersion?: string;
}

/** What a build from source needs, by kind of package manager; empty where it is not known, a `?` behind what it can do without. */
export interface BuildNeeds {
  readonly apt: readonly string[];
  readonly apk: readonly string[];
  readonly rpm: readonly string[];
}

/** An npm package whose install script does something else on arm64 than on amd64. */
export interface NativePackage {
  readonly name: string;
  readonly needs: BuildNeeds;
  readonly alternative: string;
  readonly source: string;
  readonly confidence: "high" | "medium";
  /** Variables any of which makes the script fetch nothing. */
  readonly skippedBy: readonly string[];
  /** The newest version that was looked at. */
  readonly latest: string;
}

/** When the newest of the sources was looked at. */
export const NATIVE_PACKAGES_AS_OF = "2026-11-22";

type Row = readonly [
  cases: readonly (readonly [below: string, outcomes: string])[],
  apt: readonly string[],
  apk: readonly string[],
  rpm: readonly string[],
  alternative: string,
  source: string,
  confidence: string,
  skippedBy: readonly string[],
  latest: string,
];

let rows: ReadonlyMap<string, Row> | undefined;

function rowOf(name: string): Row | undefined {
  rows ??= new Map(Object.entries(JSON.parse(NATIVE_PACKAGES_JSON) as Record<string, Row>));
  return rows.get(name);
}

/** What is known of a package; undefined for one that has no native part, does the same everywhere, or isn't known. */
export function nativePackage(name: string): NativePackage | undefined {
  const row = rowOf(name);
  if (row === undefined) return undefined;
  const [, apt, apk, rpm, alternative, source, confidence, skippedBy, latest] = row;
  return { name, needs: { apt, apk, rpm }, alternative, source, confidence: confidence === "high" ? "high" : "medium", skippedBy, latest };
}

/** What installing a version does on a platform; undefined when that is not known. */
export function scriptOutcome(name: string, version: string, platform: ScriptPlatform): ScriptOutcome | undefined {
  const letters = rowOf(name)?.[0].find(([below]) => below === "" || (compareVersions(version, below) ?? 0) < 0)?.[1];
  const cell = letters?.match(/[a-z?](?:\d+\.\d+)?/g)?.[columnOf(platform)];
  const outcome = OUTCOMES[cell?.[0] ?? "?"];
  if (outcome !== "prebuilt" || cell === undefined || cell.length < 2) return outcome;
  const order = platform.libcVersion === undefined ? undefined : compareVersions(platform.libcVersion, cell.slice(1));
  return order === undefined ? undefined : order < 0 ? "compiles" : "prebuilt";
}

const OUTCOMES: Readonly<Partial<Record<string, ScriptOutcome>>> = { p: "prebuilt", c: "compiles", f: "fails", w: "foreign", n: "no-file" };

function columnOf({ arch, libc }: ScriptPlatform): number {
  const column = arch === "amd64" ? 0 : arch === "arm64" ? 2 : Number.NaN;
  return column + (libc === "musl" ? 1 : 0);
}

/** The least version from which on every version has a prebuilt file for a platform; undefined when there is none or it isn't known. */
export function firstPrebuilt(name: string, platform: ScriptPlatform): string | undefined {
  const cases = rowOf(name)?.[0] ?? [];
  const from = cases.findLastIndex(([below]) => scriptOutcome(name, below === "" ? "99999" : justBelow(below), platform) !== "prebuilt");
  return from < 0 || from === cases.length - 1 ? undefined : cases[from]?.[0];
}

/** A version that the row ending at `below` holds for: a pre-release of it sorts before it. */
function justBelow(below: string): string {
  return below.includes("-") ? `${below.split("-")[0] ?? below}-alpha0` : `${below}-alpha0`;
}

let armPackages: ReadonlySet<string> | undefined;

/** Whether npm has a package of this name that is made for linux on arm64. False says nothing: only much used ones were looked at. */
export function isPlatformPackage(name: string): boolean {
  armPackages ??= new Set(JSON.parse(PLATFORM_PACKAGES_JSON) as string[]);
  return armPackages.has(name);
}
