import type { Finding, Report } from "../rulekit/types.ts";
import { openFindings, unsuppressed } from "./order.ts";

/** How many findings a comment suppresses and how many the baseline knows, as ends of a sentence. */
export function besides({ findings }: Report): readonly string[] {
  const open = unsuppressed(findings);
  const known = open.length - openFindings(findings).length;
  const suppressed = findings.length - open.length;
  return [...(suppressed > 0 ? [`, ${String(suppressed)} suppressed`] : []), ...(known > 0 ? [`, ${String(known)} known from the baseline`] : [])];
}

/** How many of each level, in how many files, for which platforms: one sentence for formats of plain text. */
export function sumOf(report: Report): string {
  const counts = countLevels(openFindings(report.findings));
  const found = counts.map(({ level, n }) => counted(n, level)).join(", ");
  const nothing = report.files.length === 0 ? "nothing checked" : "nothing found";
  return `${found === "" ? nothing : found} in ${counted(report.files.length, "file")} for ${report.platforms.join(", ")}${besides(report).join("")}`;
}

/** How many findings there are of each level that there are any of, gravest first. */
export function countLevels(findings: readonly Finding[]): readonly { readonly level: Finding["level"]; readonly n: number }[] {
  return (["error", "warning", "note"] as const).map((level) => ({ level, n: findings.filter((finding) => finding.level === level).length })).filter(({ n }) => n > 0);
}

/** A number with its noun. */
export function counted(n: number, noun: string): string {
  return `${String(n)} ${noun}${n === 1 ? "" : "s"}`;
}
