import type { Fact, Facts, PythonFile, PythonProject, Question } from "../facts/index.ts";
import { outcomeOf, type ReleaseFiles, type Target } from "../model/ecosystem/python/outcome.ts";
import { comparePep440, inSpecifier, isPrerelease, majorOf, sameVersion } from "../model/ecosystem/python/version.ts";
import { isSourceDistribution, parseWheelName } from "../model/ecosystem/python/wheel-files.ts";
import type { Evidence } from "./types.ts";

/** The files of one release, as the index lists them, and all others of its project. */
export interface ListedRelease extends ReleaseFiles {
  readonly told: Pick<Evidence, "source" | "asOf">;
  readonly project: PythonProject;
}

/** What is asked of the user's own index. */
export function projectQuestion(name: string): Question<"python-project"> {
  return { kind: "python-project", subject: name.toLowerCase().replace(/[-_.]+/g, "-") };
}

/** The release at the index; undefined when nobody said, or it has no such release. */
export function listedRelease(facts: Facts, name: string, version: string): ListedRelease | undefined {
  const fact: Fact<PythonProject> = facts.find(projectQuestion(name));
  if (fact.state !== "known") return undefined;
  const names = fact.value.files.filter((file) => isOf(file, version)).map((file) => file.name);
  return names.length === 0 ? undefined : { names, incomplete: false, told: { source: fact.source, asOf: fact.observedAt }, project: fact.value };
}

/** The first later release with a wheel for every target: of all, and of the same major version. */
export function laterReleases({ project }: ListedRelease, version: string, targets: readonly Target[]): { readonly next: string | undefined; readonly nextInMajor: string | undefined } {
  const good = releasesOf(project).filter(([candidate, files]) => (comparePep440(candidate, version) ?? 0) > 0 && targets.every((target) => fits(candidate, files, target)));
  const names = good.map(([candidate]) => candidate);
  return { next: names[0], nextInMajor: names.find((candidate) => majorOf(candidate) === majorOf(version)) };
}

function fits(version: string, files: readonly PythonFile[], target: Target): boolean {
  const { python } = target;
  const allowed = files.filter(({ requiresPython }) => requiresPython === undefined || python === undefined || inSpecifier(python, requiresPython) !== false);
  return allowed.length > 0 && outcomeOf("", version, { target, files: { names: allowed.map(({ name }) => name), incomplete: false } }).state === "wheel";
}

const releases = new WeakMap<PythonProject, readonly (readonly [string, readonly PythonFile[]])[]>();

/** Releases in rising order, without those that were withdrawn or come before a release. */
function releasesOf(project: PythonProject): readonly (readonly [string, readonly PythonFile[]])[] {
  const known = releases.get(project);
  if (known !== undefined) return known;
  const byVersion = new Map<string, PythonFile[]>();
  for (const file of project.files) {
    const version = file.yanked === true ? undefined : versionOf(file.name);
    if (version === undefined || isPrerelease(version)) continue;
    byVersion.set(version, [...(byVersion.get(version) ?? []), file]);
  }
  const sorted = [...byVersion].sort(([a], [b]) => comparePep440(a, b) ?? 0);
  releases.set(project, sorted);
  return sorted;
}

function isOf({ name }: PythonFile, version: string): boolean {
  const own = versionOf(name);
  return own !== undefined && sameVersion(own, version);
}

/** The version in a file's name; names of sources may hold dashes themselves. */
function versionOf(file: string): string | undefined {
  if (parseWheelName(file) !== undefined) return file.split("-")[1];
  return isSourceDistribution(file) ? /-([0-9][^-]*)\.(?:tar\.(?:gz|bz2|xz)|zip|tgz)$/.exec(file)?.[1] : undefined;
}
