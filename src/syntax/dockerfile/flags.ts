import type { MappedText } from "../../text/index.ts";
import { isSpace, skipSpace } from "./blank.ts";
import { without } from "./cut.ts";
import type { Flag } from "./types.ts";

/** The flags at the head of `text`, and the offset at which the operands begin (blanks may come first). */
export interface FlagsAndRest {
  readonly flags: readonly Flag[];
  readonly rest: number;
}

/** Reads `--name=value` words as BuildKit does: quotes are dropped, `\` (whatever `# escape=` says) keeps one character, `--` ends them. */
export function parseFlags(text: MappedText, from: number): FlagsAndRest {
  const flags: Flag[] = [];
  let at = from;
  for (;;) {
    at = skipSpace(text.text, at);
    if (!text.text.startsWith("--", at)) return { flags, rest: at };
    const word = readFlagWord(text.text, at);
    if (isEndMark(text.text, at, word)) return { flags, rest: word.end };
    flags.push(flagOf(text, at, word));
    at = word.end;
  }
}

interface FlagWord {
  readonly end: number;
  /** Offsets of quotes and escape characters. */
  readonly dropped: readonly number[];
}

function readFlagWord(text: string, start: number): FlagWord {
  const dropped: number[] = [];
  let quote = "";
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quote === "" && isSpace(text.charCodeAt(at))) break;
    if (character === "\\") {
      dropped.push(at);
      at += 1;
    } else if (quote === "" ? character === "'" || character === '"' : character === quote) {
      dropped.push(at);
      quote = quote === "" ? character : "";
    }
  }
  return { end: Math.min(at, text.length), dropped };
}

function isEndMark(text: string, start: number, word: FlagWord): boolean {
  return word.end - word.dropped.length === start + 2 && text[start + 2] !== "=";
}

function flagOf(text: MappedText, start: number, word: FlagWord): Flag {
  const cut = text.slice(start, word.end);
  const plain = without(cut, word.dropped.map((offset) => offset - start));
  const equals = plain.text.indexOf("=");
  const name = plain.text.slice(2, equals < 0 ? undefined : equals);
  return { name, value: equals < 0 ? undefined : valueOf(plain, cut, equals), range: text.rangeOf(start, word.end) };
}

/** An empty value stands behind the `=`, not on it. */
function valueOf(plain: MappedText, cut: MappedText, equals: number): MappedText {
  if (equals + 1 < plain.text.length) return plain.slice(equals + 1);
  return cut.slice(cut.text.length);
}
