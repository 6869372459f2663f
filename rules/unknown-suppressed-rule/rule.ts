import type { Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "unknown-suppressed-rule",
    summary: "Disallow suppressions of rules that don't exist",
    level: "warning",
    consequence: "none",
    fixable: "no",
  },
  *check() {
    // A suppression is no effect of the build.
  },
  *review({ suppressions }) {
    for (const { rules } of suppressions) {
      for (const { id, at, state, nearest } of rules) {
        if (state !== "unknown") continue;
        const hint = nearest === undefined ? "" : `; \`${nearest}\` is the nearest that does`;
        yield { at, message: `No rule is called \`${id}\`${hint}` };
      }
    }
  },
};

export default rule;
