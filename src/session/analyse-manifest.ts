import { proveFixes, type Candidate, type Claim } from "../fix/index.ts";
import { judgeManifest, SuppressionIndex, suppressionsIn, type Crash, type Judgement } from "../judge/index.ts";
import { isReadable, manifestKindOf, readManifest, type Finding, type Manifest, type ManifestProblem, type Proposal } from "../rulekit/index.ts";
import { applyEdits, SourceText, type TextEdit } from "../text/index.ts";
import type { AnalysisOptions } from "./analyse.ts";

/** A manifest that no Dockerfile installs, judged. */
export interface ManifestAnalysis {
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
  readonly problem: ManifestProblem | undefined;
  readonly source: SourceText;
}

interface Subject {
  readonly file: string;
  readonly kind: string;
  readonly text: string;
}

/** Evaluations that the proofs of one manifest may cost: each reads it anew. */
const PROOF_BUDGET = 24;

/** The kind of a file that can be read as a manifest, by its name. */
export function manifestKindNamed(name: string): string | undefined {
  const kind = manifestKindOf(name)?.kind;
  return kind !== undefined && isReadable(kind) ? kind : undefined;
}

/** Judges a manifest by itself and proves the fixes. */
export function analyseManifest(subject: Subject, options: AnalysisOptions): ManifestAnalysis {
  const source = new SourceText(subject.file, subject.text);
  const read = manifestIn(subject, []);
  if (read === undefined) return { findings: [], crashes: [], problem: undefined, source };
  const { manifest } = read;
  const { judgements, crashes } = judgeManifest(read, options.platforms, options.rules.checks);
  const claims = judgements.map(claimOf);
  const fixCrashes: Crash[] = [];
  const candidates = judgements.flatMap((judgement, i) => candidatesOf(judgement, { claim: claims[i], manifest, text: subject.text, options, crashes: fixCrashes }));
  const after = (edits: readonly TextEdit[]): { builds: []; claims: Claim[] } => {
    const edited = manifestIn(subject, edits);
    return { builds: [], claims: edited === undefined ? [] : judgeManifest(edited, options.platforms, options.rules.checks).judgements.map(claimOf) };
  };
  const proved = candidates.length === 0 ? new Map<Claim, Proposal>() : proveFixes({ before: { builds: [], claims }, candidates, budget: PROOF_BUDGET, after }).proved;
  const suppressions = new SuppressionIndex(suppressionsIn(source, []), options.rules.resolve);
  const findings = judgements.map((judgement, i) => findingOf(judgement, proved.get(claims[i] as Claim), suppressions));
  return { findings, crashes: [...crashes, ...fixCrashes], problem: manifest.problem, source };
}

function manifestIn({ file, kind, text }: Subject, edits: readonly TextEdit[]): { readonly manifest: Manifest; readonly text: string } | undefined {
  const edited = edits.length === 0 ? text : applyEdits(text, edits.filter(({ range }) => range.file === file));
  const manifest = isReadable(kind) ? readManifest(kind, file, edited) : undefined;
  return manifest === undefined ? undefined : { manifest, text: edited };
}

function claimOf({ rule, level, problem, platforms }: Judgement): Claim {
  return { ruleId: rule.meta.id, at: problem.at, message: problem.message, level, platforms };
}

interface Asking {
  readonly claim: Claim | undefined;
  readonly manifest: Manifest;
  readonly text: string;
  readonly options: AnalysisOptions;
  readonly crashes: Crash[];
}

function candidatesOf({ rule, problem }: Judgement, { claim, manifest, text, options, crashes }: Asking): Candidate[] {
  if (rule.manifest?.fixes === undefined || claim === undefined) return [];
  try {
    const proposals = [...rule.manifest.fixes({ manifest, text, problem, platforms: options.platforms })];
    return proposals.length === 0 ? [] : [{ claim, proposals }];
  } catch (error) {
    crashes.push({ ruleId: rule.meta.id, message: error instanceof Error ? error.message : String(error) });
    return [];
  }
}

function findingOf({ rule, level, confidence, problem, platforms }: Judgement, fix: Proposal | undefined, suppressions: SuppressionIndex): Finding {
  const suppression = suppressions.find(problem.at, rule.meta.id);
  return {
    ruleId: rule.meta.id,
    level,
    confidence,
    message: problem.message,
    at: problem.at,
    dockerfiles: [],
    platforms,
    consequence: problem.consequence ?? rule.meta.consequence,
    related: problem.related ?? [],
    evidence: problem.evidence ?? [],
    fixes: fix === undefined ? [] : [fix],
    ...(suppression === undefined ? {} : { suppressed: { reason: suppression.reason } }),
  };
}
