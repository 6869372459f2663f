import type { AndOr, Case, CaseItem, Command, CommandNode, CompoundList, If, PipelineNode, TestCommand, TestExpression, Word } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import type { SelectEffect } from "../effect.ts";
import { textOf, type Value } from "../value.ts";
import { asksForPlatform } from "./compare.ts";
import type { State } from "./state.ts";

type Patterns = SelectEffect["patterns"];

/** Words by which a condition is taken to speak of an architecture. */
const ABOUT = /uname|arch|amd64|x86|x64|i[3-6]86|\barm|ppc64|s390|riscv|mips|loong|machine|hosttype|machtype|targetplatform|targetvariant|buildplatform|\bELF\b|long_bit|cputype/i;

/** Whether the text of a node names an architecture or asks for one. */
export function speaksOfArchitecture(node: { readonly pos: number; readonly end: number }, state: State): boolean {
  return ABOUT.test(state.source.text.text.slice(node.pos, Math.min(node.end, node.pos + 2000)));
}

/** Records what a case did with an architecture. `taken` is undefined when no branch ran. */
export function recordCase({ node, subject }: { readonly node: Case; readonly subject: Value }, taken: CaseItem | undefined, state: State): void {
  if (!asksForPlatform(subject)) return;
  const patterns = node.items.flatMap((item) => item.pattern.filter((word) => !isCatchAll(word)).map((word) => patternOf(word, state)));
  const isDefault = taken?.pattern.every(isCatchAll) === true;
  recordSelect({ by: "case", subject, subjectAt: state.rangeOf(node.word), patterns, taken: taken === undefined ? "none" : isDefault ? "default" : "pattern", takenAt: taken === undefined ? undefined : state.rangeOf(taken), at: state.rangeOf(node) }, state);
}

function isCatchAll(word: Word): boolean {
  return word.text === "*" || word.text === "?*" || word.text === "**";
}

function patternOf(word: Word, state: State): Patterns[number] {
  const expands = word.parts?.some((part) => part.type === "SimpleExpansion" || part.type === "ParameterExpansion" || part.type === "DoubleQuoted") === true;
  return { text: expands ? textOf(state.engine.value(word, state)) : word.value, at: state.rangeOf(word) };
}

interface Select {
  readonly by: SelectEffect["by"];
  readonly subject: Value;
  readonly subjectAt: Range;
  readonly patterns: Patterns;
  readonly taken: SelectEffect["taken"];
  readonly takenAt: Range | undefined;
  readonly at: Range;
}

function recordSelect({ at, takenAt, ...rest }: Select, state: State): void {
  state.record({ kind: "select", ...rest, ...(takenAt === undefined ? {} : { takenAt }) }, at);
}

/** Records what an if chain did with an architecture, when that is all that it asked for. */
export function recordIf(node: If, taken: CompoundList | undefined, state: State): void {
  const clauses = [node.clause, ...node.elif.map((elif) => elif.clause)];
  recordChoice({ tests: () => clauses.flatMap(({ commands }) => commands.flatMap(({ command }) => testsIn(command))), taken, whole: node }, state);
}

interface Span {
  readonly pos: number;
  readonly end: number;
}

interface Decided {
  readonly tests: () => readonly Test[];
  readonly taken: Span | undefined;
  readonly whole: Span;
}

/** How many tests a chain of `&&` and `||` begins with. */
export function testsBefore({ commands }: AndOr): number {
  const first = commands.findIndex((command) => testsIn(command).length === 0);
  return first < 0 ? commands.length : first;
}

/** Records what `[ "$ARCH" = … ] || …` did, once its tests, the first `count` of its commands, have been made. */
export function recordAndOr(node: AndOr, count: number, state: State): void {
  const goesOn = state.status === "succeeds" ? "&&" : "||";
  const next = state.status === "unknown" ? -1 : node.operators.indexOf(goesOn, count - 1);
  recordChoice({ tests: () => node.commands.slice(0, count).flatMap(testsIn), taken: next < 0 ? undefined : node.commands[next + 1], whole: node }, state);
}

function recordChoice({ tests, taken, whole }: Decided, state: State): void {
  const { comparisons } = state;
  state.comparisons = undefined;
  const about = comparisons?.filter((comparison) => asksForPlatform(comparison.subject)) ?? [];
  const [first] = about;
  if (first === undefined || about.some((comparison) => comparison.equal === "maybe")) return;

  const patterns = patternsIn(tests(), state);
  if (patterns.length === 0) return;
  const isNamed = about.some((comparison) => comparison.equal === "yes");
  recordSelect(
    {
      by: "if",
      subject: first.subject,
      subjectAt: first.subjectAt,
      patterns,
      taken: isNamed ? "pattern" : taken === undefined ? "none" : "default",
      takenAt: taken === undefined ? undefined : state.rangeOf(taken),
      at: state.rangeOf(whole),
    },
    state,
  );
}

/** The literal words that the conditions of a chain compare with, those of conditions that were never reached too. */
function patternsIn(tests: readonly Test[], state: State): Patterns {
  const found: Patterns[number][] = [];
  const add = (word: Word): void => {
    if (isLiteral(word)) found.push({ text: word.value, at: state.rangeOf(word) });
  };
  for (const test of tests) {
    if (test.type === "Command") comparedWords(test).forEach(add);
    else expressionWords(test.expression, 0).forEach(add);
  }
  return found;
}

type Test = Command | TestCommand;

function testsIn(command: PipelineNode | AndOr): Test[] {
  const nodes = command.type === "AndOr" ? command.commands : [command];
  return nodes.flatMap((outer): readonly CommandNode[] => (outer.type === "Pipeline" ? outer.commands : [outer])).filter((node) => isTest(node));
}

/** Whether a node is `[ … ]`, `test …` or `[[ … ]]`. */
export function isTest(node: PipelineNode | AndOr): node is Test {
  return node.type === "TestCommand" || (node.type === "Command" && (node.name?.text === "[" || node.name?.text === "test"));
}

const EQUALITY: ReadonlySet<string> = new Set(["=", "==", "!="]);

function comparedWords(command: Command): Word[] {
  const words = command.args.filter((arg): arg is Word => arg.type === "Word");
  return words.filter((_, index) => EQUALITY.has(words[index - 1]?.text ?? "") || EQUALITY.has(words[index + 1]?.text ?? ""));
}

function expressionWords(expression: TestExpression, depth: number): Word[] {
  if (depth > 16) return [];
  switch (expression.type) {
    case "TestBinary":
      return EQUALITY.has(expression.operator) || expression.operator === "=~" ? [expression.left, expression.right] : [];
    case "TestLogical":
      return expression.operands.flatMap((operand) => expressionWords(operand, depth + 1));
    case "TestNot":
      return expressionWords(expression.operand, depth + 1);
    case "TestGroup":
      return expressionWords(expression.expression, depth + 1);
    case "TestUnary":
      return [];
  }
}

function isLiteral(word: Word): boolean {
  return word.parts?.every((part) => part.type === "Literal" || part.type === "SingleQuoted" || part.type === "Glob" || (part.type === "DoubleQuoted" && part.parts.every((inner) => inner.type === "Literal"))) ?? true;
}
