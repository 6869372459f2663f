import { SourceText, type Range } from "../text/index.ts";

/** `# anyarch ignore=RULE[,RULE] reason` or `# anyarch ignore-file=RULE[,RULE] reason`, as written. */
export interface Suppression {
  readonly scope: "next" | "file";
  readonly ruleIds: readonly { readonly id: string; readonly at: Range }[];
  readonly reason: string;
  /** The comment, `#` included. */
  readonly at: Range;
  /** Where it holds: the instruction or line below it, or the whole file. */
  readonly over: Range;
}

const COMMENT = /^[ \t]*#[ \t]*anyarch[ \t]+(ignore|ignore-file)=([^\s]*)[ \t]*(.*)$/;

/**
 * The suppressions written in a file. `blocks` are the instructions of a Dockerfile: a comment above one holds for all of it;
 * a comment elsewhere (inside a continued RUN, in a here-document, in a script) holds for the next line that is no comment.
 */
export function suppressionsIn(source: SourceText, blocks: readonly Range[]): Suppression[] {
  const found: Suppression[] = [];
  if (!source.text.includes("anyarch")) return found;
  const { lineStarts, text } = source;
  for (const [line, start] of lineStarts.entries()) {
    const end = lineEnd(source, line);
    const match = COMMENT.exec(text.slice(start, end));
    if (match === null) continue;
    const [, kind = "", ids = "", reason = ""] = match;
    const at = { file: source.file, start: start + text.slice(start, end).search(/\S/), end };
    const over = kind === "ignore-file" ? { file: source.file, start: 0, end: text.length } : below(source, line, blocks);
    found.push({ scope: kind === "ignore-file" ? "file" : "next", ruleIds: idsIn(ids, start + match[0].indexOf(`=${ids}`) + 1, source.file), reason: reason.trim(), at, over });
  }
  return found;
}

function idsIn(list: string, start: number, file: string): Suppression["ruleIds"] {
  const ids: { id: string; at: Range }[] = [];
  let at = start;
  for (const id of list.split(",")) {
    if (id !== "") ids.push({ id, at: { file, start: at, end: at + id.length } });
    at += id.length + 1;
  }
  return ids;
}

function below(source: SourceText, line: number, blocks: readonly Range[]): Range {
  const { lineStarts, text, file } = source;
  for (let next = line + 1; next < lineStarts.length; next++) {
    const start = lineStarts[next] ?? text.length;
    const end = lineEnd(source, next);
    const content = text.slice(start, end).trim();
    if (content === "" || content.startsWith("#")) continue;
    return blocks.find((block) => block.start >= start && block.start < end) ?? { file, start, end };
  }
  return { file, start: text.length, end: text.length };
}

function lineEnd(source: SourceText, line: number): number {
  const next = source.lineStarts[line + 1];
  if (next === undefined) return source.text.length;
  return source.text[next - 2] === "\r" ? next - 2 : next - 1;
}
