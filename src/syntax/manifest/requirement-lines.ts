import type { Span } from "./pep508.ts";

/** An option of a requirements file or of one of its entries: `--hash=sha256:…`, `-r base.txt`. */
export interface RequirementOption {
  /** As written, with its dashes. */
  readonly name: string;
  readonly value: string;
  readonly valueAt: Span;
}

/** One logical line: what stands before its options, and the options. Comments and blank lines are left out. */
export interface RequirementLine {
  readonly at: Span;
  /** Empty for a line of options. */
  readonly text: string;
  readonly textAt: Span;
  readonly options: readonly RequirementOption[];
}

const MAX_LINES = 200_000;

/** Cuts a requirements file into logical lines as pip does: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export function requirementLines(text: string): RequirementLine[] {
  const lines: RequirementLine[] = [];
  // Blanks in place of continuations keep every offset where it is.
  const joined = text.includes("\\") ? text.replace(/\\\r?\n/g, (found) => " ".repeat(found.length)) : text;
  let at = joined.startsWith("\uFEFF") ? 1 : 0;
  while (at < joined.length && lines.length < MAX_LINES) {
    const feed = joined.indexOf("\n", at);
    const end = feed < 0 ? joined.length : feed;
    const line = lineOf(joined, at, end);
    if (line !== undefined) lines.push(line);
    at = end + 1;
  }
  return lines;
}

function lineOf(text: string, from: number, to: number): RequirementLine | undefined {
  const raw = text.slice(from, to);
  const comment = /(?:^|\s)#/.exec(raw);
  const { start, end } = trimmed(text, { start: from, end: comment === null ? to : from + comment.index });
  if (start >= end) return undefined;
  const content = text.slice(start, end);
  const options = content.startsWith("-") ? 0 : (/\s--?[a-z]/.exec(content)?.index ?? content.length);
  const textAt = trimmed(text, { start, end: start + options });
  return { at: { start, end }, text: text.slice(textAt.start, textAt.end), textAt, options: optionsIn(text, start + options, end) };
}

function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from] ?? "")) from++;
  while (to > from && /\s/.test(text[to - 1] ?? "")) to--;
  return { start: from, end: to };
}

/** `--name=value`, `--name value`, `-r value`, `-rvalue`. */
function optionsIn(text: string, start: number, end: number): RequirementOption[] {
  const options: RequirementOption[] = [];
  const pattern = /(--[a-z][a-z-]*|-[a-zA-Z])(?:\s*=\s*|\s+|(?=[^\s-]))?((?:"[^"\n]*"|'[^'\n]*'|(?!-)[^\s"'])[^\s]*)?/gy;
  const content = text.slice(start, end);
  let at = start;
  while (at < end) {
    while (at < end && /\s/.test(text[at] ?? "")) at++;
    pattern.lastIndex = at - start;
    const match = pattern.exec(content);
    if (match?.[1] === undefined) break;
    at += match[0].length;
    const written = match[2] ?? "";
    const value = written.replace(/^(["'])(.*)\1$/, "$2");
    const quote = value.length < written.length ? 1 : 0;
    const valueEnd = at - quote;
    options.push({ name: match[1], value, valueAt: { start: valueEnd - value.length, end: valueEnd } });
  }
  return options;
}
