import type { Finding, Report } from "../rulekit/types.ts";
import { groupByFile, openFindings } from "./order.ts";
import { placeOf } from "./places.ts";
import { xmlText } from "./xml.ts";

/** JUnit XML: a suite for each file, a failed case for each finding, and a passed one for a file without any. */
export function junit(report: Report): string {
  const findings = openFindings(report.findings);
  const byFile = groupByFile(findings);
  const files = [...new Set([...report.files.map(({ file }) => file), ...byFile.keys()])].sort();
  const suites = files.map((file) => suite(report, file, byFile.get(file) ?? []));
  const broken = report.problems.map(problemSuite);
  const total = suites.length === 0 ? 0 : files.reduce((sum, file) => sum + Math.max(1, byFile.get(file)?.length ?? 0), 0);
  const counts = `tests="${String(total + broken.length)}" failures="${String(findings.length)}" errors="${String(broken.length)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="anyarch" ${counts}>\n${[...suites, ...broken].join("")}</testsuites>\n`;
}

function suite(report: Report, file: string, findings: readonly Finding[]): string {
  const cases = findings.map((finding) => failedCase(report, finding));
  const body = cases.length === 0 ? `    <testcase name="nothing found" classname="${xmlText(file)}"/>\n` : cases.join("");
  const counts = `tests="${String(Math.max(1, cases.length))}" failures="${String(cases.length)}" errors="0"`;
  return `  <testsuite name="${xmlText(file)}" ${counts}>\n${body}  </testsuite>\n`;
}

function failedCase(report: Report, finding: Finding): string {
  const { file, range } = placeOf(report, finding.at);
  const where = `${file}:${String(range.start.line)}:${String(range.start.column)}`;
  const text = [where, finding.message, ...(finding.platforms.length === 0 ? [] : [`platforms: ${finding.platforms.join(", ")}`])].join("\n");
  const open = `    <testcase name="${xmlText(`${finding.ruleId} ${where}`)}" classname="${xmlText(file)}">\n`;
  return `${open}      <failure type="${finding.level}" message="${xmlText(finding.message)}">${xmlText(text)}</failure>\n    </testcase>\n`;
}

function problemSuite({ file, message }: Report["problems"][number]): string {
  const error = `<error message="${xmlText(message)}">${xmlText(`${file}: ${message}`)}</error>`;
  const testcase = `    <testcase name="can be read" classname="${xmlText(file)}">${error}</testcase>\n`;
  return `  <testsuite name="${xmlText(file)}" tests="1" failures="0" errors="1">\n${testcase}  </testsuite>\n`;
}
