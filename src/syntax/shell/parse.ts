import { parse } from "unbash";
import { Memo, type MappedText } from "../../text/index.ts";
import type { ShellScript } from "./types.ts";

/** Longest script that is parsed, in UTF-16 units. */
export const MAX_SCRIPT_LENGTH = 256 * 1024;

/** Deepest nesting of `$(`, `${`, `(`, `{` and backticks that is parsed: beyond it the parser's cost grows faster than the text. */
export const MAX_NESTING = 100;

const cache = new Memo<MappedText, ShellScript>();

/** The tree of a script. Total: a script that is too long, too deep or not shell gives an empty or partial tree and an error. */
export function parseShell(text: MappedText): ShellScript {
  const known = cache.get(text);
  if (known !== undefined) return known;

  const script = parseAnew(text);
  cache.set(text, script);
  return script;
}

function parseAnew(text: MappedText): ShellScript {
  const source = text.text;
  if (source.length > MAX_SCRIPT_LENGTH) return nothing(text, "script is too long");
  if (nestsDeeply(source)) return nothing(text, "script nests too deeply");
  try {
    const tree = parse(source);
    const errors = (tree.errors ?? []).map(({ message, pos }) => ({ message, start: pos, end: Math.min(pos + 1, source.length) }));
    return { text, tree, errors };
  } catch (error) {
    return nothing(text, error instanceof Error ? error.message : "script cannot be parsed");
  }
}

function nothing(text: MappedText, message: string): ShellScript {
  const tree = { type: "Script", pos: 0, end: text.text.length, shebang: undefined, commands: [] } as const;
  return { text, tree, errors: [{ message, start: 0, end: text.text.length }] };
}

/** Whether openings outnumber closings by too many anywhere; quotes are not heeded, so it may only be too careful. */
function nestsDeeply(source: string): boolean {
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === 40 || code === 123) depth++;
    else if ((code === 41 || code === 125) && depth > 0) depth--;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}
