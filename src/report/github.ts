import type { Finding, Report } from "../rulekit/types.ts";
import { visible } from "../text/index.ts";
import { openFindings } from "./order.ts";
import { messageWithPlatforms, placeOf } from "./places.ts";

const COMMANDS = { error: "error", warning: "warning", note: "notice" } as const;

/** Workflow commands of GitHub Actions: each finding becomes an annotation of its lines. */
export function github(report: Report): string {
  const lines = openFindings(report.findings).map((finding) => annotation(report, finding));
  const problems = report.problems.map(({ file, message }) => `::error file=${property(file)},title=anyarch::${data(message)}\n`);
  return [...lines, ...problems].join("");
}

function annotation(report: Report, finding: Finding): string {
  const { file, range } = placeOf(report, finding.at);
  const { start, end } = range;
  const lines = `line=${String(start.line)},endLine=${String(end.line)}`;
  // Columns count only within one line: GitHub refuses the annotation otherwise.
  const columns = start.line === end.line ? `,col=${String(start.column)},endColumn=${String(Math.max(start.column, end.column - 1))}` : "";
  return `::${COMMANDS[finding.level]} file=${property(file)},${lines}${columns},title=${property(`anyarch ${finding.ruleId}`)}::${data(messageWithPlatforms(finding))}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { "%": "%25", "\n": "%0A", "\t": "\t" };

function data(text: string): string {
  // What follows an escaped line end is no line of its own any more, so `::` may stay in it.
  return Array.from(text.replaceAll("\r\n", "\n"), (character) => ESCAPES[character] ?? visible(character)).join("");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
