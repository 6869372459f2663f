import { fixText, lintText, type TextOptions } from "../../src/session/index.ts";

/** A finding as tests speak of it. */
export interface Found {
  readonly line: number;
  /** What is marked. */
  readonly text: string;
  readonly platforms: readonly string[];
  readonly level: string;
  readonly message: string;
  readonly consequence: string;
  readonly confidence: string;
  readonly related: readonly string[];
  /** `safe`, `unsafe`, or undefined where no fix is offered. */
  readonly fix: string | undefined;
}

/** Runs one rule over one Dockerfile; its findings in order, those of other files with line 0. */
export function findingsOf(rule: string, lines: readonly string[], options: TextOptions = {}): readonly Found[] {
  const text = textOf(lines);
  const report = lintText("Dockerfile", text, { ...options, rules: [rule] });
  if (report.crashes.length > 0) throw new Error(report.crashes.map(({ message }) => message).join("; "));
  return report.findings.map((finding) => ({
    line: finding.at.file === "Dockerfile" ? text.slice(0, finding.at.start).split("\n").length : 0,
    text: text.slice(finding.at.start, finding.at.end),
    platforms: finding.platforms,
    level: finding.level,
    message: finding.message,
    consequence: finding.consequence,
    confidence: finding.confidence,
    related: finding.related.map(({ message }) => message),
    fix: finding.fixes[0]?.safety,
  }));
}

/** The lines that one rule marks. */
export function linesOf(rule: string, lines: readonly string[], options: TextOptions = {}): readonly number[] {
  return findingsOf(rule, lines, options).map(({ line }) => line);
}

/** The lines after `--fix --unsafe-fixes` with one rule. */
export function fixedBy(rule: string, lines: readonly string[], options: TextOptions = {}): readonly string[] {
  return fixText("Dockerfile", textOf(lines), { ...options, rules: [rule], unsafe: true }).trimEnd().split("\n");
}

function textOf(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
