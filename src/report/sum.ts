import type { Finding, Report } from "../rulekit/types.ts";
import { openFindings } from "./order.ts";

/** How many of each level, in how many files, for which platforms: one sentence for formats of plain text. */
export function sumOf(report: Report): string {
  const counts = countLevels(openFindings(report.findings));
  const found = counts.map(({ level, n }) => counted(n, level)).join(", ");
  const nothing = report.files.length === 0 ? "nothing checked" : "nothing found";
  return `${found === "" ? nothing : found} in ${counted(report.files.length, "file")} for ${report.platforms.join(", ")}`;
}

/** How many findings there are of each level that there are any of, gravest first. */
export function countLevels(findings: readonly Finding[]): readonly { readonly level: Finding["level"]; readonly n: number }[] {
  return (["error", "warning", "note"] as const).map((level) => ({ level, n: findings.filter((finding) => finding.level === level).length })).filter(({ n }) => n > 0);
}

/** A number with its noun. */
export function counted(n: number, noun: string): string {
  return `${String(n)} ${noun}${n === 1 ? "" : "s"}`;
}
