/** A stretch of a file: UTF-16 offsets from the start of its text, `end` exclusive. */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Whether two ranges of one file share at least one character, or the same empty place. */
export function overlaps(a: Range, b: Range): boolean {
  if (a.file !== b.file) return false;
  if (a.start === b.start && a.end === b.end) return true;
  return a.start < b.end && b.start < a.end;
}

/** Whether `outer` holds the whole of `inner`. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** The smallest range that holds both; ranges of another file than the first are left out. */
export function span(first: Range, ...others: readonly Range[]): Range {
  let { start, end } = first;
  for (const other of others) {
    if (other.file !== first.file) continue;
    start = Math.min(start, other.start);
    end = Math.max(end, other.end);
  }
  return { file: first.file, start, end };
}

/** Orders by file, then start, then end: the order of every list that leaves the program. */
export function compareRanges(a: Range, b: Range): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}

/** A key that is equal for equal ranges. */
export function rangeKey(range: Range): string {
  return `${range.file}\0${String(range.start)}\0${String(range.end)}`;
}
