import {
  entryOf, installsOf, isEditable, lackingReleasesOf, mayHaveWheel, outdatedLibraryOf,
  type CheckInput, type FixInput, type LackingInstall, type OutdatedLibrary, type Problem, type Proposal, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "library-too-old",
    summary: "Disallow packages that are compiled against a newer C library than the distribution has",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  *check({ build, facts }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      for (const release of lackingReleasesOf(install, facts)) {
        const library = outdatedLibraryOf(release);
        if (library !== undefined) yield problemOf(release, library);
      }
    }
  },
  *fixes({ found }: FixInput): Iterable<Proposal> {
    const releases = found.map(({ problem }) => problem.data as LackingInstall);
    const [first] = releases;
    const entry = first === undefined ? undefined : entryOf(first.installed);
    const version = first?.nextInMajor;
    if (first === undefined || entry?.requirementAt === undefined || version === undefined || !isEditable(entry, first.installed.from?.manifest)) return;
    if (first.installed.from?.written === true || !releases.every(({ target }) => mayHaveWheel(first.dependency.name, version, target))) return;
    yield { title: `raise ${first.dependency.name} to ${version}`, safety: "unsafe", edits: [{ range: entry.requirementAt, newText: version }], raises: [entry.requirementAt] };
  },
};

export default rule;

function problemOf(release: LackingInstall, { library, least, version: there, distribution, evidence }: OutdatedLibrary): Problem {
  const { dependency, version, next, confidence, install, installed } = release;
  const entry = entryOf(installed);
  const isListed = installed.from !== undefined && !installed.from.written;
  const has = there === undefined ? `${distribution} has no package of it` : `${distribution} has ${there}`;
  const advice = next === undefined ? "no later release has a wheel either" : `${next} is the first whose wheel brings the library along`;
  return {
    at: installed.from?.written === true ? install.effect.at : (entry.requirementAt ?? entry.nameAt),
    message: `${dependency.name} ${version} has no wheel that fits here and is compiled against ${library} ${least} or later, but ${has}; ${advice}`,
    ...(confidence === "certain" ? {} : { level: "warning" as const }),
    confidence,
    ...(isListed ? { related: [{ at: install.effect.at, message: "installed here" }] } : {}),
    evidence: [...release.evidence, ...evidence],
    data: release,
  };
}
