import type { MappedText } from "../../text/index.ts";
import { skipSpace } from "./blank.ts";
import { Cutter } from "./cut.ts";
import type { Lines } from "./lines.ts";
import type { Comment } from "./types.ts";

/** An instruction's line with its continuation lines joined; `first` and `next` count lines from 0, `next` is the one behind it. */
export interface LogicalLine {
  readonly text: MappedText;
  readonly first: number;
  readonly next: number;
}

export interface Joined {
  readonly line: LogicalLine | undefined;
  /** Where to go on reading. */
  readonly next: number;
}

/**
 * Reads the logical line that starts at physical line `first`, or steps over a blank line or comment.
 * BuildKit drops the blanks before an instruction and keeps those before its continuation lines.
 */
export function joinLine(file: string, lines: Lines, start: JoinStart): Joined {
  const { first, escape, comments } = start;
  const end = lines.end(first);
  const from = skipSpace(lines.text, lines.start(first), end);
  if (from === end) return { line: undefined, next: first + 1 };
  if (isCommentAt(lines.text, from)) {
    comments.push({ text: lines.text.slice(from, end), range: { file, start: from, end } });
    return { line: undefined, next: first + 1 };
  }
  const cutter = new Cutter(file, lines.text);
  let mark = continuation(lines.text, { start: from, end }, escape);
  cutter.add(from, mark ?? end);
  let line = first + 1;
  for (; mark !== undefined && line < lines.count; line += 1) {
    mark = addContinuation(cutter, lines, { file, line, escape, comments });
  }
  return { line: { text: cutter.text(from), first, next: line }, next: line };
}

export interface JoinStart {
  readonly first: number;
  readonly escape: string;
  /** Comments met on the way are put here. */
  readonly comments: Comment[];
}

interface Continuation {
  readonly file: string;
  readonly line: number;
  readonly escape: string;
  readonly comments: Comment[];
}

/** Appends one more line; returns where it is continued again, or undefined when the instruction ends with it. */
function addContinuation(cutter: Cutter, lines: Lines, at: Continuation): number | undefined {
  const start = lines.start(at.line);
  const end = lines.end(at.line);
  const from = skipSpace(lines.text, start, end);
  // Blank lines and comments in between belong to no text and end nothing.
  if (from === end) return end;
  if (isCommentAt(lines.text, from)) {
    at.comments.push({ text: lines.text.slice(from, end), range: { file: at.file, start: from, end } });
    return end;
  }
  const mark = continuation(lines.text, { start, end }, at.escape);
  cutter.add(start, mark ?? end);
  return mark;
}

/** Offset of the escape character that continues the line: its last non-blank, and not preceded by another one. */
function continuation(text: string, { start, end }: { start: number; end: number }, escape: string): number | undefined {
  let at = end;
  while (at > start && (text[at - 1] === " " || text[at - 1] === "\t")) at -= 1;
  if (at === start || text[at - 1] !== escape) return undefined;
  if (at - 1 > start && text[at - 2] === escape) return undefined;
  return at - 1;
}

function isCommentAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === 35;
}
