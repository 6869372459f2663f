import {
  buildReadiness, installsOf, listed, placeInInstall, scriptedConfidence, scriptedEvidence, scriptedName, scriptedPackage, sourceBuildsOf,
  type CheckInput, type ManifestInput, type Problem, type Rule,
} from "../../src/rulekit/index.ts";
import { platformBound } from "./platform-bound.ts";

const rule: Rule = {
  meta: {
    id: "native-module-lacks-prebuild",
    summary: "Disallow native modules that have no prebuilt file for the platform",
    level: "warning",
    consequence: "compiles",
    fixable: "no",
  },
  *check({ build, facts }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      yield* platformBound(install);
      // What the stage has decides in all other cases, and other rules judge that.
      const builds = sourceBuildsOf(install, facts).filter(({ needs }) => buildReadiness(install, needs).state === "unknown");
      if (builds.length === 0) continue;
      yield {
        message: `${listed(builds.map(({ name }) => name))} ${builds.length > 1 ? "have no prebuilt files here and are" : "has no prebuilt file here and is"} compiled, if the image has a compiler and what else that takes`,
        confidence: "likely",
        ...placeInInstall(install, builds.map(({ installed }) => installed)),
        evidence: builds.flatMap(({ evidence }) => evidence),
      };
    }
  },
  manifest: {
    *check({ manifest, platform }: ManifestInput): Iterable<Problem> {
      if (manifest.ecosystem !== "node" || !manifest.isLock) return;
      for (const { name, requirement, optional, nameAt } of manifest.dependencies) {
        const scripted = optional ? undefined : scriptedPackage(name, { requirement, platform });
        if (scripted?.outcome !== "compiles") continue;
        yield { at: nameAt, message: `${scriptedName(scripted)} has no prebuilt file here and is compiled when it is installed`, confidence: scriptedConfidence(scripted), evidence: [scriptedEvidence(scripted)] };
      }
    },
  },
};

export default rule;
