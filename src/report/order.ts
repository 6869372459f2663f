import type { Finding } from "../rulekit/types.ts";
import { compareRanges } from "../text/index.ts";

/** By file, then place, then rule, then message: the order of every report, whatever order the findings came in. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => compareRanges(a.at, b.at) || compareTexts(a.ruleId, b.ruleId) || compareTexts(a.message, b.message));
}

/** Orders by code units, which is the same in every locale. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The findings of each file, in the order they came in. */
export function groupByFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.at.file);
    if (group === undefined) groups.set(finding.at.file, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** Findings that no comment suppresses. */
export function unsuppressed(findings: readonly Finding[]): readonly Finding[] {
  return inOrder(findings.filter(({ suppressed }) => suppressed === undefined));
}

/** Findings that no comment suppresses and no baseline knows: those that count. */
export function openFindings(findings: readonly Finding[]): readonly Finding[] {
  return unsuppressed(findings).filter(({ baselineState }) => baselineState !== "unchanged");
}
