import { installsOf, type CheckInput, type FixInput, type ManifestFixInput, type ManifestInput, type Problem, type Proposal, type Rule } from "../../src/rulekit/index.ts";
import { addSubdir, environmentLack, environmentLackAlone, isCondaLack } from "./environments.ts";
import { addGemPlatform, gemsLack, gemsLackAlone, isGemLack } from "./gems.ts";
import { nodeLack, nodeLackAlone } from "./node.ts";
import { followMachine, setting, settingAlone } from "./setting.ts";

const rule: Rule = {
  meta: {
    id: "lockfile-lacks-platform",
    summary: "Require lockfiles to hold what every wanted platform needs",
    level: "error",
    consequence: "build-fails",
    fixable: "safe",
  },
  *check({ build }: CheckInput): Iterable<Problem> {
    for (const install of installsOf(build)) {
      yield* nodeLack(install);
      yield* setting(install);
      yield* gemsLack(install);
      yield* environmentLack(install);
    }
  },
  *fixes({ problem }: FixInput): Iterable<Proposal> {
    yield* isGemLack(problem.data) ? addGemPlatform(problem.data) : followMachine(problem);
  },
  manifest: {
    *check(input: ManifestInput): Iterable<Problem> {
      yield* nodeLackAlone(input);
      yield* settingAlone(input);
      yield* gemsLackAlone(input);
      yield* environmentLackAlone(input);
    },
    *fixes({ problem }: ManifestFixInput): Iterable<Proposal> {
      if (isCondaLack(problem.data)) yield* addSubdir(problem.data);
      else yield* isGemLack(problem.data) ? addGemPlatform(problem.data) : followMachine(problem);
    },
  },
};

export default rule;
