import type { SourceText} from "../text/index.ts";
import { type Range } from "../text/index.ts";

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
  const { file, lineStarts, text } = source;
  const blockAt = new Map(blocks.map((block) => [source.positionAt(block.start).line - 1, block]));
  let below: Range = { file, start: text.length, end: text.length };
  // From the end, so that each comment knows what is below it without looking there again.
  for (let line = lineStarts.length - 1; line >= 0; line--) {
    const start = lineStarts[line] ?? 0;
    const end = lineEnd(source, line);
    const content = text.slice(start, end);
    const match = COMMENT.exec(content);
    if (match === null) {
      if (!/^\s*(?:#|$)/.test(content)) below = blockAt.get(line) ?? { file, start, end };
      continue;
    }
    const [, kind = "", ids = "", reason = ""] = match;
    const at = { file, start: start + content.search(/\S/), end };
    const over = kind === "ignore-file" ? { file, start: 0, end: text.length } : below;
    found.push({ scope: kind === "ignore-file" ? "file" : "next", ruleIds: idsIn(ids, start + match[0].indexOf(`=${ids}`) + 1, file), reason: reason.trim(), at, over });
  }
  return found.reverse();
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

function lineEnd(source: SourceText, line: number): number {
  const next = source.lineStarts[line + 1];
  if (next === undefined) return source.text.length;
  return source.text[next - 2] === "\r" ? next - 2 : next - 1;
}
