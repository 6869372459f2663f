import type { Finding } from "../../src/rulekit/index.ts";
import { fixText, lintText, type TextOptions } from "../../src/session/index.ts";

/** A finding as a reader meets it. */
export interface Met {
  /** What is underlined. */
  readonly word: string;
  readonly line: number;
  readonly file: string;
  readonly finding: Finding;
}

/** Asks one rule about Dockerfiles written in tests. */
export function judgeOf(ruleId: string): {
  readonly met: (text: string, options?: TextOptions) => readonly Met[];
  readonly words: (text: string, options?: TextOptions) => readonly string[];
  readonly fixed: (text: string, options?: TextOptions & { readonly unsafe?: boolean }) => readonly string[];
} {
  const met = (text: string, options: TextOptions = {}): readonly Met[] => {
    const report = lintText("Dockerfile", text, { ...options, rules: [ruleId] });
    return report.findings.map((finding) => {
      const { file, start, end } = finding.at;
      const whole = report.sources.get(file)?.text ?? "";
      return { finding, file, word: whole.slice(start, end), line: whole.slice(0, start).split("\n").length };
    });
  };
  return {
    met,
    words: (text, options) => met(text, options).map(({ word }) => word),
    // The lines that are new: what the fix wrote.
    fixed: (text, options = {}) => {
      const before = new Set(text.split("\n"));
      return fixText("Dockerfile", text, { ...options, rules: [ruleId] }).split("\n").filter((line) => !before.has(line));
    },
  };
}

/** A Dockerfile on Debian with these further lines. */
export function onDebian(...lines: readonly string[]): string {
  return `FROM debian:bookworm-slim\n${lines.join("\n")}\n`;
}
