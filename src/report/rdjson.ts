import type { Proposal, Report } from "../rulekit/types.ts";
import type { Position, SourceText } from "../text/index.ts";
import { sliceAfter } from "./fix-diff.ts";
import { jsonText } from "./json-text.ts";
import { openFindings } from "./order.ts";
import { messageWithPlatforms, placeOf } from "./places.ts";

const SEVERITIES = { error: "ERROR", warning: "WARNING", note: "INFO" } as const;

/** A suggestion replaces one stretch of text; a fix whose edits lie further apart than this many lines is none. */
const MAX_LINES = 20;

/** The Diagnostic format of reviewdog. Its columns count bytes of UTF-8, from 1; ends are exclusive. */
export function rdjson(report: Report): string {
  const findings = openFindings(report.findings).map((finding) => {
    const { file, start, end } = finding.at;
    return {
      message: messageWithPlatforms(finding),
      location: { path: file, range: rangeOf(report, { file, start, end }) },
      severity: SEVERITIES[finding.level],
      code: { value: finding.ruleId },
      ...suggestions(report, finding.fixes),
    };
  });
  const problems = report.problems.map(({ file, message }) => ({ message, location: { path: file }, severity: "ERROR" }));
  return jsonText({ source: { name: "anyarch" }, diagnostics: [...findings, ...problems] });
}

function suggestions(report: Report, fixes: readonly Proposal[]): { readonly suggestions?: readonly object[] } {
  const made = fixes.filter(({ safety }) => safety === "safe").flatMap((fix) => suggestionOf(report, fix));
  return made.length === 0 ? {} : { suggestions: made };
}

/** All edits of a fix as the one replacement that reviewdog understands; none for a fix of several files. */
function suggestionOf(report: Report, { edits }: Proposal): readonly object[] {
  const [first] = edits;
  const source = first === undefined ? undefined : report.sources.get(first.range.file);
  if (source === undefined || edits.some(({ range }) => range.file !== source.file)) return [];
  const start = Math.min(...edits.map(({ range }) => range.start));
  const end = Math.max(...edits.map(({ range }) => range.end));
  if (source.positionAt(end).line - source.positionAt(start).line >= MAX_LINES) return [];
  return [{ range: rangeOf(report, { file: source.file, start, end }), text: sliceAfter(source, edits, { start, end }) }];
}

function rangeOf(report: Report, at: { readonly file: string; readonly start: number; readonly end: number }): { readonly start: Position; readonly end: Position } {
  const source = report.sources.get(at.file);
  const { start, end } = placeOf(report, at).range;
  return source === undefined ? { start, end } : { start: inBytes(source, start), end: inBytes(source, end) };
}

function inBytes({ lineStarts, text }: SourceText, { line, column }: Position): Position {
  const start = lineStarts[line - 1] ?? 0;
  return { line, column: new TextEncoder().encode(text.slice(start, start + column - 1)).length + 1 };
}
