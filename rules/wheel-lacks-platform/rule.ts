import {
  buildReadiness, compilerIn, entryOf, insertPackages, installsOf, isEditable, isHeavyBuild, lackingRelease, lackingReleasesOf, listed, mayHaveWheel, outdatedLibraryOf, pythonNeeds, releaseNeeds, targetWords,
  type CheckInput, type FixInput, type LackingInstall, type LackingRelease, type ManifestFixInput, type ManifestInput, type Need, type Problem, type Proposal, type Range, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "wheel-lacks-platform",
    summary: "Disallow Python releases without a wheel for the platform where a later release has one",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  *needs({ build }: CheckInput): Iterable<Need> {
    for (const install of installsOf(build)) {
      for (const { question, embedded, dependency } of releaseNeeds(install)) yield { question, at: dependency.requirementAt ?? dependency.nameAt, ...(embedded === true ? { embedded } : {}) };
    }
  },
  *check({ build, facts }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      for (const release of lackingReleasesOf(install, facts)) if (isOwn(release) && outdatedLibraryOf(release) === undefined) yield installProblem(release);
    }
  },
  *fixes(input: FixInput): Iterable<Proposal> {
    const releases = input.found.map(({ problem }) => problem.data as LackingInstall);
    const [first] = releases;
    if (first === undefined) return;
    const entry = entryOf(first.installed);
    if (entry.requirementAt !== undefined && first.installed.from?.written !== true && isEditable(entry, first.installed.from?.manifest)) yield* raised(releases, entry.requirementAt);
    yield* equipped(input, first);
  },
  manifest: {
    *check({ manifest, platform }: ManifestInput): Iterable<Problem> {
      for (const dependency of manifest.dependencies) {
        if (dependency.groups.length > 0) continue;
        const version = dependency.requirement.kind === "pin" ? dependency.requirement.version : undefined;
        const release = version === undefined ? undefined : lackingRelease(dependency, { version, target: { platform }, settings: manifest.settings });
        // Nobody knows where it will be installed, so only what fails everywhere is told.
        if (release !== undefined && isOwn(release)) yield { ...problemOf(release, release.state === "none" ? "fails" : "compiles"), at: placeOf(release), level: "warning", confidence: "likely", data: release };
      }
    },
    *fixes({ manifest, problem }: ManifestFixInput): Iterable<Proposal> {
      const release = problem.data as LackingRelease;
      const { requirementAt } = release.dependency;
      if (requirementAt !== undefined && isEditable(release.dependency, manifest)) yield* raised([release], requirementAt);
    },
  },
};

export default rule;

/** What is compiled and will be in every later release is another matter: then there is nothing to choose. */
function isOwn({ state, next }: LackingRelease): boolean {
  return state === "none" || next !== undefined;
}

function installProblem(release: LackingInstall): Problem {
  const { install, installed } = release;
  const isWritten = installed.from?.written === true;
  const isListed = installed.from !== undefined && !isWritten;
  const entry = entryOf(installed);
  return {
    ...problemOf(release, costOf(release)),
    at: isWritten ? install.effect.at : (entry.requirementAt ?? entry.nameAt),
    ...(isListed ? { related: [{ at: install.effect.at, message: "installed here" }] } : {}),
    data: release,
  };
}

/** What comes of it: `fails`, `compiles` for long, or `compiles-quickly`, which is worth no more than a note. */
type Cost = "fails" | "fails-to-compile" | "compiles" | "compiles-quickly";

function costOf(release: LackingInstall): Cost {
  if (release.state === "none") return "fails";
  const { system, effect } = release.install;
  const compiler = compilerIn(system);
  if (compiler === "missing") return "fails-to-compile";
  // Whoever builds wheels means to compile.
  const isMeant = effect.call?.words.includes("wheel") === true;
  return isMeant || (compiler === "there" && !isHeavyBuild(release)) ? "compiles-quickly" : "compiles";
}

function problemOf(release: LackingRelease, cost: Cost): Omit<Problem, "at"> {
  const { confidence, evidence, next } = release;
  const fails = cost === "fails" || cost === "fails-to-compile";
  const level = cost === "compiles-quickly" ? "note" : fails ? "error" : "warning";
  return {
    message: messageOf(release, cost),
    // What rests on thin evidence is told more quietly.
    level: confidence === "certain" ? level : level === "error" ? "warning" : "note",
    confidence,
    consequence: fails ? "build-fails" : "compiles",
    evidence: [...evidence, ...(next === undefined ? [] : evidence.slice(0, 1).map((one) => ({ ...one, statement: `${release.dependency.name} ${next} has a wheel that fits` })))],
  };
}

const THEN: Readonly<Record<Cost, string>> = {
  fails: "so it can't be installed",
  "fails-to-compile": "so it is compiled, and this stage has no compiler",
  compiles: "so it is compiled",
  "compiles-quickly": "so it is compiled",
};

function messageOf({ dependency: { name }, version, target, next, nextInMajor }: LackingRelease, cost: Cost): string {
  const where = targetWords(target);
  const fits = where === "" ? "that fits here" : `that fits here (${where})`;
  const advice = next === undefined ? "no later release has one either" : `${next} is the first that has one${nextInMajor === next ? "" : ", in another major version"}`;
  return `${name} ${version} has no wheel ${fits}, ${THEN[cost]}; ${advice}`;
}

function placeOf({ dependency }: LackingRelease): Range {
  return dependency.requirementAt ?? dependency.nameAt;
}

/** What a stage without a compiler must install to compile the release; compiling it is then worth a finding of its own. */
function* equipped(input: FixInput, release: LackingInstall): Generator<Proposal> {
  const readiness = costOf(release) === "fails-to-compile" ? buildReadiness(release.install, pythonNeeds(release)) : undefined;
  const insertion = readiness?.state === "lacks" ? insertPackages(input, release.install, readiness.missing) : undefined;
  if (readiness?.state !== "lacks" || insertion === undefined) return;
  yield { title: `install ${listed(readiness.missing.packages, 12)}`, safety: "unsafe", edits: insertion.edits, installs: insertion.places, uncovers: [input.problem.at] };
}

/** The lowest release of the same major version that serves every place where it is missing. */
function* raised(releases: readonly LackingRelease[], at: Range): Generator<Proposal> {
  const candidates = releases.map(({ nextInMajor }) => nextInMajor).filter((version) => version !== undefined);
  const { name } = releases[0]?.dependency ?? { name: "" };
  const version = candidates.find((one) => releases.every(({ target }) => mayHaveWheel(name, one, target)));
  if (version === undefined || candidates.length < releases.length) return;
  yield { title: `raise ${name} to ${version}`, safety: "unsafe", edits: [{ range: at, newText: version }], raises: [at] };
}
