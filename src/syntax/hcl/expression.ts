import type { HclCursor } from "./cursor.ts";
import { readHeredoc, readQuoted } from "./template.ts";
import type { HclEntry, HclExpression } from "./types.ts";

/** Binary operators, the loosest first; of one level the longer spelling first. */
const LEVELS: readonly (readonly string[])[] = [["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"]];

/** Reads one expression. */
export function readExpression(cursor: HclCursor): HclExpression {
  return cursor.nested(() => {
    const test = readBinary(cursor, 0);
    if (!cursor.take("?")) return test;
    const then = readExpression(cursor);
    cursor.skip(true);
    cursor.expect(":");
    const otherwise = readExpression(cursor);
    return { kind: "conditional", test, then, otherwise, at: cursor.from(test.at.start) };
  });
}

function readBinary(cursor: HclCursor, level: number): HclExpression {
  const operators = LEVELS[level];
  if (operators === undefined) return readUnary(cursor);
  let left = readBinary(cursor, level + 1);
  for (;;) {
    const operator = operators.find((candidate) => cursor.sees(candidate));
    if (operator === undefined) return left;
    cursor.take(operator);
    const right = readBinary(cursor, level + 1);
    left = { kind: "binary", operator, left, right, at: cursor.from(left.at.start) };
  }
}

function readUnary(cursor: HclCursor): HclExpression {
  cursor.skip();
  const start = cursor.at;
  const operator = cursor.take("!") ? "!" : cursor.take("-") ? "-" : undefined;
  if (operator === undefined) return readSteps(cursor, readTerm(cursor));
  const operand = cursor.nested(() => readUnary(cursor));
  return { kind: "unary", operator, operand, at: cursor.from(start) };
}

/** `.name`, `[index]`, `.*`, `[*]` behind a term. */
function readSteps(cursor: HclCursor, term: HclExpression): HclExpression {
  let of = term;
  for (;;) {
    const { start } = term.at;
    if (cursor.text[cursor.at] === "[") of = readIndex(cursor, of);
    else if (/^\.(?:\*|[\p{ID_Start}_])/u.test(cursor.text.slice(cursor.at, cursor.at + 3))) {
      cursor.at++;
      const name = cursor.take("*") ? undefined : cursor.name();
      of = name === undefined ? { kind: "other", at: cursor.from(start) } : { kind: "member", of, name: name.text, at: cursor.from(start) };
    } else return of;
  }
}

function readIndex(cursor: HclCursor, of: HclExpression): HclExpression {
  cursor.at++;
  return cursor.bracketed(() => {
    const index = cursor.take("*") ? undefined : readExpression(cursor);
    cursor.expect("]");
    const at = cursor.from(of.at.start);
    return index === undefined ? { kind: "other", at } : { kind: "index", of, index, at };
  });
}

function readTerm(cursor: HclCursor): HclExpression {
  cursor.skip();
  const start = cursor.at;
  const first = cursor.text[start];
  if (first === '"') return readQuoted(cursor, readExpression);
  if (cursor.text.startsWith("<<", start)) return readHeredoc(cursor, readExpression);
  if (first === "(") return readParentheses(cursor);
  if (first === "[") return readList(cursor);
  if (first === "{") return readObject(cursor);
  return readNumber(cursor) ?? readNamed(cursor);
}

function readParentheses(cursor: HclCursor): HclExpression {
  cursor.at++;
  return cursor.bracketed(() => {
    const inner = readExpression(cursor);
    cursor.expect(")");
    return inner;
  });
}

function readNumber(cursor: HclCursor): HclExpression | undefined {
  const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  number.lastIndex = cursor.at;
  const match = number.exec(cursor.text);
  if (match === null) return undefined;
  const start = cursor.at;
  cursor.at += match[0].length;
  return { kind: "literal", value: Number(match[0]), at: cursor.from(start) };
}

function readNamed(cursor: HclCursor): HclExpression {
  const name = cursor.name() ?? cursor.refuse("expected a value");
  const { text, at } = name;
  if (text === "true" || text === "false") return { kind: "literal", value: text === "true", at };
  if (text === "null") return { kind: "literal", value: null, at };
  return cursor.text[cursor.at] === "(" ? readCall(cursor, text, at.start) : { kind: "name", name: text, at };
}

function readCall(cursor: HclCursor, name: string, start: number): HclExpression {
  cursor.at++;
  return cursor.bracketed(() => {
    const given: HclExpression[] = [];
    let spread = false;
    while (!cursor.take(")")) {
      given.push(readExpression(cursor));
      spread = cursor.take("...");
      if (!cursor.take(",") && !cursor.sees(")")) cursor.refuse("expected , or )");
    }
    return { kind: "call", name, arguments: given, spread, at: cursor.from(start) };
  });
}

function readList(cursor: HclCursor): HclExpression {
  const start = cursor.at++;
  return cursor.bracketed(() => {
    if (seesWord(cursor, "for")) return readFor(cursor, start, "]");
    const items: HclExpression[] = [];
    while (!cursor.take("]")) {
      items.push(readExpression(cursor));
      if (!cursor.take(",") && !cursor.sees("]")) cursor.refuse("expected , or ]");
    }
    return { kind: "list", items, at: cursor.from(start) };
  });
}

function readObject(cursor: HclCursor): HclExpression {
  const start = cursor.at++;
  return cursor.bracketed(() => {
    if (seesWord(cursor, "for")) return readFor(cursor, start, "}");
    const entries: HclEntry[] = [];
    while (!cursor.take("}")) {
      const key = readExpression(cursor);
      if (!cursor.take("=")) cursor.expect(":");
      entries.push({ key, value: readEntryValue(cursor) });
      cursor.take(",");
    }
    return { kind: "object", entries, at: cursor.from(start) };
  });
}

/** Ends at its line: the next entry needs no comma. */
function readEntryValue(cursor: HclCursor): HclExpression {
  const outer = cursor.brackets;
  cursor.skip();
  cursor.brackets = 0;
  const value = readExpression(cursor);
  cursor.brackets = outer;
  return value;
}

function seesWord(cursor: HclCursor, word: string): boolean {
  return cursor.sees(word) && !/[\p{ID_Continue}-]/u.test(cursor.text[cursor.at + word.length] ?? "");
}

/** `for k, v in over : key => value if test`, the bracket already taken. */
function readFor(cursor: HclCursor, start: number, close: "]" | "}"): HclExpression {
  cursor.take("for");
  const first = cursor.name() ?? cursor.refuse("expected a name");
  const second = cursor.take(",") ? (cursor.name() ?? cursor.refuse("expected a name")) : undefined;
  if (!cursor.take("in")) cursor.refuse("expected in");
  const over = readExpression(cursor);
  cursor.expect(":");
  const head = readExpression(cursor);
  const value = cursor.take("=>") ? readExpression(cursor) : undefined;
  cursor.take("...");
  const test = seesWord(cursor, "if") && cursor.take("if") ? readExpression(cursor) : undefined;
  cursor.expect(close);
  const names = second === undefined ? { keyName: undefined, valueName: first.text } : { keyName: first.text, valueName: second.text };
  return { kind: "for", ...names, over, key: value === undefined ? undefined : head, value: value ?? head, test, at: cursor.from(start) };
}
