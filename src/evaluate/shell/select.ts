import type { Case, CaseItem, Command, CompoundList, If, TestExpression, Word } from "../../syntax/shell/index.ts";
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
  const { comparisons } = state;
  state.comparisons = undefined;
  const about = comparisons?.filter((comparison) => asksForPlatform(comparison.subject)) ?? [];
  const [first] = about;
  if (first === undefined || about.some((comparison) => comparison.equal === "maybe")) return;

  const patterns = chainPatterns(node, state);
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
      at: state.rangeOf(node),
    },
    state,
  );
}

/** The literal words that the conditions of a chain compare with, those of conditions that were never reached too. */
function chainPatterns(node: If, state: State): Patterns {
  const found: Patterns[number][] = [];
  const add = (word: Word): void => {
    if (isLiteral(word)) found.push({ text: word.value, at: state.rangeOf(word) });
  };
  for (const clause of [node.clause, ...node.elif.map((elif) => elif.clause)]) {
    for (const command of commandsIn(clause)) {
      if (command.type === "Command") comparedWords(command).forEach(add);
      else expressionWords(command.expression, 0).forEach(add);
    }
  }
  return found;
}

type Test = Command | { readonly type: "TestCommand"; readonly expression: TestExpression };

function commandsIn(list: CompoundList): Test[] {
  const found: Test[] = [];
  for (const { command } of list.commands) {
    for (const outer of command.type === "AndOr" ? command.commands : [command]) {
      for (const node of outer.type === "Pipeline" ? outer.commands : [outer]) {
        if (node.type === "Command" || node.type === "TestCommand") found.push(node);
      }
    }
  }
  return found;
}

const EQUALITY: ReadonlySet<string> = new Set(["=", "==", "!="]);

function comparedWords(command: Command): Word[] {
  if (command.name?.text !== "[" && command.name?.text !== "test") return [];
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
