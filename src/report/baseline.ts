import type { Finding, Report } from "../rulekit/types.ts";
import { fingerprints } from "./fingerprint.ts";
import { jsonText } from "./json-text.ts";
import { compareTexts, unsuppressed } from "./order.ts";

/** A file as a baseline names it: relative to the baseline, so that it holds wherever the program is started. */
export type NameOf = (file: string) => string;

/** Findings that were there when the baseline was written, by fingerprint. */
export interface Baseline {
  readonly known: ReadonlyMap<string, { readonly file: string }>;
}

/** The text of a baseline with all findings of a report that no comment suppresses, one to a line so that it merges well. */
export function baselineText(report: Report, nameOf: NameOf): string {
  const findings = unsuppressed(report.findings);
  const prints = fingerprints(report, findings, nameOf);
  const lines = findings.map(({ at, ruleId }, i) => jsonText({ file: nameOf(at.file), ruleId, fingerprint: prints[i] ?? "" }).replace(/\n\s*/g, " ").trim());
  const list = lines.sort(compareTexts).map((line) => `\n    ${line}`).join(",");
  return `{\n  "version": 1,\n  "findings": [${list}${lines.length === 0 ? "" : "\n  "}]\n}\n`;
}

/** Reads a baseline; a string says what is wrong with it. */
export function parseBaseline(text: string): Baseline | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return "is not JSON";
  }
  if (!isObject(content) || !Array.isArray(content["findings"])) return "is no baseline of anyarch";
  if (content["version"] !== 1) return "is of a version that this program does not know";
  const known = new Map<string, { file: string }>();
  for (const entry of content["findings"] as readonly unknown[]) {
    if (!isObject(entry) || typeof entry["fingerprint"] !== "string" || typeof entry["file"] !== "string") return "is no baseline of anyarch";
    known.set(entry["fingerprint"], { file: entry["file"] });
  }
  return { known };
}

/** The report with each finding marked as new or known, and how many known ones of the files looked at are no longer found. */
export function withBaseline(report: Report, baseline: Baseline, nameOf: NameOf): { readonly report: Report; readonly gone: number } {
  const open = unsuppressed(report.findings);
  const prints = new Map(fingerprints(report, open, nameOf).map((print, i) => [open[i], print]));
  const found = new Set(prints.values());
  const findings = report.findings.map((finding): Finding => {
    const print = prints.get(finding);
    return print === undefined ? finding : { ...finding, baselineState: baseline.known.has(print) ? "unchanged" : "new" };
  });
  const looked = new Set([...report.files.map(({ file }) => file), ...report.sources.keys()].map(nameOf));
  const gone = [...baseline.known].filter(([print, { file }]) => looked.has(file) && !found.has(print)).length;
  return { report: { ...report, findings }, gone };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
