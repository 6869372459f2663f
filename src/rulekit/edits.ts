import type { Dockerfile, Flag, Instruction, KeyValue } from "../syntax/dockerfile/types.ts";
import type { Range, TextEdit } from "../text/index.ts";

/** Inserts a line of its own behind an instruction, with the file's line end. */
export function insertLineAfter(dockerfile: Dockerfile, instruction: Instruction, line: string): TextEdit {
  const { file, text } = dockerfile.source;
  const end = endOfLine(text, instruction.range.end);
  return { range: { file, start: end, end }, newText: `${lineEndOf(text)}${line}` };
}

/** Inserts a line of its own before an instruction, indented as it is. */
export function insertLineBefore(dockerfile: Dockerfile, instruction: Instruction, line: string): TextEdit {
  const { file, text } = dockerfile.source;
  const start = startOfLine(text, instruction.range.start);
  const indent = text.slice(start, instruction.range.start).replace(/^\uFEFF/, "");
  const at = instruction.range.start;
  return { range: { file, start: at, end: at }, newText: `${line}${lineEndOf(text)}${indent}` };
}

/** Removes a flag together with the blanks that part it from what follows. */
export function removeFlag(dockerfile: Dockerfile, flag: Flag): TextEdit {
  const { text } = dockerfile.source;
  let { end } = flag.range;
  while (text[end] === " " || text[end] === "\t") end += 1;
  return { range: { ...flag.range, end }, newText: "" };
}

/** Gives a flag another value, its quotes kept; undefined when the flag has no value that stands in one piece. */
export function replaceFlagValue(flag: Flag, value: string): TextEdit | undefined {
  if (flag.value === undefined || flag.value.text === "" || !flag.value.isVerbatim()) return undefined;
  return { range: flag.value.rangeOf(), newText: value };
}

/** Turns `ARG NAME=default` into `ARG NAME`; undefined when it has no default or stands in several pieces. */
export function dropArgDefault(dockerfile: Dockerfile, keyValue: KeyValue): TextEdit | undefined {
  if (keyValue.value === undefined) return undefined;
  const key = keyValue.key.rangeOf();
  const value = keyValue.value.text === "" ? undefined : keyValue.value.rangeOf();
  const end = value?.end ?? key.end + 1;
  const between = dockerfile.source.text.slice(key.end, value?.start ?? end);
  if (between.replace(/["']$/, "") !== "=") return undefined;
  return { range: { file: key.file, start: key.end, end }, newText: "" };
}

/** Removes characters `[start, end)` of an image reference that stands at `at`, as a `-amd64` suffix or an `amd64/` prefix. */
export function stripImageSuffix(at: Range, start: number, end: number): TextEdit {
  return { range: { file: at.file, start: at.start + start, end: at.start + end }, newText: "" };
}

function endOfLine(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  if (at < 0) return text.length;
  return at > offset && text[at - 1] === "\r" ? at - 1 : at;
}

function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

function lineEndOf(text: string): string {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}
