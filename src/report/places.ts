import type { Finding, Report } from "../rulekit/types.ts";
import type { Position, Range } from "../text/index.ts";

/** A range in lines and columns, both from 1; the end is exclusive. */
export interface Place {
  readonly file: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** Lines and columns of a range; the top of the file when its text is not part of the report. */
export function placeOf({ sources }: Pick<Report, "sources">, { file, start, end }: Range): Place {
  const source = sources.get(file);
  const top = { line: 1, column: 1 };
  if (source === undefined) return { file, range: { start: top, end: top } };
  return { file, range: { start: source.positionAt(start), end: source.positionAt(end) } };
}

/** The message of a finding and the platforms it holds for, for formats that have no place of their own for them. */
export function messageWithPlatforms({ message, platforms }: Pick<Finding, "message" | "platforms">): string {
  return platforms.length === 0 ? message : `${message} (${platforms.join(", ")})`;
}
