import type { Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "unused-suppression",
    summary: "Disallow suppressions that suppress nothing",
    level: "note",
    consequence: "none",
    fixable: "no",
  },
  *check() {
    // A suppression is judged by what it does for the other rules.
  },
  *review({ suppressions }) {
    for (const { rules } of suppressions) {
      for (const { id, at, state } of rules) {
        if (state === "unused") yield { at, message: `Nothing here is reported by \`${id}\`, so the suppression has no effect` };
      }
    }
  },
};

export default rule;
