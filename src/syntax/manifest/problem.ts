import type { Range } from "../../text/index.ts";

/** Why a manifest can't be read, at the first place that shows it. A file has at most one. */
export interface ManifestProblem {
  readonly message: string;
  readonly at: Range;
}

/** A problem of the file as a whole, told at its first line. */
export function problemAtStart(file: string, text: string, message: string): ManifestProblem {
  const end = text.indexOf("\n");
  return { message, at: { file, start: 0, end: end < 0 ? text.length : end } };
}
