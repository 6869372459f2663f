import type { MappedText } from "../../text/index.ts";
import { skipSpace } from "./blank.ts";
import type { ExecWord } from "./types.ts";

/** The JSON form of operands: its words, or that BuildKit refuses it; undefined when the text is no JSON array. */
export type ExecForm = { readonly state: "words"; readonly words: readonly ExecWord[] } | { readonly state: "refused" } | undefined;

/** Reads a JSON array of strings; anything that isn't valid JSON as a whole is the shell form, a valid array of other things an error. */
export function parseExecForm(text: MappedText): ExecForm {
  const from = skipSpace(text.text, 0);
  if (text.text[from] !== "[" || !text.text.endsWith("]")) return undefined;
  const values = jsonArray(text.text.slice(from));
  if (values === undefined) return undefined;
  const strings = values.filter((value) => typeof value === "string");
  if (strings.length !== values.length) return { state: "refused" };
  return { state: "words", words: placed(text, from, strings) };
}

function jsonArray(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    // Not JSON: that is how the shell form is told, not a failure.
    return undefined;
  }
}

function placed(text: MappedText, from: number, strings: readonly string[]): readonly ExecWord[] {
  let at = from;
  return strings.map((value) => {
    const start = text.text.indexOf('"', at) + 1;
    let end = start;
    while (end < text.text.length && text.text[end] !== '"') end += text.text[end] === "\\" ? 2 : 1;
    at = end + 1;
    return { value, text: text.slice(start, end) };
  });
}
