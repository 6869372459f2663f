import type { Report } from "../rulekit/types.ts";
import { groupByFile, openFindings } from "./order.ts";
import { messageWithPlatforms, placeOf } from "./places.ts";
import { xmlText } from "./xml.ts";

const SEVERITIES = { error: "error", warning: "warning", note: "info" } as const;

/** Checkstyle XML, which many CI systems and editors read: a `file` for each file with findings. */
export function checkstyle(report: Report): string {
  const byFile = groupByFile(openFindings(report.findings));
  const files = [...byFile].map(([file, findings]) => {
    const errors = findings.map((finding) => {
      const { line, column } = placeOf(report, finding.at).range.start;
      return errorOf({ line, column, severity: SEVERITIES[finding.level], message: messageWithPlatforms(finding), source: `anyarch.${finding.ruleId}` });
    });
    return fileOf(file, errors);
  });
  const problems = report.problems.map(({ file, message }) => fileOf(file, [errorOf({ line: 1, column: 1, severity: "error", message, source: "anyarch" })]));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="8.0">\n${[...files, ...problems].join("")}</checkstyle>\n`;
}

function fileOf(file: string, errors: readonly string[]): string {
  return `  <file name="${xmlText(file)}">\n${errors.join("")}  </file>\n`;
}

function errorOf(attributes: Readonly<Record<string, string | number>>): string {
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${xmlText(String(value))}"`);
  return `    <error ${written.join(" ")}/>\n`;
}
