import type { Range } from "./range.ts";

/** `length` characters at `at` of the mapped text stand verbatim at `source` of the file. */
export interface Segment {
  readonly at: number;
  readonly source: number;
  readonly length: number;
}

/**
 * Text that was taken out of a file in pieces (continuation lines joined, comments dropped, tabs chomped) and still knows
 * where each character stands. Segments are in order, without overlap, and together cover the whole text.
 */
export class MappedText {
  readonly file: string;
  readonly text: string;
  readonly segments: readonly Segment[];
  /** The segment that was found last: who asks for one place asks for its neighbours next. */
  #near = 0;

  constructor(file: string, text: string, segments: readonly Segment[]) {
    this.file = file;
    this.text = text;
    this.segments = segments;
  }

  /** A text that stands verbatim in the file from offset `source` on. */
  static verbatim(file: string, text: string, source: number): MappedText {
    return new MappedText(file, text, [{ at: 0, source, length: text.length }]);
  }

  /** The file's offset of the character at `offset`; the end of the text maps to just behind its last character. */
  sourceOffset(offset: number): number {
    const segment = this.#segmentAt(offset);
    if (segment === undefined) return 0;
    return segment.source + Math.min(offset - segment.at, segment.length);
  }

  /** The file's range of `[start, end)`; it may hold more characters than that, where lines were joined between them. */
  rangeOf(start = 0, end = this.text.length): Range {
    const { file, segments } = this;
    const only = segments.length === 1 ? segments[0] : undefined;
    // Most texts stand in one piece, and their places are asked for more often than anything else.
    if (only !== undefined && end > start && end <= only.length) return { file, start: only.source + start, end: only.source + end };
    const segment = this.#segmentAt(start);
    const from = segment === undefined ? 0 : segment.source + Math.min(start - segment.at, segment.length);
    if (segment !== undefined && end > start && end <= segment.at + segment.length) return { file, start: from, end: from + end - start };
    const to = end > start ? this.sourceOffset(end - 1) + 1 : from;
    return { file, start: from, end: Math.max(from, to) };
  }

  /** Whether `[start, end)` stands in the file in one piece, so that an edit of its range edits exactly it. */
  isVerbatim(start = 0, end = this.text.length): boolean {
    const only = this.segments.length === 1 ? this.segments[0] : undefined;
    if (only !== undefined && end > start && end <= only.length) return true;
    const range = this.rangeOf(start, end);
    return range.end - range.start === end - start;
  }

  slice(start: number, end = this.text.length): MappedText {
    const only = this.segments.length === 1 ? this.segments[0] : undefined;
    if (only !== undefined && start < end && end <= only.length) {
      return new MappedText(this.file, this.text.slice(start, end), [{ at: 0, source: only.source + start, length: end - start }]);
    }
    const segments: Segment[] = [];
    for (const segment of this.segments) {
      const from = Math.max(start, segment.at);
      const to = Math.min(end, segment.at + segment.length);
      if (to > from) segments.push({ at: from - start, source: segment.source + from - segment.at, length: to - from });
    }
    if (segments.length === 0) segments.push({ at: 0, source: this.sourceOffset(start), length: 0 });
    return new MappedText(this.file, this.text.slice(start, end), segments);
  }

  #segmentAt(offset: number): Segment | undefined {
    const { segments } = this;
    const near = segments[this.#near];
    if (near !== undefined && offset >= near.at && offset < near.at + near.length) return near;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#near = low;
    return segments[low];
  }
}
