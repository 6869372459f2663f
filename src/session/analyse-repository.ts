import { judgeRepository, type Crash } from "../judge/index.ts";
import { readPipelineFile, type PipelineFile, type PipelineKind } from "../model/pipeline/index.ts";
import type { Finding, Repository } from "../rulekit/index.ts";
import type { YamlReader } from "../syntax/yaml/index.ts";
import { applyEdits, SourceText, type TextEdit } from "../text/index.ts";
import type { AnalysisOptions } from "./analyse.ts";
import { findAlone } from "./judge-alone.ts";

/** The files around the Dockerfiles of a run, to be judged together. */
export interface RepositorySubject {
  readonly files: readonly { readonly file: string; readonly kind: PipelineKind }[];
  readonly dockerfiles: readonly string[];
  /** The text of any file of the repository by its name in reports; undefined when it can't be read or lies outside. */
  readonly textOf: (file: string) => string | undefined;
  readonly yaml: YamlReader;
}

export interface RepositoryAnalysis {
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
  readonly problems: readonly { readonly file: string; readonly message: string; readonly at: NonNullable<PipelineFile["problem"]>["at"] }[];
  /** By file: those that were read. */
  readonly sources: ReadonlyMap<string, SourceText>;
}

/** Reads and judges them, and proves the fixes. */
export function analyseRepository(subject: RepositorySubject, { platforms, rules, facts }: AnalysisOptions): RepositoryAnalysis {
  const sources = new Map<string, SourceText>();
  const repository = repositoryWith(subject, [], (file, text) => sources.set(file, new SourceText(file, text)));
  const found = findAlone({
    judge: (edits) => judgeRepository({ repository: edits.length === 0 ? repository : repositoryWith(subject, edits), platforms, facts }, rules.checks),
    proposals: (rule, { problem }) => rule.repository?.fixes?.({ repository, problem, platforms, facts }) ?? [],
    sources: [...sources.values()],
    rules,
  });
  const problems = repository.files.flatMap(({ file, problem }) => (problem === undefined ? [] : [{ file, ...problem }]));
  return { ...found, problems, sources };
}

function repositoryWith({ files, dockerfiles, textOf, yaml }: RepositorySubject, edits: readonly TextEdit[], tell?: (file: string, text: string) => void): Repository {
  const edited = (file: string): string | undefined => {
    const text = textOf(file);
    const own = edits.filter(({ range }) => range.file === file);
    if (text !== undefined) tell?.(file, text);
    return text === undefined || own.length === 0 ? text : applyEdits(text, own);
  };
  return { files: files.map(({ file, kind }) => readPipelineFile(kind, file, { yaml, textOf: edited })), dockerfiles, textOf: edited };
}
