import type { Lines } from "./lines.ts";
import { skipSpace } from "./blank.ts";
import type { Directive, SyntaxProblem } from "./types.ts";

const DIRECTIVE = /^#[\t\n\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(\S(?:.*\S)?)[\t\n\f\r ]*$/s;

/** What the top of the file says about the file. */
export interface Header {
  readonly directives: readonly Directive[];
  readonly escape: "\\" | "`";
  /** Number of lines that are directives. */
  readonly lines: number;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads the parser directives: they end at the first line that is none, even a blank one or another comment. */
export function parseHeader(file: string, lines: Lines): Header {
  const directives: Directive[] = [];
  const problems: SyntaxProblem[] = [];
  let escape: "\\" | "`" = "\\";
  let line = 0;
  for (; line < lines.count; line += 1) {
    const directive = directiveAt(file, lines, line);
    if (directive === undefined) break;
    const problem = problemOf(directive, directives);
    if (problem !== undefined) problems.push({ message: problem, range: directive.range });
    else if (directive.name === "escape") escape = directive.value === "`" ? "`" : "\\";
    directives.push(directive);
  }
  // Only the search for the frontend skips a leading `#!` line.
  const behindShebang = line === 0 && lines.text.startsWith("#!", lines.start(0)) ? directiveAt(file, lines, 1) : undefined;
  if (behindShebang?.name === "syntax") directives.push(behindShebang);
  return { directives, escape, lines: line, problems };
}

function directiveAt(file: string, lines: Lines, line: number): Directive | undefined {
  if (line >= lines.count) return undefined;
  const end = lines.end(line);
  const start = skipSpace(lines.text, lines.start(line), end);
  if (lines.text[start] !== "#" || lines.isTooLong(line)) return undefined;
  const match = DIRECTIVE.exec(lines.text.slice(start, end));
  const name = nameOf(match?.[1]?.toLowerCase());
  const value = match?.[2];
  if (match === null || name === undefined || value === undefined) return undefined;
  const valueStart = start + match[0].lastIndexOf(value);
  return {
    name,
    value,
    range: { file, start, end },
    valueRange: { file, start: valueStart, end: valueStart + value.length },
  };
}

function nameOf(word: string | undefined): Directive["name"] | undefined {
  return word === "syntax" || word === "escape" || word === "check" ? word : undefined;
}

function problemOf(directive: Directive, before: readonly Directive[]): string | undefined {
  if (before.some((other) => other.name === directive.name)) return `only one ${directive.name} parser directive can be used`;
  if (directive.name !== "escape" || directive.value === "\\" || directive.value === "`") return undefined;
  return `invalid escape token '${directive.value}' does not match \` or \\`;
}
