import { MappedText, type Segment } from "../../text/index.ts";

/** Puts a text together from stretches of a file, in order, and remembers where each came from. */
export class Cutter {
  readonly #file: string;
  readonly #source: string;
  readonly #segments: Segment[] = [];
  #parts = "";

  constructor(file: string, source: string) {
    this.#file = file;
    this.#source = source;
  }

  get length(): number {
    return this.#parts.length;
  }

  /** Appends characters `[start, end)` of the file. */
  add(start: number, end: number): void {
    if (end <= start) return;
    const last = this.#segments[this.#segments.length - 1];
    if (last !== undefined && last.source + last.length === start) {
      this.#segments[this.#segments.length - 1] = { ...last, length: last.length + end - start };
    } else {
      this.#segments.push({ at: this.#parts.length, source: start, length: end - start });
    }
    this.#parts += this.#source.slice(start, end);
  }

  /** The text so far; when it is empty it stands at `fallback`. */
  text(fallback: number): MappedText {
    const segments = this.#segments.length > 0 ? this.#segments : [{ at: 0, source: fallback, length: 0 }];
    return new MappedText(this.#file, this.#parts, segments);
  }
}

/** The text without the characters whose offsets `dropped` holds, in ascending order. */
export function without(text: MappedText, dropped: readonly number[]): MappedText {
  if (dropped.length === 0) return text;
  const segments: Segment[] = [];
  let result = "";
  let index = 0;
  for (const segment of text.segments) {
    const end = segment.at + segment.length;
    let from = segment.at;
    while (from < end) {
      const next = dropped[index] ?? Number.POSITIVE_INFINITY;
      const to = Math.min(next, end);
      if (to > from) segments.push({ at: result.length, source: segment.source + from - segment.at, length: to - from });
      result += text.text.slice(from, to);
      if (next < end) index += 1;
      from = next < end ? to + 1 : to;
    }
  }
  if (segments.length === 0) segments.push({ at: 0, source: text.sourceOffset(0), length: 0 });
  return new MappedText(text.file, result, segments);
}
