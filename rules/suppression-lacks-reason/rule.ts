import type { Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "suppression-lacks-reason",
    summary: "Require a reason in every suppression",
    level: "note",
    consequence: "none",
    fixable: "no",
  },
  *check() {
    // A suppression is no effect of the build.
  },
  *review({ suppressions }) {
    for (const { at, reason } of suppressions) {
      if (reason === "") yield { at, message: "The suppression gives no reason, so nobody can tell when it may go" };
    }
  },
};

export default rule;
