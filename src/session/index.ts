export { FIX_PASSES, fixText, lintText, type TextOptions } from "./lint-text.ts";
export { Session, type Change, type FixResult, type LintRequest } from "./session.ts";
export { rules } from "../../rules/index.ts";
export { ruleSet, type RuleSet } from "./rule-set.ts";
