import type { Finding, Report } from "../rulekit/types.ts";
import { compareRanges } from "../text/index.ts";
import { jsonText } from "./json-text.ts";
import { compareTexts, inOrder } from "./order.ts";
import { placeOf } from "./places.ts";

/** The JSON contract, version 1: the same report gives the same bytes. */
export function json(report: Report): string {
  const { asked, embedded, cached, network, unknown } = report.facts;
  const contract = {
    version: 1,
    platforms: report.platforms,
    findings: inOrder(report.findings).map((finding) => findingOf(report, finding)),
    files: [...report.files].sort((a, b) => compareTexts(a.file, b.file)).map(({ file, kind }) => ({ file, kind })),
    facts: { asked, embedded, cached, network, unknown },
    unchecked: [...report.unchecked]
      .sort((a, b) => compareRanges(a.at, b.at) || compareTexts(a.ruleId, b.ruleId) || compareTexts(a.because, b.because))
      .map(({ ruleId, at, because }) => ({ ruleId, ...placeOf(report, at), because })),
    problems: [...report.problems].sort((a, b) => compareTexts(a.file, b.file) || compareTexts(a.message, b.message)).map(({ file, message }) => ({ file, message })),
    crashes: [...report.crashes].sort((a, b) => compareTexts(a.file, b.file) || compareTexts(a.ruleId, b.ruleId)).map(({ ruleId, file, message }) => ({ ruleId, file, message })),
  };
  return jsonText(contract);
}

function findingOf(report: Report, finding: Finding): object {
  const { ruleId, level, confidence, message, platforms, consequence, suppressed, baselineState } = finding;
  return {
    ruleId,
    level,
    confidence,
    message,
    ...placeOf(report, finding.at),
    platforms,
    consequence,
    related: finding.related.map(({ at, message: text }) => ({ ...placeOf(report, at), message: text })),
    evidence: finding.evidence.map(({ statement, source, asOf }) => ({ statement, source, asOf })),
    fixes: finding.fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map(({ range, newText }) => ({ ...placeOf(report, range), newText })),
    })),
    ...(suppressed === undefined ? {} : { suppressed: { reason: suppressed.reason } }),
    ...(baselineState === undefined ? {} : { baselineState }),
  };
}
