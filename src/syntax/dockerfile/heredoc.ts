import { MappedText } from "../../text/index.ts";
import { Cutter } from "./cut.ts";
import { lexWords } from "./lex.ts";
import type { Lines } from "./lines.ts";
import type { Heredoc } from "./types.ts";

/** `<<NAME` as an instruction's line announces it. */
export interface Announced {
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
}

const OPERATOR = /^\d*<<(-?)[\t\n\f\r ]*([^<]*)$/;

/** The here-documents that a joined line announces, in order. */
export function announcedIn(line: string): readonly Announced[] {
  if (!line.includes("<<")) return [];
  const found: Announced[] = [];
  for (const { start, end } of lexWords(line) ?? []) {
    const announced = announcedBy(line.slice(start, end));
    if (announced !== undefined) found.push(announced);
  }
  return found;
}

/** Whether a word of ADD or COPY is a here-document. */
export function announcedBy(word: string): Announced | undefined {
  const match = OPERATOR.exec(word);
  if (match === null) return undefined;
  const { text, quoted } = unquote(match[2] ?? "");
  return text === "" ? undefined : { name: text, expand: !quoted, chomp: match[1] === "-" };
}

function unquote(word: string): { text: string; quoted: boolean } {
  let text = "";
  let quote = "";
  let quoted = false;
  for (let at = 0; at < word.length; at += 1) {
    const character = word[at] ?? "";
    if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      quoted = true;
    } else if (character === quote) quote = "";
    else if (character === "\\" && isEscape(quote, word[at + 1])) {
      at += 1;
      text += word[at] ?? "";
    } else text += character;
  }
  return { text, quoted };
}

function isEscape(quote: string, next: string | undefined): boolean {
  if (quote === "'") return false;
  return quote === "" || next === '"' || next === "$" || next === "\\";
}

/** Reads the body of a here-document from line `first` on; undefined when its terminator never comes. */
export function readBody(file: string, lines: Lines, at: { announced: Announced; first: number }): { heredoc: Heredoc; next: number } | undefined {
  const { announced, first } = at;
  for (let line = first; line < lines.count; line += 1) {
    if (!isTerminator(lines, line, announced)) continue;
    const start = lines.start(first);
    const raw = MappedText.verbatim(file, lines.text.slice(start, lines.start(line)), start);
    const content = announced.chomp ? chomped(file, lines, { first, end: line }) : raw;
    return { heredoc: { ...announced, content, raw, range: { file, start, end: lines.end(line) } }, next: line + 1 };
  }
  return undefined;
}

function isTerminator(lines: Lines, line: number, { name, chomp }: Announced): boolean {
  const end = lines.end(line);
  let start = lines.start(line);
  while (chomp && start < end && lines.text.charCodeAt(start) === 9) start += 1;
  return end - start === name.length && lines.text.startsWith(name, start);
}

function chomped(file: string, lines: Lines, { first, end }: { first: number; end: number }): MappedText {
  const cutter = new Cutter(file, lines.text);
  for (let line = first; line < end; line += 1) {
    let start = lines.start(line);
    while (lines.text.charCodeAt(start) === 9) start += 1;
    cutter.add(start, lines.next(line));
  }
  return cutter.text(lines.start(first));
}
