import type { SourceText } from "../../text/index.ts";

/** BuildKit reads lines through a buffer of this many bytes less one; a longer line ends its parse. */
export const MAX_LINE_BYTES = 65535;

/** The physical lines of a file, counted from 0, as BuildKit's scanner cuts them: at LF only, the byte-order mark left out. */
export class Lines {
  readonly text: string;
  readonly count: number;
  readonly #starts: readonly number[];

  constructor(source: SourceText) {
    this.text = source.text;
    this.#starts = source.lineStarts;
    const last = this.#starts[this.#starts.length - 1] ?? 0;
    this.count = last === this.text.length ? this.#starts.length - 1 : this.#starts.length;
  }

  /** Offset of the line's first character; the byte-order mark belongs to no line. */
  start(line: number): number {
    if (line === 0) return this.text.charCodeAt(0) === 0xfeff ? 1 : 0;
    return this.#starts[line] ?? this.text.length;
  }

  /** Offset behind the line's content: line feed and all carriage returns before it left out. */
  end(line: number): number {
    const start = this.start(line);
    let at = this.next(line);
    while (at > start && (this.text.charCodeAt(at - 1) === 10 || this.text.charCodeAt(at - 1) === 13)) at -= 1;
    return at;
  }

  /** Offset at which the following line starts, or the end of the text. */
  next(line: number): number {
    return this.#starts[line + 1] ?? this.text.length;
  }

  isTooLong(line: number): boolean {
    const start = this.start(line);
    let end = this.next(line);
    if ((end - start) * 3 <= MAX_LINE_BYTES) return false;
    if (this.text.charCodeAt(end - 1) === 10) end -= 1;
    return utf8Length(this.text, start, end) > MAX_LINE_BYTES;
  }
}

function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
