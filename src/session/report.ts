import { formatPlatform } from "../model/index.ts";
import type { Finding, Report, StageGraph } from "../rulekit/index.ts";
import type { Dockerfile } from "../syntax/dockerfile/index.ts";
import { compareRanges, rangeKey, type SourceText } from "../text/index.ts";
import type { ManifestAnalysis } from "./analyse-manifest.ts";
import type { RepositoryAnalysis } from "./analyse-repository.ts";
import type { Analysis, AnalysisOptions } from "./analyse.ts";
import { stageGraph } from "./stage-graph.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/** Gathers the analyses of a run into one report, in an order that depends on the input alone. */
export class ReportBuilder {
  readonly #options: AnalysisOptions;
  readonly #parts: Pick<Mutable<Report>, "findings" | "files" | "unchecked" | "problems" | "crashes"> = { findings: [], files: [], unchecked: [], problems: [], crashes: [] };
  readonly #sources = new Map<string, SourceText>();
  readonly #graphs: StageGraph[] = [];
  readonly #manifests = new Map<string, string>();
  readonly #unreadable = new Map<string, Report["problems"][number]>();

  constructor(options: AnalysisOptions) {
    this.#options = options;
  }

  addProblem(problem: Report["problems"][number]): void {
    this.#parts.problems.push(problem);
  }

  /** A manifest that was judged by itself. */
  addManifest(file: string, kind: string, analysis: ManifestAnalysis): void {
    this.#parts.files.push({ file, kind });
    this.#parts.findings.push(...analysis.findings);
    this.#parts.crashes.push(...analysis.crashes.map((crash) => ({ ...crash, file })));
    if (analysis.problem !== undefined) this.addProblem({ file, ...analysis.problem });
    if (analysis.findings.length > 0 || analysis.problem !== undefined) this.#sources.set(file, analysis.source);
  }

  /** A template that is no Dockerfile before it is filled in is passed over, and said to be. */
  addTemplate(file: string, { source }: Dockerfile): void {
    this.#parts.files.push({ file, kind: "dockerfile" });
    this.#parts.unchecked.push({ ruleId: "", at: { file, start: 0, end: 0 }, because: "a template that is no Dockerfile before it is filled in" });
    this.#sources.set(file, source);
  }

  /** The files around the Dockerfiles, judged together; what was found in those that are left out doesn't count. */
  addRepository(files: readonly { readonly file: string; readonly kind: string }[], analysis: RepositoryAnalysis, leftOut: ReadonlySet<string>): void {
    const isMeant = ({ file }: { readonly file: string }): boolean => !leftOut.has(file);
    const findings = analysis.findings.filter(({ at }) => isMeant(at));
    const problems = analysis.problems.filter(isMeant);
    const { crashes, sources } = analysis;
    this.#parts.files.push(...files.map(({ file, kind }) => ({ file, kind })));
    this.#parts.findings.push(...findings);
    this.#parts.crashes.push(...crashes.map((crash) => ({ ...crash, file: files[0]?.file ?? "" })));
    this.#parts.problems.push(...problems);
    this.#keep({ sources }, problems.map(({ file }) => file));
    for (const finding of findings) this.#keep({ sources }, filesOf(finding));
  }

  addCrash(file: string, error: unknown, kind = "dockerfile"): void {
    this.#parts.files.push({ file, kind });
    this.#parts.crashes.push({ ruleId: "", file, message: error instanceof Error ? error.message : String(error) });
  }

  addAnalysis(file: string, analysis: Analysis): void {
    const { findings, files, unchecked, crashes } = this.#parts;
    files.push({ file, kind: "dockerfile" });
    if (this.#options.graphs === true) this.#graphs.push(stageGraph(file, analysis.builds));
    for (const manifest of analysis.manifests) this.#manifests.set(manifest.file, manifest.kind);
    for (const problem of analysis.problems) this.#unreadable.set(`${problem.file}\0${problem.message}`, problem);
    this.#keep(analysis, analysis.problems.map((problem) => problem.file));
    findings.push(...analysis.findings);
    unchecked.push(...analysis.unchecked);
    crashes.push(...analysis.crashes.map((crash) => ({ ...crash, file })));
    // Only what a report must point into is kept: a run over thousands of files must not hold them all.
    for (const finding of analysis.findings) this.#keep(analysis, filesOf(finding));
    this.#keep(analysis, analysis.unchecked.map(({ at }) => at.file));
  }

  /** Whether a Dockerfile of the run installs this manifest. */
  uses(file: string): boolean {
    return this.#manifests.has(file);
  }

  build(): Report {
    const { findings, unchecked, crashes } = this.#parts;
    const files = [...this.#parts.files, ...[...this.#manifests].map(([file, kind]) => ({ file, kind }))];
    const problems = [...this.#parts.problems, ...this.#unreadable.values()];
    return {
      platforms: this.#options.platforms.map(formatPlatform),
      findings: distinct(findings).sort((a, b) => compareRanges(a.at, b.at) || order(a.ruleId, b.ruleId) || order(a.message, b.message)),
      files: files.sort((a, b) => order(a.file, b.file)),
      facts: this.#options.facts.counts,
      unchecked: unchecked.sort((a, b) => compareRanges(a.at, b.at) || order(a.because, b.because)),
      problems: problems.sort((a, b) => order(a.file, b.file) || order(a.message, b.message)),
      crashes: crashes.sort((a, b) => order(a.file, b.file) || order(a.ruleId, b.ruleId)),
      sources: this.#sources,
      rules: this.#options.rules.metas,
      ...(this.#options.graphs === true ? { graphs: this.#graphs.sort((a, b) => order(a.file, b.file)) } : {}),
    };
  }

  #keep(analysis: Pick<Analysis, "sources">, files: readonly string[]): void {
    for (const file of files) {
      const source = analysis.sources.get(file);
      if (source !== undefined) this.#sources.set(file, source);
    }
  }
}

/** The files that a finding points into. */
function filesOf({ at, related, fixes }: Finding): readonly string[] {
  return [at, ...related.map((place) => place.at), ...fixes.flatMap((fix) => fix.edits.map(({ range }) => range))].map(({ file }) => file);
}

/** A script that several Dockerfiles run is judged with each of them; equal findings are one. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.ruleId}\0${rangeKey(finding.at)}\0${finding.message}`;
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? finding : { ...known, dockerfiles: [...new Set([...known.dockerfiles, ...finding.dockerfiles])] });
  }
  return [...byKey.values()];
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
