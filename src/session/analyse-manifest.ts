import { judgeManifest, type Crash } from "../judge/index.ts";
import { isReadable, manifestKindOf, readManifest, type Finding, type Manifest, type ManifestProblem } from "../rulekit/index.ts";
import { applyEdits, SourceText, type TextEdit } from "../text/index.ts";
import type { AnalysisOptions } from "./analyse.ts";
import { findAlone } from "./judge-alone.ts";

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

/** The kind of a file that can be read as a manifest, by its path with `/`. */
export function manifestKindNamed(path: string): string | undefined {
  const kind = manifestKindOf(path.slice(path.lastIndexOf("/") + 1))?.kind;
  return kind !== undefined && isReadable(kind) ? kind : undefined;
}

/** Judges a manifest by itself and proves the fixes. */
export function analyseManifest(subject: Subject, { platforms, rules }: AnalysisOptions): ManifestAnalysis {
  const source = new SourceText(subject.file, subject.text);
  const read = manifestIn(subject, []);
  if (read === undefined) return { findings: [], crashes: [], problem: undefined, source };
  const found = findAlone({
    judge: (edits) => judgeManifest(manifestIn(subject, edits) ?? read, platforms, rules.checks),
    proposals: (rule, { problem }) => rule.manifest?.fixes?.({ ...read, problem, platforms }) ?? [],
    sources: [source],
    rules,
  });
  return { ...found, problem: read.manifest.problem, source };
}

function manifestIn({ file, kind, text }: Subject, edits: readonly TextEdit[]): { readonly manifest: Manifest; readonly text: string } | undefined {
  const edited = edits.length === 0 ? text : applyEdits(text, edits.filter(({ range }) => range.file === file));
  const manifest = isReadable(kind) ? readManifest(kind, file, edited) : undefined;
  return manifest === undefined ? undefined : { manifest, text: edited };
}
