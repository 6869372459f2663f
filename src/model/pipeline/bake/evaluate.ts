import type { HclExpression } from "../../../syntax/hcl/index.ts";
import { bool, FUNCTIONS, unknown } from "./functions.ts";
import { sameValue, textOfValue, truthOf, type BakeScope, type BakeValue } from "./values.ts";

const MAX_DEPTH = 60;
const MAX_ITEMS = 1000;
const MAX_TEXT = 100_000;

/** Evaluates an expression as far as it is constant. Bounded in depth and in the length of lists. */
export function evaluateHcl(expression: HclExpression, scope: BakeScope, depth = 0): BakeValue {
  if (depth > MAX_DEPTH || !scope.spend()) return unknown(expression.at);
  return new Evaluation(scope, depth).value(expression);
}

class Evaluation {
  readonly #scope: BakeScope;
  readonly #depth: number;

  constructor(scope: BakeScope, depth: number) {
    this.#scope = scope;
    this.#depth = depth;
  }

  value(expression: HclExpression): BakeValue {
    const { at } = expression;
    switch (expression.kind) {
      case "literal":
        return literal(expression.value, at);
      case "template":
        return this.#template(expression);
      case "list":
        return { kind: "list", at, literal: true, items: expression.items.slice(0, MAX_ITEMS).map((item) => this.#inner(item)) };
      case "object":
        return { kind: "object", at, members: new Map(expression.entries.map(({ key, value }) => [this.#keyOf(key), this.#inner(value)])) };
      case "name":
        return this.#scope.variable(expression.name) ?? unknown(at);
      case "member":
        return memberOf(this.#inner(expression.of), expression.name) ?? unknown(at);
      case "index":
        return indexed(this.#inner(expression.of), this.#inner(expression.index)) ?? unknown(at);
      case "call":
        return this.#call(expression);
      case "unary":
        return negation(expression.operator, this.#inner(expression.operand), at);
      case "binary":
        return { ...combined(expression.operator, this.#inner(expression.left), this.#inner(expression.right)), at };
      case "conditional":
        return this.#conditional(expression);
      case "for":
        return this.#loop(expression);
      case "other":
        return unknown(at);
    }
  }

  #inner(expression: HclExpression, scope = this.#scope): BakeValue {
    return evaluateHcl(expression, scope, this.#depth + 1);
  }

  /** A bare word is a name of that text. */
  #keyOf(key: HclExpression): string {
    return key.kind === "name" ? key.name : (textOfValue(this.#inner(key)) ?? "");
  }

  #template({ parts, at }: Extract<HclExpression, { kind: "template" }>): BakeValue {
    const [only] = parts;
    if (parts.length === 1 && only?.kind === "text") return { kind: "string", text: only.text.text, literal: only.text.isVerbatim(), at: only.text.rangeOf() };
    // A string of one interpolation is that value, whatever its type.
    if (parts.length === 1 && only?.kind === "expression") return this.#inner(only.value);
    const texts = parts.map((part) => (part.kind === "text" ? part.text.text : textOfValue(this.#inner(part.value))));
    const isKnown = texts.every((text) => text !== undefined) && texts.reduce((sum, text) => sum + text.length, 0) < MAX_TEXT;
    return isKnown ? { kind: "string", text: texts.join(""), literal: false, at } : unknown(at);
  }

  #call({ name, arguments: given, spread, at }: Extract<HclExpression, { kind: "call" }>): BakeValue {
    const values = given.map((argument) => this.#inner(argument));
    const last = values.at(-1);
    const all = spread && last?.kind === "list" ? [...values.slice(0, -1), ...last.items] : values;
    const builtIn = FUNCTIONS.get(name);
    if (builtIn !== undefined) return builtIn(all, at);
    const own = this.#scope.userFunction(name);
    if (own === undefined) return unknown(at);
    return this.#inner(own.result, this.#with(new Map(own.parameters.map((parameter, i) => [parameter, all[i] ?? unknown(at)]))));
  }

  #conditional({ test, then, otherwise, at }: Extract<HclExpression, { kind: "conditional" }>): BakeValue {
    const truth = truthOf(this.#inner(test));
    if (truth !== undefined) return this.#inner(truth ? then : otherwise);
    const [first, second] = [this.#inner(then), this.#inner(otherwise)];
    return sameValue(first, second) === true ? first : unknown(at);
  }

  #loop({ keyName, valueName, over, key, value, test, at }: Extract<HclExpression, { kind: "for" }>): BakeValue {
    const source = this.#inner(over);
    const pairs = pairsOf(source);
    if (pairs === undefined || pairs.length > MAX_ITEMS) return unknown(at);
    const members = new Map<string, BakeValue>();
    const items: BakeValue[] = [];
    for (const [index, item] of pairs) {
      const scope = this.#with(new Map([...(keyName === undefined ? [] : [[keyName, index] as const]), [valueName, item] as const]));
      const kept = test === undefined ? true : truthOf(this.#inner(test, scope));
      if (kept === undefined) return unknown(at);
      if (!kept) continue;
      const result = this.#inner(value, scope);
      if (key === undefined) items.push(result);
      else members.set(textOfValue(this.#inner(key, scope)) ?? "", result);
    }
    return key === undefined ? { kind: "list", items, literal: false, at } : { kind: "object", members, at };
  }

  #with(names: ReadonlyMap<string, BakeValue>): BakeScope {
    return { ...this.#scope, variable: (name) => names.get(name) ?? this.#scope.variable(name) };
  }
}

function literal(value: number | boolean | null, at: BakeValue["at"]): BakeValue {
  if (value === null) return { kind: "null", at };
  return typeof value === "number" ? { kind: "number", value, at } : { kind: "bool", value, at };
}

function memberOf(value: BakeValue, name: string): BakeValue | undefined {
  return value.kind === "object" ? value.members.get(name) : undefined;
}

function indexed(value: BakeValue, index: BakeValue): BakeValue | undefined {
  if (value.kind === "list" && index.kind === "number") return value.items[index.value];
  return memberOf(value, textOfValue(index) ?? "");
}

function negation(operator: "!" | "-", value: BakeValue, at: BakeValue["at"]): BakeValue {
  if (operator === "-") return value.kind === "number" ? { kind: "number", value: -value.value, at } : unknown(at);
  const truth = truthOf(value);
  return bool(truth === undefined ? undefined : !truth, at);
}

function combined(operator: string, left: BakeValue, right: BakeValue): BakeValue {
  const { at } = left;
  if (operator === "==" || operator === "!=") return bool(differs(operator === "!=", sameValue(left, right)), at);
  if (operator === "&&") return FUNCTIONS.get("and")?.([left, right], at) ?? unknown(at);
  if (operator === "||") return FUNCTIONS.get("or")?.([left, right], at) ?? unknown(at);
  if (left.kind !== "number" || right.kind !== "number") return unknown(at);
  const [a, b] = [left.value, right.value];
  const compared: ReadonlyMap<string, boolean> = new Map([["<", a < b], ["<=", a <= b], [">", a > b], [">=", a >= b]]);
  if (compared.has(operator)) return bool(compared.get(operator), at);
  const computed: ReadonlyMap<string, number> = new Map([["+", a + b], ["-", a - b], ["*", a * b], ["/", a / b], ["%", a % b]]);
  return { kind: "number", value: computed.get(operator) ?? Number.NaN, at };
}

function differs(negate: boolean, same: boolean | undefined): boolean | undefined {
  return same === undefined ? undefined : same !== negate;
}

function pairsOf(value: BakeValue): readonly (readonly [BakeValue, BakeValue])[] | undefined {
  if (value.kind === "list") return value.items.map((item, i) => [{ kind: "number", value: i, at: item.at }, item]);
  if (value.kind === "object") return [...value.members].map(([name, item]) => [{ kind: "string", text: name, literal: false, at: item.at }, item]);
  return undefined;
}
