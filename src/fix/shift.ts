import { normaliseEdits, type Range, type TextEdit } from "../text/index.ts";

/** Where an offset of the old text stands after the edits; an offset inside a replaced text moves to its new start. */
export function shiftOffset(offset: number, file: string, edits: readonly TextEdit[]): number {
  let moved = 0;
  for (const { range, newText } of normaliseEdits(edits)) {
    if (range.file !== file) continue;
    if (range.end <= offset) moved += newText.length - (range.end - range.start);
    else if (range.start < offset) return range.start + moved;
  }
  return offset + moved;
}

/** Whether a range of the old text holds, touches or lies in something that the edits replace. */
export function isTouched(range: Range, edits: readonly TextEdit[]): boolean {
  return edits.some((edit) => edit.range.file === range.file && edit.range.start <= range.end && range.start <= edit.range.end);
}
