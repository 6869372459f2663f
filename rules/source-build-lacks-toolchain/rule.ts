import {
  buildReadiness, insertPackages, installCommand, installsOf, listed, placeInInstall, raisedPins, sourceBuildsOf,
  type CheckInput, type Facts, type FixInput, type Install, type MissingTools, type Problem, type Proposal, type Rule, type SourceBuild,
} from "../../src/rulekit/index.ts";

interface Lack {
  readonly install: Install;
  readonly builds: readonly SourceBuild[];
  readonly missing: MissingTools;
}

const rule: Rule = {
  meta: {
    id: "source-build-lacks-toolchain",
    summary: "Disallow installing packages that are compiled where the stage has nothing to compile them with",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  *check({ build, facts }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      const lack = lackIn(install, facts);
      if (lack !== undefined) yield problemOf(lack);
    }
  },
  *fixes(input: FixInput): Iterable<Proposal> {
    // Where the platforms differ in what they lack, one edit serves them all only if it is the longest list.
    const lacks = input.found.map(({ problem }) => problem.data as Lack);
    const most = lacks.toSorted((a, b) => b.missing.packages.length - a.missing.packages.length)[0];
    if (most === undefined) return;
    yield* raisedPins(most.builds);
    const insertion = insertPackages(input, most.install, most.missing);
    // With a compiler the packages are still compiled, which is worth a warning of its own.
    if (insertion !== undefined) yield { title: `install ${listed(most.missing.packages, 12)}`, safety: "unsafe", edits: insertion.edits, installs: insertion.places, uncovers: [most.install.effect.at] };
  },
};

export default rule;

/** What the packages lack together that are compiled; those of a stage that has all they need are no matter of this rule. */
function lackIn(install: Install, facts: Facts): Lack | undefined {
  const lacking = sourceBuildsOf(install, facts).flatMap((build) => {
    const readiness = buildReadiness(install, build.needs);
    return readiness.state === "lacks" ? [{ build, missing: readiness.missing }] : [];
  });
  const [first] = lacking;
  if (first === undefined) return undefined;
  const packages = [...new Set(lacking.flatMap(({ missing }) => missing.packages))];
  const isCertain = lacking.some(({ build, missing }) => build.confidence === "certain" && missing.confidence === "certain");
  return { install, builds: lacking.map(({ build }) => build), missing: { ...first.missing, packages, confidence: isCertain ? "certain" : "likely" } };
}

function problemOf({ install, builds, missing }: Lack): Problem {
  const [names, be] = [listed(builds.map(({ name }) => name)), builds.length > 1 ? "have no prebuilt files here and are" : "has no prebuilt file here and is"];
  const isSure = missing.confidence === "certain" && install.effect.runs === "always";
  return {
    message: `${names} ${be} compiled, for which this stage lacks packages: \`${installCommand(missing)}\``,
    ...(isSure ? {} : { level: "warning", confidence: "likely" }),
    ...placeInInstall(install, builds.map(({ installed }) => installed)),
    evidence: builds.flatMap(({ evidence }) => evidence),
    data: { install, builds, missing } satisfies Lack,
  };
}
