import { normaliseEdits, type Range, type TextEdit } from "../text/index.ts";

/**
 * Tells where an offset of the old text of a file stands after the edits; an offset inside a replaced text moves to its new
 * start. The edits must not conflict.
 */
export function shiftBy(edits: readonly TextEdit[]): (offset: number, file: string) => number {
  const moves = new Map<string, Move[]>();
  for (const { range, newText } of normaliseEdits(edits)) {
    const list = moves.get(range.file) ?? [];
    const before = list.at(-1)?.after ?? 0;
    list.push({ start: range.start, end: range.end, before, after: before + newText.length - (range.end - range.start) });
    moves.set(range.file, list);
  }
  return (offset, file) => shift(moves.get(file) ?? [], offset);
}

/** One edit, and by how much the text is moved in front of it and behind it. */
interface Move {
  readonly start: number;
  readonly end: number;
  readonly before: number;
  readonly after: number;
}

function shift(moves: readonly Move[], offset: number): number {
  let low = 0;
  let high = moves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moves[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const around = moves[low];
  if (around !== undefined && around.start < offset) return around.start + around.before;
  return offset + (moves[low - 1]?.after ?? 0);
}

/** Whether a range of the old text holds, touches or lies in something that the edits replace. */
export function isTouched(range: Range, edits: readonly TextEdit[]): boolean {
  return edits.some((edit) => edit.range.file === range.file && edit.range.start <= range.end && range.start <= edit.range.end);
}
