import type { Range } from "../../../text/index.ts";
import { concat, literal, textOf, UNKNOWN_CHARACTER, type Value } from "../../value.ts";
import { Slicer } from "../slices.ts";

/** One line of an input, without its line feed. */
export interface TextLine {
  readonly value: Value;
  readonly text: string;
}

/** The lines of a text; a line feed at its end begins no further line. */
export function linesOf(value: Value): TextLine[] {
  const text = textOf(value);
  const slicer = new Slicer(value);
  const lines: TextLine[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    lines.push({ value: { pieces: slicer.slice(start, end) }, text: text.slice(start, end) });
    start = end + 1;
  }
  return lines;
}

/** Lines put together again, each with a line feed. */
export function joinLines(lines: readonly Value[], at: Range): Value {
  return concat(lines.flatMap((line) => [line, literal("\n", at)]));
}

/** Whether any of a text is unknown: it may then hold more lines and fields than are seen. */
export function holdsUnknown(text: string): boolean {
  return text.includes(UNKNOWN_CHARACTER);
}
