import type { Finding, Report } from "../rulekit/types.ts";
import { compareTexts, unsuppressed } from "./order.ts";

/** What a run makes of one file on one platform. */
export type Verdict =
  | { readonly state: "builds" }
  | { readonly state: "blocked"; readonly by: number }
  /** It could not be looked at, or not to its end. */
  | { readonly state: "unknown" };

export interface FileVerdict {
  readonly file: string;
  /** In the order of the report's platforms. */
  readonly platforms: readonly { readonly platform: string; readonly verdict: Verdict }[];
  /** Places that could not be followed. */
  readonly unchecked: number;
  /** Findings of any level that count: what a baseline knows doesn't. */
  readonly findings: number;
}

/**
 * A verdict for every Dockerfile of the run, and for every file with a problem. Errors decide it, those in the scripts that it runs
 * too; suppressed findings don't, and those that a baseline knows do.
 */
export function verdicts(report: Report): readonly FileVerdict[] {
  const files = new Set([...report.files.filter(({ kind }) => kind === "dockerfile"), ...report.problems, ...report.crashes].map(({ file }) => file));
  const open = new Map<string, Finding[]>();
  for (const finding of unsuppressed(report.findings)) {
    for (const file of finding.dockerfiles) open.set(file, [...(open.get(file) ?? []), finding]);
  }
  const broken = new Set([...report.problems, ...report.crashes].map(({ file }) => file));
  const unchecked = new Map<string, number>();
  for (const { at, unanswered } of report.unchecked) if (unanswered === undefined) unchecked.set(at.file, (unchecked.get(at.file) ?? 0) + 1);
  return [...new Set([...files, ...open.keys()])].sort(compareTexts).map((file) => {
    const findings = open.get(file) ?? [];
    const platforms = report.platforms.map((platform) => ({ platform, verdict: verdictOf(findings, platform, broken.has(file)) }));
    return { file, platforms, unchecked: unchecked.get(file) ?? 0, findings: findings.filter(({ baselineState }) => baselineState !== "unchanged").length };
  });
}

function verdictOf(findings: readonly Finding[], platform: string, broken: boolean): Verdict {
  const by = findings.filter(({ level, platforms }) => level === "error" && platforms.includes(platform)).length;
  if (by > 0) return { state: "blocked", by };
  return broken ? { state: "unknown" } : { state: "builds" };
}
