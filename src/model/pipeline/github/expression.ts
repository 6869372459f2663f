/** A value of an expression; undefined: it isn't known before the workflow runs. */
export type Known = string | number | boolean | null | readonly Known[] | { readonly [name: string]: Known } | undefined;

/** What the contexts hold: `matrix.os`, `env.NAME`. The path's names are in lower case but for the last. */
export type Contexts = (path: readonly string[]) => Known;

const TOKEN = /\s*(?:('(?:[^']|'')*')|(0x[\da-fA-F]+|\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(&&|\|\||==|!=|<=|>=|[<>!().,[\]*]))/y;
const MAX_TOKENS = 400;

/** Evaluates what stands between `${{` and `}}`, as far as it is known: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions. */
export function evaluateExpression(text: string, contexts: Contexts): Known {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reader = new ExpressionReader(tokens, contexts);
  const value = reader.or();
  return reader.atEnd ? value : undefined;
}

function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match === null || tokens.length > MAX_TOKENS) return undefined;
    tokens.push(match[0].trim());
  }
  return tokens;
}

class ExpressionReader {
  readonly #tokens: readonly string[];
  readonly #contexts: Contexts;
  #at = 0;

  constructor(tokens: readonly string[], contexts: Contexts) {
    this.#tokens = tokens;
    this.#contexts = contexts;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  or(): Known {
    let left = this.#and();
    while (this.#take("||")) {
      const right = this.#and();
      left = isTrue(left) === undefined ? undefined : isTrue(left) === true ? left : right;
    }
    return left;
  }

  #and(): Known {
    let left = this.#comparison();
    while (this.#take("&&")) {
      const right = this.#comparison();
      left = isTrue(left) === undefined ? (isTrue(right) === false ? right : undefined) : isTrue(left) === true ? right : left;
    }
    return left;
  }

  #comparison(): Known {
    const left = this.#unary();
    for (const operator of ["==", "!=", "<=", ">=", "<", ">"]) {
      if (!this.#take(operator)) continue;
      const right = this.#unary();
      const same = operator === "==" || operator === "!=" ? areEqual(left, right) : undefined;
      return same === undefined ? undefined : same === (operator === "==");
    }
    return left;
  }

  #unary(): Known {
    if (!this.#take("!")) return this.#steps();
    const truth = isTrue(this.#unary());
    return truth === undefined ? undefined : !truth;
  }

  #steps(): Known {
    let value = this.#seesContext() ? this.#context() : this.#term();
    while (this.#tokens[this.#at] === "." || this.#tokens[this.#at] === "[") {
      const isDot = this.#take(".");
      if (!isDot) this.#take("[");
      const index = isDot ? this.#next() : this.or();
      if (!isDot) this.#take("]");
      value = memberOf(value, index);
    }
    return value;
  }

  /** A name that is no call, and a name behind it. */
  #seesContext(): boolean {
    const name = this.#tokens[this.#at] ?? "";
    return /^[A-Za-z_]/.test(name) && this.#tokens[this.#at + 1] === "." && !["true", "false", "null"].includes(name);
  }

  #context(): Known {
    const name = this.#next().toLowerCase();
    this.#take(".");
    return this.#contexts([name, this.#next()]);
  }

  #term(): Known {
    const token = this.#next();
    if (token === "(") {
      const inner = this.or();
      this.#take(")");
      return inner;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (token === "true" || token === "false") return token === "true";
    if (token === "null") return null;
    return this.#take("(") ? this.#call(token.toLowerCase()) : undefined;
  }

  #call(name: string): Known {
    const given: Known[] = [];
    while (!this.atEnd && !this.#take(")")) {
      given.push(this.or());
      if (!this.#take(",") && this.#tokens[this.#at] !== ")") return undefined;
    }
    return FUNCTIONS[name]?.(given);
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? "";
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

const FUNCTIONS: Readonly<Record<string, (given: readonly Known[]) => Known>> = {
  startswith: ([text, start]) => (typeof text === "string" && typeof start === "string" ? text.toLowerCase().startsWith(start.toLowerCase()) : undefined),
  endswith: ([text, end]) => (typeof text === "string" && typeof end === "string" ? text.toLowerCase().endsWith(end.toLowerCase()) : undefined),
  contains: ([whole, part]) => contains(whole, part),
  join: ([list, separator = ","]) => (isList(list) && list.every((item) => textOfKnown(item) !== undefined) ? list.map(textOfKnown).join(textOfKnown(separator)) : undefined),
  format: ([pattern, ...rest]) => {
    const texts = rest.map(textOfKnown);
    return typeof pattern === "string" && texts.every((text) => text !== undefined) ? pattern.replace(/\{(\d+)\}/g, (_, index: string) => texts[Number(index)] ?? "") : undefined;
  },
};

function contains(whole: Known, part: Known): Known {
  const wanted = textOfKnown(part)?.toLowerCase();
  if (wanted === undefined) return undefined;
  if (isList(whole)) return whole.every((item) => item !== undefined) ? whole.some((item) => textOfKnown(item)?.toLowerCase() === wanted) : undefined;
  return textOfKnown(whole)?.toLowerCase().includes(wanted);
}

function isList(value: Known): value is readonly Known[] {
  return Array.isArray(value);
}

function memberOf(value: Known, index: Known): Known {
  if (typeof value !== "object" || value === null) return undefined;
  if (isList(value)) return typeof index === "number" ? value[index] : undefined;
  const name = textOfKnown(index) ?? "";
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What an expression is when it becomes part of a text. */
export function textOfKnown(value: Known): string | undefined {
  if (value === null) return "";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Whether a condition holds; undefined when that isn't known. */
export function isTrue(value: Known): boolean | undefined {
  if (value === undefined) return undefined;
  return value !== null && value !== false && value !== "" && value !== 0;
}

function areEqual(a: Known, b: Known): boolean | undefined {
  const [left, right] = [textOfKnown(a), textOfKnown(b)];
  return left === undefined || right === undefined ? undefined : left.toLowerCase() === right.toLowerCase();
}
