import { MappedText, type Segment } from "../../text/index.ts";

/** A scalar as the parser gives it. */
export interface WrittenScalar {
  readonly file: string;
  /** The whole file. */
  readonly source: string;
  /** Offsets of the scalar, quotes and block header included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** The value's text with the place of each of its characters, as far as that can be told. */
export function scalarText(scalar: WrittenScalar): MappedText {
  const { file, source, start, end, value } = scalar;
  const first = source[start];
  if (first === "|" || first === ">") return blockText(scalar) ?? unplaced(scalar);
  const inner = first === '"' || first === "'" ? start + 1 : start;
  if (inner + value.length <= end && source.startsWith(value, inner)) return MappedText.verbatim(file, value, inner);
  return unplaced(scalar);
}

/** Every character stands where the scalar begins. */
function unplaced({ file, value, start }: WrittenScalar): MappedText {
  return new MappedText(file, value, [{ at: 0, source: start, length: 0 }]);
}

/** The lines of a block without their indentation; undefined where they don't add up to the value. */
function blockText({ file, source, start, end, value }: WrittenScalar): MappedText | undefined {
  const segments: Segment[] = [];
  let at = 0;
  for (const { from, to } of contentLines(source, start, end)) {
    if (at >= value.length) break;
    const text = source.slice(from, to);
    // Folding leaves a line's own characters and turns the break behind it into a blank, or into nothing.
    if (!value.startsWith(text, at)) return undefined;
    segments.push({ at, source: from, length: text.length });
    at += text.length;
    if (at >= value.length || (value[at] !== "\n" && value[at] !== " ")) continue;
    segments.push({ at, source: to, length: 1 });
    at++;
  }
  return at === value.length ? new MappedText(file, value, segments.length === 0 ? [{ at: 0, source: start, length: 0 }] : segments) : undefined;
}

function* contentLines(source: string, start: number, end: number): Generator<{ from: number; to: number }> {
  const header = source.indexOf("\n", start);
  if (header < 0) return;
  const indent = indentation(source, header + 1, end);
  for (let line = header + 1; line < end; ) {
    const next = source.indexOf("\n", line);
    const to = next < 0 || next > end ? end : next;
    const bare = source[to - 1] === "\r" && to > line ? to - 1 : to;
    yield { from: Math.min(line + indent, bare), to: bare };
    line = to + 1;
  }
}

/** Of the first line that holds something. */
function indentation(source: string, start: number, end: number): number {
  const match = /^(?:[ \t]*\r?\n)*( *)/.exec(source.slice(start, end));
  return match?.[1]?.length ?? 0;
}
