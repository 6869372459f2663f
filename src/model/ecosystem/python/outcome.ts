import { neverHasLinuxWheel, wheelHistory, type WheelGroup, type WheelHistory, type WheelRelease } from "../../../knowledge/wheels.ts";
import type { Platform } from "../../platform.ts";
import { comparePep440, isPrerelease, sameVersion } from "./version.ts";
import { sortedFiles, takenOf } from "./wheel-files.ts";
import type { WheelTarget } from "./wheel-tags.ts";

/** What pip does with a release: takes a wheel, compiles the source, fails because there is neither; or it can't be told. */
export type OutcomeState = "wheel" | "sdist" | "none" | "unknown";

export interface Outcome {
  readonly state: OutcomeState;
  /**
   * `files`: the lockfile lists them; `table`: the embedded table has the release, or its neighbours; `absence`: the table holds every
   * package that was ever seen with a wheel for one platform, and not this one, which is taken for pure Python.
   */
  readonly by: "files" | "table" | "absence";
  /** Whether the evidence is thin: one repository, or releases beside it. */
  readonly isWeak: boolean;
  readonly file?: string;
}

/** Where a release is to be installed. What is not known of Python and libc is tried in every way that is. */
export interface Target {
  readonly platform: Platform;
  readonly python?: string | undefined;
  readonly libc?: { readonly kind: "glibc" | "musl"; readonly version?: string | undefined } | undefined;
}

export interface ReleaseFiles {
  readonly names: readonly string[];
  readonly incomplete: boolean;
}

const UNKNOWN: Outcome = { state: "unknown", by: "table", isWeak: true };

/** The CPythons that people still build images with. */
const PYTHONS = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];
/** The oldest and the newest libc of each kind: what fits the one but not the other hangs on the image. */
const LIBCS: readonly WheelTarget["libc"][] = [
  { kind: "glibc", version: "2.17" },
  { kind: "glibc", version: "2.43" },
  { kind: "musl", version: "1.2" },
];

/** All that a target can be, as far as it is known; none for Python 2, of which nothing is known. */
export function targetsOf({ platform, python, libc }: Target): readonly WheelTarget[] {
  if (python?.startsWith("3.") === false) return [];
  const libcs = libc === undefined ? LIBCS : libc.version === undefined ? LIBCS.filter(({ kind }) => kind === libc.kind) : [{ kind: libc.kind, version: libc.version }];
  return (python === undefined ? PYTHONS : [python]).flatMap((version) => libcs.map((known) => ({ platform, python: version, libc: known })));
}

/** What pip does with a pinned release on a target: by its files where they are listed, else by the embedded table. */
export function outcomeOf(name: string, version: string, { target, files }: { readonly target: Target; readonly files?: ReleaseFiles | undefined }): Outcome {
  const answer = answerer(name, version, files);
  return together(targetsOf(target).map(answer));
}

/** What holds wherever it is. */
function together(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (first === undefined) return UNKNOWN;
  return outcomes.every(({ state }) => state === first.state) ? { ...first, isWeak: outcomes.some(({ isWeak }) => isWeak) } : UNKNOWN;
}

/** Whether a release can be taken without compiling by anybody on a platform, whatever their Python and libc. */
export function hasWheelSomewhere(name: string, version: string, { target, files }: { readonly target: Target; readonly files?: ReleaseFiles | undefined }): boolean {
  const answer = answerer(name, version, files);
  return targetsOf(target).some((one) => answer(one).state === "wheel");
}

/** Looks a release up once, to be asked about many targets. */
function answerer(name: string, version: string, files: ReleaseFiles | undefined): (target: WheelTarget) => Outcome {
  let byTable: ((target: WheelTarget) => Outcome) | undefined;
  const sorted = files === undefined || files.names.length === 0 ? undefined : sortedFiles(files.names);
  return (target) => {
    if (files !== undefined && sorted !== undefined) {
      const taken = takenOf(sorted, target);
      if (taken.state === "wheel" || !files.incomplete) return { ...taken, by: "files", isWeak: false };
    }
    byTable ??= tableAnswerer(name, version);
    return byTable(target);
  };
}

function tableAnswerer(name: string, version: string): (target: WheelTarget) => Outcome {
  const history = wheelHistory(name);
  if (history !== undefined) return byHistory(history, version);
  const outcome = withoutHistory(name);
  return () => outcome;
}

function withoutHistory(name: string): Outcome {
  const never = neverHasLinuxWheel(name);
  return never === undefined ? { state: "wheel", by: "absence", isWeak: true } : { state: never === "none" ? "none" : "sdist", by: "table", isWeak: true };
}

/** Answers a pin from the table: knowledge/wheels.ts says how its rows are to be read. */
function byHistory(history: WheelHistory, version: string): (target: WheelTarget) => Outcome {
  const own = history.releases.find((release) => release.version === version) ?? history.releases.find((release) => sameVersion(release.version, version));
  if (own !== undefined) return (target) => byRelease(own, target);
  const [below, above] = neighbours(history, version);
  if (below === undefined) return () => UNKNOWN;
  return (target) => {
    const lower = byRelease(below, target);
    // Past the newest one, wheels stay and missing ones come: 99 % and 16 %.
    if (above === undefined) return lower.state === "wheel" ? { ...lower, isWeak: true } : UNKNOWN;
    const upper = byRelease(above, target);
    return lower.state === upper.state ? { ...lower, isWeak: true } : UNKNOWN;
  };
}

/** The nearest releases seen below and above a version; pre-releases tell nothing of others. */
function neighbours({ releases }: WheelHistory, version: string): readonly [WheelRelease | undefined, WheelRelease | undefined] {
  let below: WheelRelease | undefined;
  for (const release of releases) {
    if (isPrerelease(release.version)) continue;
    const order = comparePep440(release.version, version);
    if (order === undefined) return [undefined, undefined];
    if (order > 0) return [below, release];
    below = release;
  }
  return [below, undefined];
}

function byRelease(release: WheelRelease, target: WheelTarget): Outcome {
  const minor = Number(target.python.slice(2));
  const groups = groupsFor(release, target.platform);
  const fits = groups !== undefined && groups.some((group) => groupFits(group, target, minor));
  const isUniversal = release.universal && minor >= (release.universalFrom ?? 0);
  if (fits || isUniversal) return { state: "wheel", by: "table", isWeak: false };
  // Wheels for any Python are listed whichever Python a lockfile is for.
  const isForAnyPython = release.amd64.length > 0 && release.amd64.every(({ tags }) => tags.every((tag) => tag === "*"));
  const isKnownFor = isForAnyPython || (minor >= (release.knownFrom ?? 0) && minor <= (release.knownTo ?? Number.POSITIVE_INFINITY));
  const isSilent = release.incomplete || groups === undefined || !isKnownFor;
  if (isSilent) return UNKNOWN;
  return { state: release.hasSource ? "sdist" : "none", by: "table", isWeak: release.weak };
}

/** The wheels for a platform; undefined where there are some whose tags nobody wrote down. */
function groupsFor(release: WheelRelease, { os, arch }: Platform): readonly WheelGroup[] | undefined {
  if (os !== "linux") return undefined;
  if (arch === "amd64") return release.amd64;
  if (arch === "arm64") return release.arm64;
  return release.others.includes(arch) || arch === "386" ? undefined : [];
}

function groupFits({ glibc, musl, tags }: WheelGroup, { libc }: WheelTarget, minor: number): boolean {
  const floor = libc.kind === "glibc" ? glibc : musl;
  return floor !== undefined && atLeast(libc.version, floor) && tags.some((tag) => tagFits(tag, minor));
}

function atLeast(version: string, floor: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const [floorMajor = 0, floorMinor = 0] = floor.split(".").map(Number);
  return major === floorMajor && minor >= floorMinor;
}

function tagFits(tag: string, minor: number): boolean {
  const open = /^([a*])(\d*)$/.exec(tag);
  if (open !== null) return minor >= Number(open[2] === "" ? 0 : open[2]);
  const [first = "", last = first] = tag.split("-");
  return minor >= Number(first) && minor <= Number(last);
}

/**
 * The next higher release seen that has a wheel for each of these targets, as far as they are known: where Python or libc isn't, one of
 * those that it may be is enough. Pre-releases are left out.
 */
export function firstReleaseWithWheel(name: string, after: string, { targets, isAllowed }: { readonly targets: readonly Target[]; readonly isAllowed: (version: string) => boolean }): string | undefined {
  const releases = wheelHistory(name)?.releases ?? [];
  const all = targets.map(targetsOf);
  // The table is in rising order: what comes behind the first higher one is higher.
  const start = releases.findIndex(({ version }) => (comparePep440(version, after) ?? 0) > 0);
  if (start < 0) return undefined;
  const serves = (release: WheelRelease): boolean => all.every((possible) => possible.some((target) => byRelease(release, target).state === "wheel"));
  return releases.slice(start).find((release) => serves(release) && !isPrerelease(release.version) && isAllowed(release.version))?.version;
}
