import { compareRanges, type Range } from "./range.ts";

/** Replaces `range` by `newText`; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Drops edits that say the same twice and orders the rest by place. */
export function normaliseEdits(edits: readonly TextEdit[]): TextEdit[] {
  const sorted = [...edits].sort((a, b) => compareRanges(a.range, b.range) || (a.newText < b.newText ? -1 : 1));
  return sorted.filter((edit, i) => i === 0 || !sameEdit(edit, sorted[i - 1]));
}

/** Whether two edits can't both be applied: they touch the same characters, or insert different texts at one place. */
export function conflicts(a: TextEdit, b: TextEdit): boolean {
  if (a.range.file !== b.range.file || sameEdit(a, b)) return false;
  if (a.range.start === b.range.start) return true;
  return a.range.start < b.range.end && b.range.start < a.range.end;
}

/** The text with all edits applied; edits must not conflict and must lie in the text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { range, newText } of normaliseEdits(edits)) {
    if (range.start < at) throw new Error(`edits overlap at offset ${String(range.start)} of ${range.file}`);
    result += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return result + text.slice(at);
}

function sameEdit(a: TextEdit, b: TextEdit | undefined): boolean {
  return b !== undefined && compareRanges(a.range, b.range) === 0 && a.newText === b.newText;
}
