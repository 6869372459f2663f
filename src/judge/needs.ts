import type { Matrix, Need } from "../rulekit/types.ts";
import type { Check, Crash } from "./judge.ts";

/** A need and the rule that has it. */
export interface RuleNeed extends Need {
  readonly ruleId: string;
}

/** What the checks would like to know of the world before they judge these builds. A rule that throws becomes a crash entry. */
export function needsOf(matrix: Matrix, checks: readonly Check[]): { readonly needs: readonly RuleNeed[]; readonly crashes: readonly Crash[] } {
  const needs: RuleNeed[] = [];
  const crashes: Crash[] = [];
  for (const { rule } of checks) {
    if (rule.needs === undefined) continue;
    try {
      for (const build of matrix.builds) for (const need of rule.needs({ ...matrix, build })) needs.push({ ...need, ruleId: rule.meta.id });
    } catch (error) {
      crashes.push({ ruleId: rule.meta.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { needs, crashes };
}
