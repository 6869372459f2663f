import { evaluate, lookUpBases, type Build, type BuildContext, type BuildRequest, type ContextFile } from "../evaluate/index.ts";
import { REASONS, type FactStore, type ImageFacts } from "../facts/index.ts";
import { proveFixes, type Candidate, type Claim, type State } from "../fix/index.ts";
import { judge, needsOf, reviewSuppressions, SuppressionIndex, suppressionsIn, type Check, type Crash, type Judgement, type RuleNeed, type Suppression } from "../judge/index.ts";
import { formatPlatform, type Platform } from "../model/index.ts";
import { installsOf, valuesOf, type Finding, type Matrix, type Problem, type Proposal, type Report } from "../rulekit/index.ts";
import { parseDockerfile, type Dockerfile } from "../syntax/dockerfile/index.ts";
import { applyEdits, forgetMemos, rangeKey, SourceText, type TextEdit } from "../text/index.ts";
import { confirmed } from "./confirm.ts";
import { claimOf, findingOf } from "./finding.ts";
import type { RuleSet } from "./rule-set.ts";

/** What is asked of every Dockerfile of a run. */
export interface AnalysisOptions {
  readonly platforms: readonly Platform[];
  readonly builder: Platform;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly stage: string | undefined;
  readonly rules: RuleSet;
  readonly images: ImageFacts;
  readonly facts: FactStore;
  /** Whether the report is to hold the stages of each Dockerfile. */
  readonly graphs?: boolean;
}

/** One Dockerfile to be analysed. */
export interface Subject {
  readonly file: string;
  readonly text: string;
  readonly context: BuildContext;
}

/** One Dockerfile, judged. */
export interface Analysis {
  readonly dockerfile: Dockerfile;
  readonly builds: readonly Build[];
  readonly findings: readonly Finding[];
  readonly unchecked: Report["unchecked"];
  readonly crashes: readonly Crash[];
  /** Every file that took part: the Dockerfile, the scripts that its steps run, the manifests that they install. */
  readonly sources: ReadonlyMap<string, SourceText>;
  /** The manifests among them. */
  readonly manifests: readonly { readonly file: string; readonly kind: string }[];
  /** What could not be read. */
  readonly problems: Report["problems"];
}

/** How many evaluations the proofs of one Dockerfile may cost; a proof by halves of n fixes needs about log n for each that fails. */
const PROOF_BUDGET = 48;
/** Pieces of text that all these evaluations may judge: a Dockerfile that is costly to evaluate gets fewer of them. */
const PROOF_PIECES = 1_000_000;

/** Findings of one Dockerfile for which edits are looked for; the next run with `--fix` finds those of the rest. */
const MAX_FIXES = 1000;

/** Evaluates one Dockerfile for every platform, judges it, and proves the fixes. */
export function analyse(subject: Subject, options: AnalysisOptions): Analysis {
  const first = judgeSubject(subject, options, []);
  const asked = needsOf(first.matrix, options.rules.checks);
  for (const { question, embedded } of asked.needs) options.facts.want(question, embedded);
  const { builds } = first.matrix;
  // Before any proof: what is remembered of these builds goes when others are made.
  const told = { unchecked: uncheckedIn(builds), ...manifestsOf(builds) };
  const claims = first.judgements.map(claimOf);
  const state = { builds: first.matrix.builds, claims };
  const fixCrashes: Crash[] = [];
  const reviewed = review(first, options.rules);
  // A comment is no part of any build: its edit must leave all platforms as they are.
  const reviewClaims = reviewed.judgements.map((judgement) => ({ ...claimOf(judgement), platforms: [] }));
  const allClaims = [...claims, ...reviewClaims];
  const fixable = [...first.judgements, ...reviewed.judgements]
    .map((judgement, i) => ({ judgement, claim: allClaims[i] as Claim }))
    .filter(({ judgement }) => judgement.rule.fixes !== undefined);
  const candidates = fixable.slice(0, MAX_FIXES).flatMap(({ judgement, claim }) => candidateOf(judgement, { claim, matrix: first.matrix, crashes: fixCrashes }));
  const { proved, untried } =
    candidates.length === 0
      ? { proved: new Map<Claim, Proposal>(), untried: [] }
      : proveFixes({ before: state, candidates, budget: proofBudget(first.matrix.builds), after: (edits) => stateAfter(subject, options, edits) });
  const seen = confirmed(proved, { facts: options.facts, before: first.matrix.builds, after: ({ edits }) => judgeSubject(subject, options, edits).matrix.builds });
  const suppressions = new SuppressionIndex(first.suppressions, options.rules.resolve);
  const findings = first.judgements.map((judgement, i) => findingOf(judgement, { dockerfiles: [subject.file], fix: seen.get(claims[i] as Claim), suppressions }));
  const reviewFindings = reviewed.judgements.map((judgement, i) => findingOf(judgement, { dockerfiles: [judgement.problem.at.file], fix: seen.get(reviewClaims[i] as Claim) }));
  return {
    dockerfile: first.matrix.dockerfile,
    builds: first.matrix.builds,
    findings: [...findings, ...reviewFindings],
    unchecked: [
      ...told.unchecked,
      ...unanswered(asked.needs, options.facts),
      ...[...untried, ...fixable.slice(MAX_FIXES).map(({ claim }) => claim)].map(({ ruleId, at }) => ({ ruleId, at, because: "too many fixes to prove in one file" })),
    ],
    crashes: [...first.crashes, ...asked.crashes, ...fixCrashes, ...reviewed.crashes],
    sources: first.sources,
    manifests: told.manifests,
    problems: told.problems,
  };
}

/** The manifests that the builds install, and what could not be read of them. */
function manifestsOf(builds: readonly Build[]): Pick<Analysis, "manifests" | "problems"> {
  const manifests = new Map<string, string>();
  const problems = new Map<string, Report["problems"][number]>();
  for (const { manifest, written } of builds.flatMap(installsOf).flatMap((install) => install.manifests)) {
    if (written) continue;
    manifests.set(manifest.file, manifest.kind);
    if (manifest.problem !== undefined) problems.set(manifest.file, { file: manifest.file, ...manifest.problem });
  }
  return { manifests: [...manifests].map(([file, kind]) => ({ file, kind })), problems: [...problems.values()] };
}

/** Where a rule had to do without an answer, each place once however many platforms there are. */
function unanswered(needs: readonly RuleNeed[], facts: FactStore): Analysis["unchecked"] {
  const places = new Map<string, Analysis["unchecked"][number]>();
  for (const { ruleId, question, at, embedded } of needs) {
    const fact = facts.find(question);
    if (fact.state !== "unknown" || embedded === true) continue;
    const reason = REASONS[fact.because];
    const because = `${question.subject}: ${reason}`;
    places.set(`${ruleId}\0${rangeKey(at)}\0${because}`, { ruleId, at, because, unanswered: reason });
  }
  return [...places.values()];
}

/** What could not be followed, or told of the packages that are installed, each once however many platforms there are. */
function uncheckedIn(builds: readonly Build[]): Analysis["unchecked"] {
  const gaps = new Map<string, Analysis["unchecked"][number]>();
  const all = [...builds.flatMap(({ unchecked }) => unchecked), ...builds.flatMap(installsOf).flatMap((install) => install.gaps)];
  for (const { at, because } of all) gaps.set(`${rangeKey(at)}\0${because}`, { ruleId: "", at, because });
  return [...gaps.values()];
}

function proofBudget(builds: readonly Build[]): number {
  let pieces = 1;
  for (const { stages } of builds) {
    for (const { effects } of stages) for (const effect of effects) for (const value of valuesOf(effect)) pieces += value.pieces.length;
  }
  return Math.max(4, Math.min(PROOF_BUDGET, Math.floor(PROOF_PIECES / pieces)));
}

interface Judged {
  readonly matrix: Matrix;
  readonly judgements: readonly Judgement[];
  readonly crashes: readonly Crash[];
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly suppressions: readonly Suppression[];
}

function judgeSubject(subject: Subject, options: AnalysisOptions, edits: readonly TextEdit[]): Judged {
  forgetMemos();
  const own = edits.filter(({ range }) => range.file === subject.file);
  const dockerfile = parseDockerfile(subject.file, own.length === 0 ? subject.text : applyEdits(subject.text, own));
  const sources = new Map([[subject.file, dockerfile.source]]);
  const context = recordingContext(subject.context, edits, sources);
  const builds = options.platforms.map((target) => evaluate(dockerfile, buildRequest(target, context, options)));
  const matrix = { dockerfile, builds, textOf: (file: string) => sources.get(file)?.text, facts: options.facts };
  const { judgements, crashes } = judge(matrix, options.rules.checks);
  const blocks = dockerfile.instructions.map(({ range }) => range);
  const suppressions = [...sources.values()].flatMap((source) => suppressionsIn(source, source.file === subject.file ? blocks : []));
  return { matrix, judgements, crashes, sources, suppressions };
}

function buildRequest(target: Platform, context: BuildContext, { builder, buildArgs, images, stage }: AnalysisOptions): BuildRequest {
  return { target, explicitTarget: true, builder, otherImages: true, buildArgs, context, images, ...(stage === undefined ? {} : { stage }) };
}

/** Looks up what the stages of a Dockerfile start from, on every platform, so that it can be asked before anything is evaluated. */
export function lookUpImages({ file, text, context }: Subject, options: AnalysisOptions): void {
  const dockerfile = parseDockerfile(file, text);
  for (const target of options.platforms) lookUpBases(dockerfile, buildRequest(target, context, options));
}

/** Remembers each script that was read, and shows scripts as they are after the edits. */
function recordingContext(context: BuildContext, edits: readonly TextEdit[], sources: Map<string, SourceText>): BuildContext {
  const recorded = (found: ContextFile): ContextFile => {
    const own = edits.filter(({ range }) => range.file === found.file);
    const text = own.length === 0 ? found.text : applyEdits(found.text, own);
    if (!sources.has(found.file)) sources.set(found.file, new SourceText(found.file, text));
    return { file: found.file, text };
  };
  return {
    has: (path) => context.has(path),
    programs: (path) => context.programs?.(path) ?? [],
    archives: (path) => context.archives?.(path) ?? [],
    readText(path) {
      const found = context.readText(path);
      return found === undefined ? undefined : recorded(found);
    },
    manifest(path) {
      const found = context.manifest?.(path);
      return found === undefined || "message" in found ? found : recorded(found);
    },
  };
}

function stateAfter(subject: Subject, options: AnalysisOptions, edits: readonly TextEdit[]): State {
  const { matrix, judgements } = judgeSubject(subject, options, edits);
  return { builds: matrix.builds, claims: judgements.map(claimOf) };
}

function candidateOf(judgement: Judgement, { claim, matrix, crashes }: { claim: Claim | undefined; matrix: Matrix; crashes: Crash[] }): Candidate[] {
  const { rule, problem, found } = judgement;
  if (rule.fixes === undefined || claim === undefined) return [];
  try {
    const proposals = [...rule.fixes({ ...matrix, problem, found })].map((proposal) => (judgement.forOthers === true ? { ...proposal, safety: "unsafe" as const } : proposal));
    return proposals.length === 0 ? [] : [{ claim, proposals }];
  } catch (error) {
    crashes.push({ ruleId: rule.meta.id, message: error instanceof Error ? error.message : String(error) });
    return [];
  }
}

/** The problems of the suppressions themselves; they have no platform of their own, so they hold for all. */
function review({ matrix, suppressions, judgements }: Judged, rules: RuleSet): { judgements: Judgement[]; crashes: Crash[] } {
  if (suppressions.length === 0) return { judgements: [], crashes: [] };
  const found = judgements.map(({ rule, problem }) => ({ ruleId: rule.meta.id, at: problem.at }));
  const input = { ...matrix, suppressions: reviewSuppressions(suppressions, found, rules) };
  const platforms = matrix.builds.map(({ target }) => formatPlatform(target));
  const reviewed: Judgement[] = [];
  const crashes: Crash[] = [];
  for (const { rule, level } of rules.checks) {
    try {
      for (const problem of rule.review?.(input) ?? []) reviewed.push(reviewJudgement({ rule, level }, problem, platforms));
    } catch (error) {
      crashes.push({ ruleId: rule.meta.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { judgements: reviewed, crashes };
}

function reviewJudgement({ rule, level }: Check, problem: Problem, platforms: readonly string[]): Judgement {
  return { rule, level: level ?? problem.level ?? rule.meta.level, confidence: problem.confidence ?? "certain", problem, found: [], platforms };
}
