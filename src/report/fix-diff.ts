import { diffArrays } from "diff";
import type { Proposal, Report } from "../rulekit/types.ts";
import { applyEdits, normaliseEdits, type SourceText, type TextEdit } from "../text/index.ts";

/** One line of a diff; its text has no line end. */
export interface DiffLine {
  readonly kind: "same" | "old" | "new";
  readonly text: string;
}

/** Neighbouring lines of one file, before and after. */
export interface Hunk {
  readonly file: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly lines: readonly DiffLine[];
}

const CONTEXT = 1;
/** A report is no patch: what is longer is cut. */
const MAX_HUNKS = 10;
const MAX_CHARACTERS = 8000;

/** What a fix changes, hunk by hunk. Costs as much as what it shows, however long the file. */
export function fixHunks({ sources }: Pick<Report, "sources">, { edits }: Proposal): readonly Hunk[] {
  const files = [...new Set(edits.map(({ range }) => range.file))];
  const hunks = files.flatMap((file) => {
    const source = sources.get(file);
    return source === undefined ? [] : clusters(source, edits.filter(({ range }) => range.file === file)).map((cluster) => hunkOf(source, cluster));
  });
  return hunks.slice(0, MAX_HUNKS);
}

/** Characters `[start, end)` of a text after edits that lie in them; lines that come in end as the others do. */
export function sliceAfter({ text }: SourceText, edits: readonly TextEdit[], { start, end }: { readonly start: number; readonly end: number }): string {
  const crlf = text.includes("\r\n");
  const moved = edits.map(({ range, newText }) => ({
    range: { file: range.file, start: range.start - start, end: range.end - start },
    newText: crlf ? newText.replace(/\r?\n/g, "\r\n") : newText,
  }));
  return applyEdits(text.slice(start, end), moved);
}

interface Cluster {
  readonly edits: readonly TextEdit[];
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Edits whose surroundings touch, together. */
function clusters(source: SourceText, edits: readonly TextEdit[]): readonly Cluster[] {
  const found: Cluster[] = [];
  for (const edit of normaliseEdits(edits)) {
    const firstLine = source.positionAt(edit.range.start).line;
    const lastLine = source.positionAt(edit.range.end).line;
    const before = found.at(-1);
    if (before === undefined || firstLine > before.lastLine + 2 * CONTEXT + 1) found.push({ edits: [edit], firstLine, lastLine });
    else found[found.length - 1] = { edits: [...before.edits, edit], firstLine: before.firstLine, lastLine: Math.max(before.lastLine, lastLine) };
  }
  return found;
}

function hunkOf(source: SourceText, { edits, firstLine, lastLine }: Cluster): Hunk {
  const first = Math.max(1, firstLine - CONTEXT);
  const start = source.lineStarts[first - 1] ?? 0;
  const end = source.lineStarts[Math.min(source.lineStarts.length, lastLine + CONTEXT)] ?? source.text.length;
  const before = linesOf(source.text.slice(start, end));
  const after = linesOf(sliceAfter(source, edits, { start, end }));
  return { file: source.file, line: first, lines: end - start > MAX_CHARACTERS ? cutLines(before, after) : diffOf(before, after) };
}

function diffOf(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  return diffArrays([...before], [...after]).flatMap(({ value, added, removed }) => value.map((text) => ({ kind: added ? ("new" as const) : removed ? ("old" as const) : ("same" as const), text })));
}

function cutLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const half = MAX_CHARACTERS / 20;
  const some = (kind: "old" | "new", lines: readonly string[]): DiffLine[] => lines.slice(0, 10).map((text) => ({ kind, text: text.length > half ? `${text.slice(0, half)}…` : text }));
  return [...some("old", before), ...some("new", after)];
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
