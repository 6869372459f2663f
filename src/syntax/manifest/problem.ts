import type { Range } from "../../text/index.ts";

/** Why a manifest can't be read, at the first place that shows it. A file has at most one. */
export interface ManifestProblem {
  readonly message: string;
  readonly at: Range;
}

const MERGE_MARKER = /^(?:<{7}|>{7}|\|{7})(?: |\r?$)/m;

/** The first line that a merge left behind; undefined when there is none. A line of `=` alone is no proof: texts underline with it. */
export function mergeMarkerIn(file: string, text: string): ManifestProblem | undefined {
  const match = MERGE_MARKER.exec(text);
  if (match === null) return undefined;
  return { message: "has markers of an unfinished merge", at: { file, start: match.index, end: match.index + 7 } };
}

/** A problem of the file as a whole, told at its first line. */
export function problemAtStart(file: string, text: string, message: string): ManifestProblem {
  const end = text.indexOf("\n");
  return { message, at: { file, start: 0, end: end < 0 ? text.length : end } };
}
