import type { MappedText } from "../../text/index.ts";
import { isSeparator, skipSpace, trimEnd } from "./blank.ts";
import { parseExecForm, type ExecForm } from "./exec-form.ts";
import { parseFlags } from "./flags.ts";
import type { Heredoc, Instruction, SyntaxProblem } from "./types.ts";

const EXEC_FORM = new Set(["RUN", "CMD", "ENTRYPOINT", "SHELL", "ADD", "COPY", "VOLUME"]);
const HEREDOC = new Set(["RUN", "ADD", "COPY"]);

/** Where a logical line stands. */
export interface Placement {
  readonly index: number;
  readonly lines: readonly [number, number];
  /** Offset of the end of its last line. */
  readonly end: number;
  readonly problems: SyntaxProblem[];
}

/** The instruction of one joined line, without its here-documents. */
export function parseInstruction(text: MappedText, place: Placement): Instruction {
  return parseNested(text, place, true);
}

function parseNested(text: MappedText, place: Placement, outermost: boolean): Instruction {
  const start = skipSpace(text.text, 0);
  const end = Math.max(start, trimEnd(text.text, start, text.text.length));
  let keywordEnd = start;
  while (keywordEnd < end && !isSeparator(text.text.charCodeAt(keywordEnd))) keywordEnd += 1;
  const keyword = text.text.slice(start, keywordEnd).toUpperCase();
  const trimmed = end === text.text.length ? text : text.slice(0, end);
  const { flags, rest } = parseFlags(trimmed, keywordEnd);
  const operands = trimmed.slice(Math.min(skipSpace(trimmed.text, rest), end));
  const keywordRange = text.rangeOf(start, keywordEnd);
  const form = execFormOf(keyword, operands);
  if (form?.state === "refused") {
    place.problems.push({ message: "when using JSON array syntax, arrays must be comprised of strings only", range: operands.rangeOf() });
  }
  // A trigger of a trigger is an error; not following it keeps the depth of input off the stack.
  const triggered = keyword === "ONBUILD" && outermost && operands.text !== "";
  return {
    keyword,
    keywordRange,
    range: { ...keywordRange, end: Math.max(place.end, keywordRange.end) },
    lines: place.lines,
    text,
    operands,
    flags,
    exec: form?.state === "words" ? form.words : undefined,
    heredocs: [],
    trigger: triggered ? parseNested(operands, place, false) : undefined,
    index: place.index,
  };
}

function execFormOf(keyword: string, operands: MappedText): ExecForm {
  if (EXEC_FORM.has(keyword)) return parseExecForm(operands);
  if (keyword !== "HEALTHCHECK") return undefined;
  return parseExecForm(healthcheckCommand(operands));
}

/** What follows the type (`CMD`, `NONE`) in the operands of HEALTHCHECK. */
export function healthcheckCommand(operands: MappedText): MappedText {
  const space = /[\s\u0085]/.exec(operands.text)?.index ?? operands.text.length;
  return operands.slice(skipSpace(operands.text, space));
}

/** Whether BuildKit looks for `<<WORD` in this instruction. */
export function takesHeredocs(instruction: Instruction): boolean {
  const target = instruction.trigger ?? instruction;
  return HEREDOC.has(target.keyword) && target.exec === undefined;
}

/** The instruction with its here-documents, which its range and lines then include; a trigger gets them too. */
export function withHeredocs(instruction: Instruction, heredocs: readonly Heredoc[], lastLine: number): Instruction {
  const last = heredocs[heredocs.length - 1];
  if (last === undefined) return instruction;
  const { trigger } = instruction;
  return {
    ...instruction,
    heredocs,
    lines: [instruction.lines[0], lastLine],
    range: { ...instruction.range, end: last.range.end },
    trigger: trigger === undefined ? undefined : withHeredocs(trigger, heredocs, lastLine),
  };
}
