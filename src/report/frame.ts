import { visible, withoutCommands, type SourceText } from "../text/index.ts";

/** One line of a code frame: the text as a terminal shows it, and the columns to underline in it. */
export interface FrameLine {
  readonly line: number;
  readonly text: string;
  /** Terminal columns from 0. */
  readonly from: number;
  readonly to: number;
}

const MAX_LINES = 3;
const MAX_WIDTH = 140;
const BEFORE = 40;
const TAB = 4;

/** The lines that a range touches, three at most, long ones cut around the range; `more` counts the lines left out. */
export function frameOf(source: SourceText, start: number, end: number): { readonly lines: readonly FrameLine[]; readonly more: number } {
  const first = source.positionAt(start).line;
  const last = Math.max(first, source.positionAt(Math.max(start, end - 1)).line);
  const lines: FrameLine[] = [];
  for (let line = first; line <= last && lines.length < MAX_LINES; line++) lines.push(frameLine(source, line, { start, end }));
  return { lines, more: last - first + 1 - lines.length };
}

function frameLine(source: SourceText, line: number, range: { readonly start: number; readonly end: number }): FrameLine {
  const from = source.lineStarts[line - 1] ?? 0;
  const to = source.lineStarts[line] ?? source.text.length;
  const text = source.text.slice(from, to).replace(/\r?\n$/, "");
  const indent = text.length - text.trimStart().length;
  // On lines behind the first the underline starts where the text does.
  const start = Math.min(range.start <= from ? indent : range.start - from, text.length);
  const end = Math.max(start, Math.min(range.end - from, text.length));
  return { line, ...cut(text, start, end) };
}

function cut(text: string, start: number, end: number): Omit<FrameLine, "line"> {
  // A window first: a line may be a megabyte long, and only what is shown may cost.
  const windowStart = start > MAX_WIDTH - BEFORE ? start - BEFORE : 0;
  const windowEnd = Math.min(text.length, windowStart + MAX_WIDTH);
  const head = windowStart > 0 ? "…" : "";
  const shown = displayed(text.slice(windowStart, windowEnd));
  const before = widthOf(head) + displayed(text.slice(windowStart, start)).width;
  const inside = displayed(text.slice(start, Math.min(end, windowEnd)), before).width;
  return { text: `${head}${shown.text}${windowEnd < text.length ? "…" : ""}`, from: before, to: before + Math.max(1, inside) };
}

/** Text as it may go to a terminal: tabs become blanks, other control characters a mark, and how wide it is. */
export function displayed(text: string, column = 0): { readonly text: string; readonly width: number } {
  let result = "";
  let width = column;
  for (const character of withoutCommands(text)) {
    if (character === "\t") {
      const blanks = TAB - (width % TAB);
      result += " ".repeat(blanks);
      width += blanks;
    } else {
      const safe = visible(character);
      result += safe;
      width += widthOf(safe);
    }
  }
  return { text: result, width: width - column };
}

/** East Asian wide and emoji blocks; coarse on purpose, a frame that is off by one is still read. */
const WIDE = /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;
const NONE = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function widthOf(character: string): number {
  if (character === "" || NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
