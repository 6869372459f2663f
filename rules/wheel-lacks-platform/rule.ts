import {
  entryOf, installsOf, isEditable, lackingRelease, lackingReleasesOf, mayHaveWheel, targetWords,
  type CheckInput, type FixInput, type LackingInstall, type LackingRelease, type ManifestFixInput, type ManifestInput, type Problem, type Proposal, type Range, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "wheel-lacks-platform",
    summary: "Disallow Python releases without a wheel for the platform where a later release has one",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  *check({ build }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      for (const release of lackingReleasesOf(install)) if (isOwn(release)) yield installProblem(release);
    }
  },
  *fixes({ found }: FixInput): Iterable<Proposal> {
    const releases = found.map(({ problem }) => problem.data as LackingInstall);
    const [first] = releases;
    const entry = first === undefined ? undefined : entryOf(first.installed);
    if (first === undefined || entry?.requirementAt === undefined || first.installed.from?.written === true || !isEditable(entry, first.installed.from?.manifest)) return;
    yield* raised(releases, entry.requirementAt);
  },
  manifest: {
    *check({ manifest, platform }: ManifestInput): Iterable<Problem> {
      for (const dependency of manifest.dependencies) {
        const version = dependency.requirement.kind === "pin" ? dependency.requirement.version : undefined;
        const release = version === undefined ? undefined : lackingRelease(dependency, { version, target: { platform }, settings: manifest.settings });
        // Nobody knows where it will be installed, so only what fails everywhere is told.
        if (release !== undefined && isOwn(release)) yield { ...problemOf(release), at: placeOf(release), level: "warning", confidence: "likely", data: release };
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
  const { install, installed, asked, state } = release;
  const isWritten = installed.from?.written === true;
  const isListed = installed.from !== undefined && !isWritten;
  const entry = entryOf(installed);
  const isMild = asked === "newest" && state === "sdist";
  return {
    ...problemOf(release),
    at: isWritten ? install.effect.at : (entry.requirementAt ?? entry.nameAt),
    ...(isListed ? { related: [{ at: install.effect.at, message: "installed here" }] } : {}),
    ...(isMild ? { level: "note" as const } : {}),
    data: release,
  };
}

function problemOf(release: LackingRelease): Omit<Problem, "at"> {
  const { state, confidence, evidence, next } = release;
  const compiles = state === "sdist";
  return {
    message: messageOf(release),
    level: compiles || confidence === "likely" ? "warning" : "error",
    confidence,
    consequence: compiles ? "compiles" : "build-fails",
    evidence: [...evidence, ...(next === undefined ? [] : evidence.slice(0, 1).map((one) => ({ ...one, statement: `${release.dependency.name} ${next} has a wheel that fits` })))],
  };
}

function messageOf({ dependency: { name }, version, state, target, next, nextInMajor }: LackingRelease): string {
  const where = targetWords(target);
  const fits = where === "" ? "that fits here" : `that fits here (${where})`;
  const then = state === "sdist" ? "so it is compiled" : "so it can't be installed";
  const advice = next === undefined ? "no later release has one either" : `${next} is the first that has one${nextInMajor === next ? "" : ", in another major version"}`;
  return `${name} ${version} has no wheel ${fits}, ${then}; ${advice}`;
}

function placeOf({ dependency }: LackingRelease): Range {
  return dependency.requirementAt ?? dependency.nameAt;
}

/** The lowest release of the same major version that serves every place where it is missing. */
function* raised(releases: readonly LackingRelease[], at: Range): Generator<Proposal> {
  const candidates = releases.map(({ nextInMajor }) => nextInMajor).filter((version) => version !== undefined);
  const { name } = releases[0]?.dependency ?? { name: "" };
  const version = candidates.find((one) => releases.every(({ target }) => mayHaveWheel(name, one, target)));
  if (version === undefined || candidates.length < releases.length) return;
  yield { title: `raise ${name} to ${version}`, safety: "unsafe", edits: [{ range: at, newText: version }], raises: [at] };
}
