import { announcedBy } from "./heredoc.ts";
import { healthcheckCommand } from "./instruction.ts";
import { flagProblems, KEYWORDS } from "./check-flags.ts";
import type { Directive, Instruction, SyntaxProblem } from "./types.ts";
import { fromParts, keyValues, operandWords } from "./words.ts";

/** What is checked: the instructions of one file in order. */
export interface Checked {
  readonly file: string;
  readonly instructions: readonly Instruction[];
  readonly directives: readonly Directive[];
  readonly escape: string;
}

/** What BuildKit refuses about the instructions, before any variable is known, in its words. */
export function checkInstructions(checked: Checked): readonly SyntaxProblem[] {
  const { file, instructions, directives, escape } = checked;
  const first = instructions[0];
  if (first === undefined) return [{ message: "file with no instructions", range: { file, start: 0, end: 0 } }];
  const problems: SyntaxProblem[] = [];
  // A frontend of somebody else's may know more instructions and flags.
  if (usesOwnFrontend(directives)) return problems;
  for (const instruction of instructions) problems.push(...problemsOf(instruction, escape));
  problems.push(...stageProblems(instructions, first));
  return problems;
}

function usesOwnFrontend(directives: readonly Directive[]): boolean {
  const syntax = directives.find((directive) => directive.name === "syntax")?.value;
  return syntax !== undefined && !/(^|\/)docker\/dockerfile(-upstream)?([:@\s]|$)/.test(syntax);
}

function stageProblems(instructions: readonly Instruction[], first: Instruction): readonly SyntaxProblem[] {
  const from = instructions.findIndex((instruction) => instruction.keyword === "FROM");
  const before = from < 0 ? instructions : instructions.slice(0, from);
  const stray = before.find((instruction) => instruction.keyword !== "ARG" && KEYWORDS.has(instruction.keyword));
  if (stray !== undefined) return [{ message: "no build stage in current context", range: stray.keywordRange }];
  return from < 0 ? [{ message: "dockerfile contains no stages to build", range: first.keywordRange }] : [];
}

function problemsOf(instruction: Instruction, escape: string): readonly SyntaxProblem[] {
  const written = instruction.text.text.trimStart().slice(0, instruction.keyword.length);
  if (!KEYWORDS.has(instruction.keyword)) return [{ message: `unknown instruction: ${written}`, range: instruction.keywordRange }];
  const message = CHECKS.get(instruction.keyword)?.(instruction, escape);
  const problems = [...flagProblems(instruction)];
  if (message !== undefined) problems.push({ message, range: placeOf(instruction) });
  return problems;
}

function placeOf(instruction: Instruction): SyntaxProblem["range"] {
  return instruction.operands.text === "" ? instruction.keywordRange : instruction.operands.rangeOf();
}

type Check = (instruction: Instruction, escape: string) => string | undefined;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["FROM", fromProblem],
  ["ENV", pairProblem],
  ["LABEL", pairProblem],
  ["ARG", pairProblem],
  ["ADD", copyProblem],
  ["COPY", copyProblem],
  ["MAINTAINER", (instruction) => absenceProblem(instruction, "exactly one argument")],
  ["WORKDIR", (instruction) => absenceProblem(instruction, "exactly one argument")],
  ["USER", (instruction) => absenceProblem(instruction, "exactly one argument")],
  ["STOPSIGNAL", (instruction) => absenceProblem(instruction, "exactly one argument")],
  ["EXPOSE", (instruction) => absenceProblem(instruction, "at least one argument")],
  ["VOLUME", volumeProblem],
  ["SHELL", shellProblem],
  ["HEALTHCHECK", healthcheckProblem],
  ["ONBUILD", triggerProblem],
]);

function absenceProblem({ keyword, operands }: Instruction, required: string): string | undefined {
  return operands.text === "" ? `${keyword} requires ${required}` : undefined;
}

function fromProblem(instruction: Instruction): string | undefined {
  const words = instruction.operands.text.split(/[\t\v\f\r ]+/);
  if (instruction.operands.text !== "" && words.length === 1) return undefined;
  const { name } = fromParts(instruction);
  if (words.length !== 3 || name === undefined) return "FROM requires either one or three arguments";
  if (/^[a-z][a-z0-9\-_.]*$/.test(name.text.toLowerCase())) return undefined;
  return `invalid name for build stage: ${JSON.stringify(name.text)}, name can't start with a number or contain symbols`;
}

function pairProblem(instruction: Instruction, escape: string): string | undefined {
  const { keyword } = instruction;
  const pairs = keyValues(instruction, escape);
  if (pairs.length === 0) return `${keyword} requires at least one argument`;
  for (const { key, value, legacy } of pairs) {
    if (value === undefined && legacy) return `${keyword} must have two arguments`;
    if (value === undefined && keyword !== "ARG") return `Syntax error - can't find = in ${JSON.stringify(key.text)}. Must be of the form: name=value`;
    if (key.text === "") return `${keyword} names can not be blank`;
  }
  return undefined;
}

function copyProblem(instruction: Instruction, escape: string): string | undefined {
  const { keyword } = instruction;
  const words = operandWords(instruction, escape);
  const destination = words[words.length - 1];
  if (words.length < 2 || destination === undefined) {
    return `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`;
  }
  return announcedBy(destination.text) === undefined ? undefined : `${keyword} cannot accept a heredoc as a destination`;
}

function volumeProblem(instruction: Instruction, escape: string): string | undefined {
  const words = operandWords(instruction, escape);
  if (words.length === 0) return "VOLUME requires at least one argument";
  return words.some((word) => word.text === "") ? "VOLUME specified can not be an empty string" : undefined;
}

function shellProblem({ operands, exec }: Instruction): string | undefined {
  if (operands.text === "" || exec?.length === 0) return "SHELL requires at least one argument";
  return exec === undefined ? "SHELL requires the arguments to be in JSON form" : undefined;
}

function healthcheckProblem({ operands }: Instruction): string | undefined {
  if (operands.text === "") return "HEALTHCHECK requires at least one argument";
  const command = healthcheckCommand(operands).text;
  const type = operands.text.slice(0, operands.text.length - command.length).trim().toUpperCase();
  if (type === "NONE") return command === "" ? undefined : "HEALTHCHECK NONE takes no arguments";
  if (type !== "CMD") return `Unknown type ${JSON.stringify(type)} in HEALTHCHECK (try CMD)`;
  return command === "" || command === "[]" ? "Missing command after HEALTHCHECK CMD" : undefined;
}

function triggerProblem({ trigger }: Instruction): string | undefined {
  if (trigger === undefined) return "ONBUILD requires at least one argument";
  if (trigger.keyword === "ONBUILD") return "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed";
  if (trigger.keyword !== "FROM" && trigger.keyword !== "MAINTAINER") return undefined;
  return `${trigger.keyword} isn't allowed as an ONBUILD trigger`;
}
