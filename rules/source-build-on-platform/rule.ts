import { buildReadiness, installsOf, listed, placeInInstall, raisedPins, sourceBuildsOf, type CheckInput, type FixInput, type Problem, type Proposal, type Rule, type SourceBuild } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "source-build-on-platform",
    summary: "Prefer packages that have a prebuilt file for the platform over compiling them",
    level: "warning",
    consequence: "compiles",
    fixable: "unsafe",
  },
  *check({ build, facts }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      const builds = sourceBuildsOf(install, facts).filter(({ needs }) => buildReadiness(install, needs).state === "ready");
      if (builds.length === 0) continue;
      yield {
        message: `${listed(builds.map(({ name }) => name))} ${builds.length > 1 ? "have no prebuilt files here and are" : "has no prebuilt file here and is"} compiled`,
        ...(builds.every(({ confidence }) => confidence === "certain") ? {} : { confidence: "likely" }),
        ...placeInInstall(install, builds.map(({ installed }) => installed)),
        evidence: builds.flatMap(({ evidence }) => evidence),
        data: builds,
      };
    }
  },
  *fixes({ problem }: FixInput): Iterable<Proposal> {
    yield* raisedPins(problem.data as readonly SourceBuild[]);
  },
};

export default rule;
