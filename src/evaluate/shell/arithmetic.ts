import type { ArithmeticExpression, Word } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import { knownText, textOf, unknown, type Value } from "../value.ts";
import type { State } from "./state.ts";
import { assign, readVariable } from "./variables.ts";

/** The value of `$((…))`. */
export function arithmeticValue(expression: ArithmeticExpression | undefined, state: State, at: Range): Value {
  const number = expression === undefined ? undefined : evaluate(expression, state, 0);
  return number === undefined ? unknown("unsupported", at) : numberValue(number, at);
}

function numberValue(number: number, from: Range): Value {
  return { pieces: [{ kind: "text", text: String(number), from, verbatim: false, origin: "other", quoting: "none", readings: undefined }] };
}

/** A word that stands for a number, as an index; undefined when it is not a known one. */
export function arithmeticNumber(word: Word, state: State): number | undefined {
  return numberOf(textOf(state.engine.value(word, state)).trim(), state, 0);
}

const MAX_NESTING = 64;

/** The number an expression comes to; undefined when it can't be told. */
export function evaluate(expression: ArithmeticExpression, state: State, depth: number): number | undefined {
  if (depth > MAX_NESTING) return undefined;
  switch (expression.type) {
    case "ArithmeticWord":
      return wordNumber(expression, state, depth);
    case "ArithmeticGroup":
      return evaluate(expression.expression, state, depth + 1);
    case "ArithmeticTernary": {
      const test = evaluate(expression.test, state, depth + 1);
      if (test === undefined) return undefined;
      return evaluate(test === 0 ? expression.alternate : expression.consequent, state, depth + 1);
    }
    case "ArithmeticUnary":
      return unary(expression, state, depth);
    case "ArithmeticBinary":
      return binary(expression, state, depth);
    case "ArithmeticCommandExpansion":
      return undefined;
  }
}

type Of<Type extends ArithmeticExpression["type"]> = Extract<ArithmeticExpression, { readonly type: Type }>;

function wordNumber(expression: Of<"ArithmeticWord">, state: State, depth: number): number | undefined {
  if (expression.parts === undefined) return numberOf(expression.value, state, depth);
  const word: Word = { ...expression, type: "Word", text: expression.value };
  const text = knownText(state.engine.value(word, state));
  return text === undefined ? undefined : numberOf(text.trim(), state, depth);
}

function numberOf(text: string, state: State, depth: number): number | undefined {
  if (text === "") return 0;
  if (/^[+-]?(?:0[xX][\da-fA-F]+|\d+)$/.test(text)) {
    const negative = text.startsWith("-");
    const digits = text.replace(/^[+-]/, "");
    const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
    return Number.isSafeInteger(number) ? (negative ? -number : number) : undefined;
  }
  if (!/^[A-Za-z_]\w*$/.test(text) || depth > 8) return undefined;
  const value = readVariable(state, text, state.source.text.rangeOf(0, 0));
  if (value === undefined) return state.open ? undefined : 0;
  const known = knownText(value);
  return known === undefined ? undefined : numberOf(known.trim(), state, depth + 1);
}

function unary(expression: Of<"ArithmeticUnary">, state: State, depth: number): number | undefined {
  const { operator, operand } = expression;
  const number = evaluate(operand, state, depth + 1);
  if (number === undefined) return undefined;
  switch (operator) {
    case "-":
      return -number;
    case "+":
      return number;
    case "!":
      return number === 0 ? 1 : 0;
    case "~":
      return ~number;
    case "++":
    case "--": {
      const next = number + (operator === "++" ? 1 : -1);
      store(operand, next, state);
      return expression.prefix ? next : number;
    }
  }
  return undefined;
}

function binary(expression: Of<"ArithmeticBinary">, state: State, depth: number): number | undefined {
  const { operator } = expression;
  const left = operator === "=" ? 0 : evaluate(expression.left, state, depth + 1);
  if (left === undefined) return undefined;
  if (operator === "&&" && left === 0) return 0;
  if (operator === "||" && left !== 0) return 1;
  const right = evaluate(expression.right, state, depth + 1);
  if (right === undefined) return undefined;
  const isAssignment = operator.endsWith("=") && !["==", "!=", "<=", ">="].includes(operator);
  if (!isAssignment) return compute(operator, left, right);
  const result = operator === "=" ? right : compute(operator.slice(0, -1), left, right);
  if (result !== undefined) store(expression.left, result, state);
  return result;
}

function store(target: ArithmeticExpression, number: number, state: State): void {
  if (target.type !== "ArithmeticWord" || !/^[A-Za-z_]\w*$/.test(target.value)) return;
  const at = state.rangeOf(target);
  assign(state, { name: target.value, value: numberValue(number, at), at });
}

const COMPUTED: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => Math.trunc(a / b),
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "<<": (a, b) => a * 2 ** b,
  ">>": (a, b) => Math.floor(a / 2 ** b),
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<": (a, b) => Number(a < b),
  ">": (a, b) => Number(a > b),
  "<=": (a, b) => Number(a <= b),
  ">=": (a, b) => Number(a >= b),
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  "||": (a, b) => Number(a !== 0 || b !== 0),
  ",": (_, b) => b,
};

function compute(operator: string, left: number, right: number): number | undefined {
  const result = COMPUTED[operator]?.(left, right);
  return result !== undefined && Number.isSafeInteger(result) ? result : undefined;
}
