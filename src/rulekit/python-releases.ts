import type { Install, InstalledPackage } from "../evaluate/install/types.ts";
import { wheelHistory, wheelsAsOf, WHEELS_SOURCE } from "../knowledge/wheels.ts";
import type { Dependency, ManifestSettings } from "../model/ecosystem/index.ts";
import { markerHolds } from "../model/ecosystem/python/marker.ts";
import { firstReleaseWithWheel, hasWheelSomewhere, outcomeOf, targetsOf, type Outcome, type ReleaseFiles, type Target } from "../model/ecosystem/python/outcome.ts";
import { whyRejected } from "../model/ecosystem/python/rejection.ts";
import { inSpecifier, isPrerelease, majorOf } from "../model/ecosystem/python/version.ts";
import type { Facts } from "../facts/index.ts";
import type { Platform } from "../model/platform.ts";
import { Memo } from "../text/index.ts";
import { laterReleases, listedRelease, projectQuestion, type ListedRelease } from "./python-index.ts";
import type { Confidence, Evidence, Need } from "./types.ts";

/** A release of a Python package that has no wheel where it is installed, though others have one elsewhere. */
export interface LackingRelease {
  readonly dependency: Dependency;
  readonly version: string;
  /** `newest`: a name alone, and the newest release that was seen is judged. */
  readonly asked: "pinned" | "in-range" | "newest";
  /** `sdist`: it is compiled; `none`: nothing can be installed. */
  readonly state: "sdist" | "none";
  readonly target: Target;
  /** The next release with a wheel there that is no other major release, and the next one of all. */
  readonly nextInMajor: string | undefined;
  readonly next: string | undefined;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
}

/** A lacking release and what installs it. */
export interface LackingInstall extends LackingRelease {
  readonly install: Install;
  readonly installed: InstalledPackage;
}

const byInstall = new Memo<Install, readonly LackingInstall[]>();

/** What a command would take as a wheel on another platform and can't on its own; empty for what isn't Python's. */
export function lackingReleasesOf(install: Install, facts: Facts): readonly LackingInstall[] {
  const known = byInstall.get(install);
  if (known !== undefined) return known;
  const { platformOptions, call } = install.effect;
  const isAsked = install.ecosystem === "python" && platformOptions.length === 0 && !/^(?:python|pip)2/.test(call?.program ?? "");
  const found = isAsked ? lackingIn(install, facts) : [];
  byInstall.set(install, found);
  return found;
}

/**
 * What an index is asked for: pinned releases of which the table has no wheel or isn't sure. Packages that the table has never seen
 * are hardly ever more than Python, and are not asked about.
 */
export function* releaseNeeds(install: Install): Generator<Omit<Need, "at"> & { readonly dependency: Dependency }> {
  if (install.ecosystem !== "python" || install.effect.platformOptions.length > 0 || install.settings.otherIndex) return;
  const target: Target = { platform: install.stage.platform, python: install.system.python, libc: install.system.libc };
  for (const { dependency, version } of install.packages) {
    const { requirement, name } = dependency;
    if (version === undefined || requirement.kind === "url" || requirement.kind === "vcs" || requirement.kind === "path" || filesOf(dependency) !== undefined) continue;
    const { state, by, isWeak } = outcomeOf(name, version, { target });
    if (by === "table" && (state !== "wheel" || isWeak)) yield { question: projectQuestion(name), embedded: state !== "unknown", dependency };
  }
}

function lackingIn(install: Install, facts: Facts): readonly LackingInstall[] {
  const { system, stage, settings } = install;
  const target: Target = { platform: stage.platform, python: system.python, libc: system.libc };
  const isBinaryPreferred = install.effect.call?.options.some(({ name }) => name === "--prefer-binary") === true;
  return install.packages.flatMap((installed) => {
    const release = lackingRelease(installed.dependency, { version: installed.version, target, settings, isBinaryPreferred, facts });
    if (release === undefined) return [];
    return [{ ...release, install, installed, confidence: install.effect.runs === "always" ? release.confidence : "likely" }];
  });
}

/** How a release is asked for. */
export interface Asking {
  /** The one version it can be; undefined where the requirement leaves a choice. */
  readonly version: string | undefined;
  readonly target: Target;
  readonly settings: ManifestSettings;
  readonly isBinaryPreferred?: boolean;
  /** What an index says; without it the table counts. */
  readonly facts?: Facts;
}

/** The release that would be installed, when it lacks a wheel on the target and has one on another platform; else undefined. */
export function lackingRelease(dependency: Dependency, asking: Asking): LackingRelease | undefined {
  const { target, settings } = asking;
  const { name, marker } = dependency;
  const locked = filesOf(dependency);
  const listed = locked === undefined ? listedFor(name, asking) : undefined;
  const files = locked ?? listed;
  if (!isJudged(dependency, asking, files)) return undefined;
  const applies = marker === undefined ? true : markerHolds(marker.text, { platform: target.platform, python: target.python });
  if (applies === false) return undefined;
  const chosen = chosenVersion(dependency, asking);
  if (chosen === undefined) return undefined;
  const outcome = outcomeOf(name, chosen.version, { target, files });
  if (outcome.state !== "sdist" && outcome.state !== "none") return undefined;
  if (!hasWheelSomewhere(name, chosen.version, { target: { ...target, platform: otherThan(target.platform) }, files })) return undefined;
  const isSure = applies === true && chosen.asked === "pinned" && !outcome.isWeak;
  return {
    dependency,
    ...chosen,
    state: isNamed(settings.onlyBinary, name) ? "none" : outcome.state,
    target,
    ...nextReleases(name, chosen.version, { target, listed }),
    confidence: isSure ? "certain" : "likely",
    evidence: [{ statement: statementOf(name, chosen.version, { outcome, target, files }), ...(listed?.told ?? sourceOf(outcome)) }],
  };
}

/** What the user's index lists, where nothing says that the package comes from another one. */
function listedFor(name: string, { version, settings, facts }: Asking): ListedRelease | undefined {
  return version === undefined || facts === undefined || settings.otherIndex ? undefined : listedRelease(facts, name, version);
}

/** Whether it can matter on which platform a package is installed, and whether anything is known of where it comes from. */
function isJudged({ name, optional, requirement }: Dependency, { target, settings }: Asking, files: ReleaseFiles | undefined): boolean {
  if (optional || requirement.kind === "url" || requirement.kind === "vcs" || requirement.kind === "path" || target.platform.os !== "linux") return false;
  // Most of what a lockfile lists is pure Python or source alone: neither hangs on a platform.
  if (files !== undefined && !files.incomplete && !hangsOnPlatform(files.names)) return false;
  return !(settings.otherIndex && files === undefined) && !isNamed(settings.noBinary, name);
}

function hangsOnPlatform(names: readonly string[]): boolean {
  return names.some((name) => name.endsWith(".whl") && !name.endsWith("-any.whl")) && !names.some((name) => /-py3-none-any\.whl$|-py2\.py3-none-any\.whl$/.test(name));
}

function filesOf({ files, filesIncomplete }: Dependency): ReleaseFiles | undefined {
  return files === undefined || files.length === 0 ? undefined : { names: files.map((file) => file.name), incomplete: filesIncomplete === true };
}

/** pip reads the names of `--only-binary` in order, and `:none:` takes back what came before. */
function isNamed(names: readonly string[], name: string): boolean {
  const since = names.slice(names.lastIndexOf(":none:") + 1);
  return since.includes(":all:") || since.includes(name);
}

/** A platform that people have had wheels for all along. */
function otherThan({ arch }: Platform): Platform {
  return { os: "linux", arch: arch === "amd64" ? "arm64" : "amd64" };
}

/** The version that pip would choose: the pin, else the newest release seen that the requirement allows. */
function chosenVersion({ name, requirement }: Dependency, { version, target, isBinaryPreferred }: Asking): Pick<LackingRelease, "version" | "asked"> | undefined {
  if (version !== undefined) return { version, asked: "pinned" };
  const releases = (wheelHistory(name)?.releases ?? []).filter((release) => !isPrerelease(release.version));
  const allowed = requirement.kind === "range" ? releases.filter((release) => inSpecifier(release.version, requirement.specifier) === true) : releases;
  const preferred = isBinaryPreferred === true ? allowed.filter((release) => outcomeOf(name, release.version, { target }).state === "wheel") : [];
  const newest = preferred.at(-1) ?? allowed.at(-1);
  if (newest === undefined) return undefined;
  return { version: newest.version, asked: newest === releases.at(-1) ? "newest" : "in-range" };
}

function nextReleases(name: string, version: string, { target, listed }: { readonly target: Target; readonly listed: ListedRelease | undefined }): Pick<LackingRelease, "nextInMajor" | "next"> {
  // A version that the other platform has no wheel for would only move the trouble there.
  const targets = [target, { ...target, platform: otherThan(target.platform) }];
  if (listed !== undefined) return laterReleases(listed, version, targets);
  const next = firstReleaseWithWheel(name, version, { targets, isAllowed: () => true });
  const major = majorOf(version);
  const isSameMajor = next === undefined || majorOf(next) === major;
  return { next, nextInMajor: isSameMajor ? next : firstReleaseWithWheel(name, version, { targets, isAllowed: (candidate) => majorOf(candidate) === major }) };
}

function sourceOf({ by }: Outcome): Pick<Evidence, "source" | "asOf"> {
  return { source: by === "files" ? "the lockfile" : WHEELS_SOURCE, asOf: wheelsAsOf() };
}

const MAX_FILES_TOLD = 4;

/** Which files the release has and why none of its wheels is taken. */
function statementOf(name: string, version: string, { outcome, target, files }: { readonly outcome: Outcome; readonly target: Target; readonly files: ReleaseFiles | undefined }): string {
  const left = outcome.state === "sdist" ? "only its source is left" : "it has no source either";
  if (outcome.by !== "files" || files === undefined) return `${name} ${version} ${tableStatement(name, version, target)}; ${left}`;
  const [one] = targetsOf(target);
  const rejected = one === undefined ? [] : files.names.flatMap((file) => {
    const why = whyRejected(file, one);
    return why === undefined || /Windows|macOS/.test(why) ? [] : [`${file} ${why}`];
  });
  const told = rejected.slice(0, MAX_FILES_TOLD).join(", ");
  const more = rejected.length > MAX_FILES_TOLD ? ` and ${String(rejected.length - MAX_FILES_TOLD)} more` : "";
  return `${name} ${version} has ${String(files.names.length)} files, and none of its wheels fits: ${told}${more}; ${left}`;
}

function tableStatement(name: string, version: string, { platform }: Target): string {
  const release = wheelHistory(name)?.releases.find((one) => one.version === version);
  const groups = platform.arch === "amd64" ? release?.amd64 : platform.arch === "arm64" ? release?.arm64 : [];
  if (groups === undefined) return "lies between releases without a wheel that fits";
  if (groups.length === 0) return "has wheels for other CPUs and none for this one";
  const floors = groups.map(({ glibc, musl, tags }) => `${tags.map(tagWords).join(", ")} with ${[glibc === undefined ? "" : `glibc ${glibc}`, musl === undefined ? "" : `musl ${musl}`].filter((text) => text !== "").join(" or ")}`);
  return `has wheels for this CPU that don't fit (${floors.join("; ")})`;
}

function tagWords(tag: string): string {
  const open = /^([a*])(\d*)$/.exec(tag);
  if (open !== null) return open[2] === "" ? "any Python" : `Python from 3.${open[2] ?? ""} on`;
  const [first = "", last = first] = tag.split("-");
  return first === last ? `CPython 3.${first}` : `CPython 3.${first} to 3.${last}`;
}

/** `CPython 3.8 and glibc 2.31`, as far as known; empty when nothing is. */
export function targetWords({ python, libc }: Target): string {
  const words = [python === undefined ? "" : `CPython ${python}`, libc === undefined ? "" : [libc.kind, libc.version].filter((part) => part !== undefined).join(" ")];
  return words.filter((word) => word !== "").join(" and ");
}
