import type { TestExpression } from "../../syntax/shell/index.ts";
import { knownText, textOf, type Value } from "../value.ts";
import { arithmeticNumber } from "./arithmetic.ts";
import { both, either, asksForPlatform, isEmptyText, not, sameText } from "./compare.ts";
import { contentOf, fileAt, pathOf } from "./files.ts";
import { matches, type Truth } from "./pattern.ts";
import { matchesRegex } from "./regex.ts";
import type { Comparison, Field, State } from "./state.ts";

const UNARY: ReadonlySet<string> = new Set(["-n", "-z", "-f", "-e", "-d", "-r", "-w", "-x", "-s", "-L", "-h", "-b", "-c", "-p", "-S", "-t", "-u", "-g", "-k", "-O", "-G", "-N", "-v", "-o", "-a"]);
const BINARY: ReadonlySet<string> = new Set(["=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"]);

/** What `test` or `[` says of its words (the closing bracket not among them). A malformed test fails, as it does in a shell. */
export function testFields(fields: readonly Field[], state: State): Truth {
  if (fields.length === 0) return "no";
  const reader = new TestReader(fields, state);
  const truth = reader.either(0);
  return reader.atEnd ? truth : "no";
}

/** Most parentheses and negations within one another. */
const MAX_NESTING = 32;

class TestReader {
  readonly #fields: readonly Field[];
  readonly #state: State;
  #at = 0;

  constructor(fields: readonly Field[], state: State) {
    this.#fields = fields;
    this.#state = state;
  }

  get atEnd(): boolean {
    return this.#at >= this.#fields.length;
  }

  either(depth: number): Truth {
    let truth = this.#both(depth);
    while (this.#word() === "-o" && this.#left > 1) {
      this.#at++;
      truth = either(truth, this.#both(depth));
    }
    return truth;
  }

  #both(depth: number): Truth {
    let truth = this.#not(depth);
    while (this.#word() === "-a" && this.#left > 1) {
      this.#at++;
      truth = both(truth, this.#not(depth));
    }
    return truth;
  }

  #not(depth: number): Truth {
    if (depth > MAX_NESTING) return "maybe";
    if (this.#word() !== "!" || this.#left < 2 || BINARY.has(this.#word(1))) return this.#primary(depth);
    this.#at++;
    return not(this.#not(depth + 1));
  }

  #primary(depth: number): Truth {
    const [first, , third] = this.#fields.slice(this.#at, this.#at + 3);
    if (first === undefined) return "no";
    const operator = this.#word(1);
    if (third !== undefined && BINARY.has(operator)) {
      this.#at += 3;
      return compareFields({ left: first, operator, right: third }, this.#state);
    }
    if (this.#word() === "(" && this.#left > 2) return this.#group(depth);
    if (this.#left >= 2 && UNARY.has(this.#word())) {
      const [, operand] = this.#fields.slice(this.#at, this.#at + 2);
      const name = this.#word();
      this.#at += 2;
      return operand === undefined ? "no" : unary(name, operand.value, this.#state);
    }
    this.#at++;
    return not(isEmptyText(first.value));
  }

  #group(depth: number): Truth {
    this.#at++;
    const truth = this.either(depth + 1);
    if (this.#word() === ")") this.#at++;
    return truth;
  }

  get #left(): number {
    return this.#fields.length - this.#at;
  }

  #word(ahead = 0): string {
    const field = this.#fields[this.#at + ahead];
    return field === undefined ? "" : textOf(field.value);
  }
}

function unary(operator: string, operand: Value, state: State): Truth {
  switch (operator) {
    case "-n":
      return not(isEmptyText(operand));
    case "-z":
      return isEmptyText(operand);
    case "-v":
      return state.variables.has(textOf(operand)) ? "yes" : state.open ? "maybe" : "no";
    case "-t":
      return "no";
    case "-e":
    case "-f":
    case "-r":
      return isKnownFile(operand, state) ? "yes" : "maybe";
    case "-s": {
      const path = pathOf(operand, state);
      const file = path === undefined ? undefined : fileAt(path, state);
      return file === undefined ? "maybe" : not(isEmptyText(contentOf(file)));
    }
  }
  return "maybe";
}

function isKnownFile(operand: Value, state: State): boolean {
  const path = pathOf(operand, state);
  return path !== undefined && (state.files.has(path) || fileAt(path, state) !== undefined);
}

function compareFields({ left, operator, right }: { readonly left: Field; readonly operator: string; readonly right: Field }, state: State): Truth {
  if (operator === "=" || operator === "==" || operator === "!=") {
    const equal = sameText(left.value, right.value);
    const subject = asksForPlatform(left.value) ? left : right;
    note({ subject: subject.value, subjectAt: subject.at, equal }, state);
    return operator === "!=" ? not(equal) : equal;
  }
  return order(left.value, operator, right.value);
}

/** Remembers what an if chain compared, so that a choice by architecture can be told. */
function note(comparison: Comparison, state: State): void {
  if (state.comparisons !== undefined) state.comparisons = [...state.comparisons, comparison];
}

function order(a: Value, operator: string, b: Value): Truth {
  const [left, right] = [knownText(a), knownText(b)];
  if (left === undefined || right === undefined) return "maybe";
  if (operator === "<" || operator === ">") return (operator === "<" ? left < right : left > right) ? "yes" : "no";
  if (operator === "-nt" || operator === "-ot" || operator === "-ef") return "maybe";
  const [x, y] = [numeric(left), numeric(right)];
  if (x === undefined || y === undefined) return "no";
  const holds = ORDER[operator]?.(x, y);
  return holds === undefined ? "maybe" : holds ? "yes" : "no";
}

function numeric(text: string): number | undefined {
  return /^\s*[+-]?\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "-eq": (a, b) => a === b,
  "-ne": (a, b) => a !== b,
  "-lt": (a, b) => a < b,
  "-le": (a, b) => a <= b,
  "-gt": (a, b) => a > b,
  "-ge": (a, b) => a >= b,
};

/** What `[[ … ]]` says. */
export function testExpression(expression: TestExpression, state: State, depth = 0): Truth {
  if (depth > MAX_NESTING) return "maybe";
  switch (expression.type) {
    case "TestUnary":
      return unary(expression.operator, state.engine.value(expression.operand, state), state);
    case "TestBinary":
      return binary(expression, state);
    case "TestGroup":
      return testExpression(expression.expression, state, depth + 1);
    case "TestNot": {
      const truth = testExpression(expression.operand, state, depth + 1);
      return expression.negations.length % 2 === 1 ? not(truth) : truth;
    }
    case "TestLogical":
      return logical(expression, state, depth);
  }
}

function logical(expression: Extract<TestExpression, { readonly type: "TestLogical" }>, state: State, depth: number): Truth {
  const isAnd = expression.operator === "&&";
  let truth: Truth = isAnd ? "yes" : "no";
  for (const operand of expression.operands) {
    if (truth === (isAnd ? "no" : "yes")) break;
    const next = testExpression(operand, state, depth + 1);
    truth = isAnd ? both(truth, next) : either(truth, next);
  }
  return truth;
}

function binary({ left, operator, right }: Extract<TestExpression, { readonly type: "TestBinary" }>, state: State): Truth {
  const subject = state.engine.value(left, state);
  if (operator === "=" || operator === "==" || operator === "!=") {
    const matched = matches(state.engine.pattern(right, state), textOf(subject));
    note({ subject, subjectAt: state.rangeOf(left), equal: matched }, state);
    return operator === "!=" ? not(matched) : matched;
  }
  if (operator === "=~") {
    const found = matchesRegex(subject, { regex: state.engine.value(right, state), at: state.rangeOf(right) }, state);
    note({ subject, subjectAt: state.rangeOf(left), equal: found }, state);
    return found;
  }
  if (operator.startsWith("-") && ORDER[operator] !== undefined) {
    const [a, b] = [arithmeticNumber(left, state), arithmeticNumber(right, state)];
    return a === undefined || b === undefined ? "maybe" : ORDER[operator](a, b) ? "yes" : "no";
  }
  const other = state.engine.value(right, state);
  return order(subject, operator, other);
}

