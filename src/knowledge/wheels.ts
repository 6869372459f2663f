import { WHEELS_JSON } from "./generated/wheels.ts";

/** Where the table was read and when. */
export const WHEELS_SOURCE = "file lists of public lockfiles (uv, Poetry, PDM)";

/** Files of one release that fit one CPU, as far as their names tell. */
export interface WheelGroup {
  /** The least glibc it wants, as `2.17`; absent: no glibc wheel. */
  readonly glibc?: string;
  readonly musl?: string;
  /** Which CPythons: `8`, `8-12`, `a7` (abi3 from 3.7 up), `*` (any), `*9` (any from 3.9 up). Free-threaded ones are left out. */
  readonly tags: readonly string[];
}

/** One release of a package that has wheels for Linux. */
export interface WheelRelease {
  readonly version: string;
  readonly arm64: readonly WheelGroup[];
  readonly amd64: readonly WheelGroup[];
  readonly hasSource: boolean;
  /** A wheel for any platform, and the least minor version of Python 3 that it wants. */
  readonly universal: boolean;
  readonly universalFrom?: number;
  /** What is listed exists; what isn't may exist too. */
  readonly incomplete: boolean;
  /** That something is missing was seen in one repository only. */
  readonly weak: boolean;
  /** Other CPUs that have wheels, by OCI name. */
  readonly others: readonly string[];
  /** Minor versions of Python 3 for which the absence of a wheel is known. */
  readonly knownFrom?: number;
  readonly knownTo?: number;
}

export interface WheelHistory {
  readonly name: string;
  readonly latest: string;
  /** In rising order. */
  readonly releases: readonly WheelRelease[];
}

interface Table {
  readonly observed_until: string;
  readonly profiles: readonly string[];
  readonly packages: Readonly<Record<string, { readonly l: string; readonly v: string } | undefined>>;
  readonly no_linux_wheels: Readonly<Record<string, readonly [string, 0 | 1] | undefined>>;
  readonly native_sdist_only: Readonly<Record<string, string | undefined>>;
  readonly arm64_only: Readonly<Record<string, string | undefined>>;
}

let parsed: Table | undefined;
const histories = new Map<string, WheelHistory>();

function table(): Table {
  return (parsed ??= JSON.parse(WHEELS_JSON) as Table);
}

/** The day of the newest lockfile that was looked at. */
export function wheelsAsOf(): string {
  return table().observed_until;
}

/** Every release seen of a package that ever had a wheel for Linux on x86-64; undefined for all other packages. */
export function wheelHistory(name: string): WheelHistory | undefined {
  const known = histories.get(name);
  if (known !== undefined) return known;
  const { packages } = table();
  const row = Object.hasOwn(packages, name) ? packages[name] : undefined;
  if (row === undefined) return undefined;
  const history = { name, latest: row.l, releases: row.v.split(";").flatMap(releasesOf) };
  histories.set(name, history);
  return history;
}

/** Whether a package is compiled on every Linux: its releases are source only, or hold wheels for other systems alone. `none`: nothing can be installed. */
export function neverHasLinuxWheel(name: string): "source" | "none" | undefined {
  const { no_linux_wheels: foreign, native_sdist_only: native } = table();
  if (Object.hasOwn(native, name)) return "source";
  if (!Object.hasOwn(foreign, name)) return undefined;
  return foreign[name]?.[1] === 1 ? "source" : "none";
}

function releasesOf(run: string): WheelRelease[] {
  const [versions = "", arm64 = "0", amd64 = "0", flags = ""] = run.split("|");
  const shared = { arm64: groupsOf(arm64), amd64: groupsOf(amd64), ...flagsOf(flags) };
  return versions.split(",").map((version) => ({ version, ...shared }));
}

function flagsOf(text: string): Omit<WheelRelease, "version" | "arm64" | "amd64"> {
  const [letters = "", ...parts] = text.split("+");
  const known = /^k(\d+)(-(\d+))?$/.exec(parts.find((part) => part.startsWith("k")) ?? "");
  const universal = parts.find((part) => part.startsWith("u"))?.slice(1);
  const others = Object.entries(OTHERS).filter(([letter]) => letters.includes(letter)).map(([, arch]) => arch);
  return {
    hasSource: letters.includes("S"),
    universal: letters.includes("P"),
    incomplete: letters.includes("i"),
    weak: letters.includes("w"),
    others,
    ...(universal === undefined ? {} : { universalFrom: Number(universal) }),
    ...(known === null ? {} : { knownFrom: Number(known[1]) }),
    ...(known?.[3] === undefined ? {} : { knownTo: Number(known[3]) }),
  };
}

const OTHERS: Readonly<Record<string, string>> = { 7: "arm", p: "ppc64le", s: "s390x", r: "riscv64" };

const groups = new Map<string, readonly WheelGroup[]>();

function groupsOf(index: string): readonly WheelGroup[] {
  const known = groups.get(index);
  if (known !== undefined) return known;
  const profile = table().profiles[Number.parseInt(index, 36)] ?? "";
  const found = profile === "" ? [] : profile.split(" ").map(groupOf);
  groups.set(index, found);
  return found;
}

function groupOf(text: string): WheelGroup {
  const [floor = "", tags = ""] = text.split(":");
  const [glibc = "", musl = ""] = floor.split("/");
  return { ...(glibc === "" ? {} : { glibc }), ...(musl === "" ? {} : { musl }), tags: tags.split(",").filter((tag) => !tag.includes("t")) };
}
