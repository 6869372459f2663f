import { createHash } from "node:crypto";
import type { Finding, Report } from "../rulekit/types.ts";

/**
 * A name for each finding that outlives edits elsewhere in the file: rule, file and the text of its line without its blanks.
 * Of equal ones the second and further carry their number. `nameOf` says by what name the file counts.
 */
export function fingerprints(report: Report, findings: readonly Finding[], nameOf: (file: string) => string = (file) => file): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ ruleId, at }) => {
    const key = `${ruleId}\0${nameOf(at.file)}\0${lineAt(report, at.file, at.start)}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return createHash("sha256").update(`${key}\0${String(count)}`).digest("hex").slice(0, 32);
  });
}

function lineAt({ sources }: Report, file: string, offset: number): string {
  const source = sources.get(file);
  if (source === undefined) return "";
  const { line } = source.positionAt(offset);
  const start = source.lineStarts[line - 1] ?? 0;
  return source.text.slice(start, source.lineStarts[line] ?? source.text.length).replace(/\s+/g, " ").trim();
}
