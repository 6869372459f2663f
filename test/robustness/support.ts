import type { Report } from "../../src/rulekit/index.ts";
import type { Range } from "../../src/text/index.ts";

/** Everything of a report that points outside its file, and everything that went wrong inside. */
export function faultsIn(report: Report, texts: Readonly<Record<string, string>>): string[] {
  const faults = report.crashes.map(({ ruleId, message }) => `crash in ${ruleId}: ${message}`);
  const look = (what: string, { file, start, end }: Range): void => {
    const length = texts[file]?.length;
    if (length === undefined) faults.push(`${what} in ${file}, which was not given`);
    else if (!(start >= 0 && start <= end && end <= length)) faults.push(`${what} at ${String(start)} to ${String(end)} of ${String(length)}`);
  };
  for (const { at, ruleId, related, fixes } of report.findings) {
    look(ruleId, at);
    for (const place of related) look(`a place related to ${ruleId}`, place.at);
    for (const edit of fixes.flatMap(({ edits }) => edits)) look(`an edit for ${ruleId}`, edit.range);
  }
  for (const { at, because } of report.unchecked) look(because, at);
  return faults;
}
