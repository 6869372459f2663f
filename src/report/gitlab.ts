import type { Report } from "../rulekit/types.ts";
import { fingerprints } from "./fingerprint.ts";
import { jsonText } from "./json-text.ts";
import { openFindings } from "./order.ts";
import { messageWithPlatforms, placeOf } from "./places.ts";

const SEVERITIES = { error: "major", warning: "minor", note: "info" } as const;

/** A Code Quality report of GitLab: the part of the Code Climate form that GitLab reads. */
export function gitlab(report: Report): string {
  const findings = openFindings(report.findings);
  const names = fingerprints(report, findings);
  const issues = findings.map((finding, i) => {
    const { file, range } = placeOf(report, finding.at);
    return {
      type: "issue",
      check_name: finding.ruleId,
      description: messageWithPlatforms(finding),
      categories: ["Compatibility"],
      severity: SEVERITIES[finding.level],
      fingerprint: names[i],
      location: { path: file, lines: { begin: range.start.line, end: range.end.line } },
    };
  });
  return jsonText(issues);
}
