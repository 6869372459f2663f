export { lintFile, type HeldFile } from "./lint-file.ts";
export { FIX_PASSES, fixText, lintText, type TextOptions } from "./lint-text.ts";
export { Session, type Change, type FixResult, type LintRequest } from "./session.ts";
export { rules } from "../../rules/index.ts";
export { ruleSet, type RuleSet } from "./rule-set.ts";
export { cacheFolder, DEFAULT_TIMEOUT_MS, FactCache, OFFLINE, REASONS, type FactSettings } from "../facts/index.ts";
export { inspectImage, type Inspection } from "./inspect.ts";
