import type { Claim } from "../fix/index.ts";
import type { Judgement, SuppressionIndex } from "../judge/index.ts";
import type { Evidence, Finding, Proposal } from "../rulekit/index.ts";

/** What a finding has besides its judgement. */
export interface FindingParts {
  readonly dockerfiles: readonly string[];
  /** The fix that was proved, and what was seen of the files it asks for. */
  readonly fix?: { readonly proposal: Proposal; readonly evidence: readonly Evidence[] } | undefined;
  /** Absent for findings about suppressions, which nothing suppresses. */
  readonly suppressions?: SuppressionIndex;
}

/** A judgement as far as a proof must know it. */
export function claimOf({ rule, level, problem, platforms }: Judgement): Claim {
  return { ruleId: rule.meta.id, at: problem.at, message: problem.message, level, platforms };
}

/** A judgement as the reports have it. */
export function findingOf({ rule, level, confidence, problem, platforms }: Judgement, { dockerfiles, fix, suppressions }: FindingParts): Finding {
  const suppression = suppressions?.find(problem.at, rule.meta.id);
  return {
    ruleId: rule.meta.id,
    level,
    confidence,
    message: problem.message,
    at: problem.at,
    dockerfiles,
    platforms,
    consequence: problem.consequence ?? rule.meta.consequence,
    related: problem.related ?? [],
    evidence: [...(problem.evidence ?? []), ...(fix?.evidence ?? [])],
    fixes: fix === undefined ? [] : [fix.proposal],
    ...(suppression === undefined ? {} : { suppressed: { reason: suppression.reason } }),
  };
}
