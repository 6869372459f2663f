import type { Instruction } from "../../syntax/dockerfile/index.ts";
import { MappedText, Memo, type Segment } from "../../text/index.ts";

const joined = new Memo<Instruction, MappedText>();

/** The line of a RUN with the bodies of its here-documents behind it: what a shell is handed. */
export function withBodies(instruction: Instruction): MappedText {
  const { operands, heredocs } = instruction;
  if (heredocs.length === 0) return operands;
  const known = joined.get(instruction);
  if (known !== undefined) return known;
  const parts: MappedText[] = [operands];
  for (const { raw, range, name } of heredocs) {
    const end = bodyEnd(raw, range.start);
    parts.push(MappedText.verbatim(operands.file, "\n", endOf(parts.at(-1) ?? operands)), withoutLastLineEnd(raw));
    // An empty body leaves no line of its own.
    if (raw.text !== "") parts.push(MappedText.verbatim(operands.file, "\n", end - 1));
    parts.push(MappedText.verbatim(operands.file, name, range.end - name.length));
  }
  const whole = join(parts);
  joined.set(instruction, whole);
  return whole;
}

function withoutLastLineEnd(raw: MappedText): MappedText {
  return raw.text.endsWith("\n") ? raw.slice(0, raw.text.length - 1) : raw;
}

function bodyEnd(raw: MappedText, start: number): number {
  return raw.text === "" ? start : raw.rangeOf().end;
}

function endOf(text: MappedText): number {
  return text.rangeOf().end;
}

function join(parts: readonly MappedText[]): MappedText {
  const segments: Segment[] = [];
  let text = "";
  for (const part of parts) {
    for (const segment of part.segments) segments.push({ ...segment, at: segment.at + text.length });
    text += part.text;
  }
  return new MappedText(parts[0]?.file ?? "", text, segments);
}
