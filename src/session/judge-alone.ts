import { proveFixes, type Candidate, type Claim } from "../fix/index.ts";
import { SuppressionIndex, suppressionsIn, type Crash, type Judged, type Judgement } from "../judge/index.ts";
import type { Finding, Proposal, Rule } from "../rulekit/index.ts";
import type { SourceText, TextEdit } from "../text/index.ts";
import { claimOf, findingOf } from "./finding.ts";
import type { RuleSet } from "./rule-set.ts";

/** What is judged without a build: manifests by themselves, the files around the Dockerfiles. */
export interface JudgedAlone {
  /** The judgements once these edits are made. */
  readonly judge: (edits: readonly TextEdit[]) => Judged;
  /** The edits that a rule proposes for one of its judgements. */
  readonly proposals: (rule: Rule, judgement: Judgement) => Iterable<Proposal>;
  /** The files that findings may lie in. */
  readonly sources: readonly SourceText[];
  readonly rules: RuleSet;
}

/** Evaluations that the proofs may cost: each reads the files anew. */
const PROOF_BUDGET = 24;

/** Judges, proves the fixes and marks what is suppressed. */
export function findAlone({ judge, proposals, sources, rules }: JudgedAlone): { readonly findings: readonly Finding[]; readonly crashes: readonly Crash[] } {
  const { judgements, crashes } = judge([]);
  const claims = judgements.map(claimOf);
  const fixCrashes: Crash[] = [];
  const candidates = judgements.flatMap((judgement, i): Candidate[] => {
    const claim = claims[i];
    try {
      const offered = [...proposals(judgement.rule, judgement)];
      return claim === undefined || offered.length === 0 ? [] : [{ claim, proposals: offered }];
    } catch (error) {
      fixCrashes.push({ ruleId: judgement.rule.meta.id, message: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
  const after = (edits: readonly TextEdit[]): { builds: []; claims: Claim[] } => ({ builds: [], claims: judge(edits).judgements.map(claimOf) });
  const proved = candidates.length === 0 ? new Map<Claim, Proposal>() : proveFixes({ before: { builds: [], claims }, candidates, budget: PROOF_BUDGET, after }).proved;
  const suppressions = new SuppressionIndex(sources.flatMap((source) => suppressionsIn(source, [])), rules.resolve);
  const findings = judgements.map((judgement, i) => {
    const proposal = proved.get(claims[i] as Claim);
    return findingOf(judgement, { dockerfiles: [], fix: proposal === undefined ? undefined : { proposal, evidence: [] }, suppressions });
  });
  return { findings, crashes: [...crashes, ...fixCrashes] };
}
