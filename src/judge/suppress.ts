import type { ReviewedSuppression } from "../rulekit/types.ts";
import { contains, type Range } from "../text/index.ts";
import type { Suppression } from "./suppressions.ts";

/** The rules of a run, as far as suppressions must know them. */
export interface KnownRules {
  /** The present id for an id or a former id; undefined when there is no such rule. */
  readonly resolve: (id: string) => string | undefined;
  readonly isOff: (id: string) => boolean;
  readonly nearest: (id: string) => string | undefined;
}

/** The suppression that covers a finding of `ruleId` at `at`, if one does. */
export function suppressionOf(at: Range, ruleId: string, { suppressions, rules }: { suppressions: readonly Suppression[]; rules: KnownRules }): Suppression | undefined {
  const place = { ...at, end: at.start };
  return suppressions.find((suppression) => contains(suppression.over, place) && suppression.ruleIds.some(({ id }) => rules.resolve(id) === ruleId));
}

/** What became of each suppression; `suppressed` are the findings as (rule, place). */
export function reviewSuppressions(
  suppressions: readonly Suppression[],
  findings: readonly { readonly ruleId: string; readonly at: Range }[],
  rules: KnownRules,
): ReviewedSuppression[] {
  return suppressions.map((suppression) => ({
    at: suppression.at,
    reason: suppression.reason,
    rules: suppression.ruleIds.map(({ id, at }) => reviewOne(suppression, { id, at }, { findings, rules })),
  }));
}

function reviewOne(
  suppression: Suppression,
  { id, at }: { id: string; at: Range },
  { findings, rules }: { findings: readonly { readonly ruleId: string; readonly at: Range }[]; rules: KnownRules },
): ReviewedSuppression["rules"][number] {
  const ruleId = rules.resolve(id);
  const nearest = rules.nearest(id);
  if (ruleId === undefined) return { id, at, state: "unknown", ...(nearest === undefined ? {} : { nearest }) };
  if (rules.isOff(ruleId)) return { id, at, state: "off" };
  const used = findings.some((finding) => finding.ruleId === ruleId && contains(suppression.over, { ...finding.at, end: finding.at.start }));
  return { id, at, state: used ? "used" : "unused" };
}
