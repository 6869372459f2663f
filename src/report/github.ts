import type { Finding, Report } from "../rulekit/types.ts";
import { openFindings } from "./order.ts";
import { placeOf } from "./places.ts";

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
  const platforms = finding.platforms.length === 0 ? "" : ` (${finding.platforms.join(", ")})`;
  return `::${COMMANDS[finding.level]} file=${property(file)},${lines}${columns},title=${property(`anyarch ${finding.ruleId}`)}::${data(finding.message + platforms)}\n`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
