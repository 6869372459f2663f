import { compareRanges, SourceText } from "../../text/index.ts";
import { checkInstructions } from "./check.ts";
import { parseHeader } from "./directives.ts";
import { announcedIn, readBody } from "./heredoc.ts";
import { parseInstruction, takesHeredocs, withHeredocs } from "./instruction.ts";
import { joinLine, type LogicalLine } from "./join.ts";
import { Lines, MAX_LINE_BYTES } from "./lines.ts";
import type { Comment, Dockerfile, Heredoc, Instruction, SyntaxProblem } from "./types.ts";

/** BuildKit stops at the first unterminated here-document; looking for this many more terminators keeps the cost linear. */
const MAX_UNTERMINATED = 8;

/** Parses a Dockerfile as BuildKit does. Never throws: what BuildKit would stop at is in `problems`, and parsing goes on behind it. */
export function parseDockerfile(file: string, text: string): Dockerfile {
  const source = new SourceText(file, text);
  const lines = new Lines(source);
  const header = parseHeader(file, lines);
  const parse: Parse = { file, lines, escape: header.escape, comments: [], instructions: [], problems: [...header.problems], unterminated: 0 };
  parseLines(parse, header.lines);
  reportLongLines(parse);
  const { comments, instructions, problems } = parse;
  problems.push(...checkInstructions({ file, instructions, directives: header.directives, escape: header.escape }));
  problems.sort((a, b) => compareRanges(a.range, b.range));
  return { source, escape: header.escape, directives: header.directives, instructions, comments, problems };
}

interface Parse {
  readonly file: string;
  readonly lines: Lines;
  readonly escape: "\\" | "`";
  readonly comments: Comment[];
  readonly instructions: Instruction[];
  readonly problems: SyntaxProblem[];
  unterminated: number;
}

function parseLines(parse: Parse, first: number): void {
  let at = first;
  while (at < parse.lines.count) {
    const { line, next } = joinLine(parse.file, parse.lines, { first: at, escape: parse.escape, comments: parse.comments });
    at = line === undefined ? next : parseLine(parse, line);
  }
}

/** Adds the instruction of one logical line; returns the line behind it and its here-documents. */
function parseLine(parse: Parse, line: LogicalLine): number {
  const { problems, instructions } = parse;
  const place = { index: instructions.length, lines: [line.first + 1, line.next], end: parse.lines.end(line.next - 1), problems } as const;
  const bare = parseInstruction(line.text, place);
  const { heredocs, next } = takesHeredocs(bare) ? readHeredocs(parse, bare, line.next) : { heredocs: [], next: line.next };
  instructions.push(withHeredocs(bare, heredocs, next));
  return next;
}

function readHeredocs(parse: Parse, instruction: Instruction, first: number): { heredocs: readonly Heredoc[]; next: number } {
  const heredocs: Heredoc[] = [];
  let next = first;
  for (const announced of announcedIn(instruction.text.text)) {
    const body = parse.unterminated < MAX_UNTERMINATED ? readBody(parse.file, parse.lines, { announced, first: next }) : undefined;
    if (body === undefined) {
      parse.unterminated += 1;
      parse.problems.push({ message: "unterminated heredoc", range: instruction.range });
      break;
    }
    heredocs.push(body.heredoc);
    next = body.next;
  }
  return { heredocs, next };
}

function reportLongLines({ file, lines, problems }: Parse): void {
  if (lines.text.length * 3 <= MAX_LINE_BYTES) return;
  for (let line = 0; line < lines.count; line += 1) {
    if (!lines.isTooLong(line)) continue;
    const message = `dockerfile line greater than max allowed size of ${String(MAX_LINE_BYTES)}`;
    problems.push({ message, range: { file, start: lines.start(line), end: lines.end(line) } });
  }
}
