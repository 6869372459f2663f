import type { ParameterExpansionPart, ParameterOperation } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import { EMPTY, readFrom, textOf, unknown, type Piece, type Value } from "../value.ts";
import { arithmeticNumber } from "./arithmetic.ts";
import { isEmptyText } from "./compare.ts";
import { lookUpTable } from "./lookup.ts";
import type { Chunk, State } from "./state.ts";
import { changeCase, removePart, replaceParts, sliceText } from "./transform.ts";
import { assign, readVariable, scalarOf } from "./variables.ts";

/** `$name` or a special parameter. */
export function expandSimple(part: { readonly pos: number; readonly end: number; readonly text: string }, state: State, quoted: boolean): Chunk[] {
  const name = part.text.slice(1);
  return expand({ name, at: state.rangeOf(part), quoted, part: undefined }, state);
}

/** `${name…}` in all its forms. */
export function expandParameter(part: ParameterExpansionPart, state: State, quoted: boolean): Chunk[] {
  const at = state.rangeOf(part);
  if (part.prefix === "#") return [one(lengthOf(part, state, at), quoted)];
  if (part.prefix === "!") return indirect(part, state, { at, quoted });
  return expand({ name: part.parameter, at, quoted, part }, state);
}

interface Request {
  readonly name: string;
  readonly at: Range;
  readonly quoted: boolean;
  readonly part: ParameterExpansionPart | undefined;
}

function expand(request: Request, state: State): Chunk[] {
  const { name, at, quoted, part } = request;
  const several = listOf(name, part, state);
  if (several !== undefined) {
    const operation = part?.operation;
    const values = several.map((value) => read(value, request, state));
    return spread(operation === undefined ? values : operateOnList({ values, operation }, state, request), { quoted, joined: name === "*" || part?.index?.text === "*", at });
  }
  const operation = part?.operation;
  const value = valueOf(request, state);
  if (operation?.type === "Default") return defaulted({ value, operation }, state, request);
  if (value === undefined) return [one(unsetValue(request, state, false), quoted)];
  const known = read(value, request, state);
  return [one(operation === undefined ? known : operate(known, { operation, at }, state), quoted)];
}

function read(value: Value, { name, at }: Request, state: State): Value {
  state.charge(value);
  return readFrom(value, name, at);
}

function one(value: Value, quoted: boolean): Chunk {
  return { kind: quoted ? "quoted" : "split", pieces: value.pieces };
}

/** `$@`, `$*`, `${list[@]}`. */
function listOf(name: string, part: ParameterExpansionPart | undefined, state: State): readonly Value[] | undefined {
  if (name === "@" || name === "*") return state.args;
  const index = part?.index?.text;
  if (index !== "@" && index !== "*") return undefined;
  const variable = state.variables.get(name);
  if (variable === undefined) return [];
  if (variable.kind === "list") return variable.items;
  return variable.kind === "table" ? [...variable.entries.values()].map((entry) => entry.value) : [variable.value];
}

function operateOnList({ values, operation }: { readonly values: readonly Value[]; readonly operation: ParameterOperation }, state: State, { name, at }: Request): readonly Value[] {
  if (operation.type === "Slice") {
    const offset = arithmeticNumber(operation.offset, state);
    const length = operation.length === undefined ? values.length : arithmeticNumber(operation.length, state);
    if (offset === undefined || length === undefined) return [unknown("unsupported", at)];
    // The positional parameters count from 1, the elements of a list from 0.
    const start = Math.max(name === "@" || name === "*" ? offset - 1 : offset, 0);
    return values.slice(start, start + Math.max(length, 0));
  }
  if (operation.type === "Default") return values.length > 0 || operation.operator === "+" ? values : [state.engine.value(operation.operand, state)];
  return values.map((value) => operate(value, { operation, at }, state));
}

function spread(values: readonly Value[], how: { readonly quoted: boolean; readonly joined: boolean; readonly at: Range }): Chunk[] {
  const space: Piece = { kind: "text", text: " ", from: how.at, verbatim: false, origin: "other", quoting: "none", readings: undefined };
  const chunks: Chunk[] = [];
  for (const [index, value] of values.entries()) {
    if (index > 0) chunks.push(how.quoted && !how.joined ? { kind: "break" } : { kind: how.quoted ? "quoted" : "split", pieces: [space] });
    chunks.push(one(value, how.quoted));
  }
  return chunks.length === 0 && how.quoted && how.joined ? [one(EMPTY, true)] : chunks;
}

/** The value of a parameter that is one text; undefined when it is unset. */
function valueOf({ name, at, part }: Request, state: State): Value | undefined {
  if (part?.index !== undefined) return elementOf(part, state, at);
  if (/^\d+$/.test(name)) return name === "0" ? (state.name ?? unknown("unsupported", at, "0")) : state.args[Number(name) - 1];
  switch (name) {
    case "#":
      return computedText(String(state.args.length), at);
    case "?":
      return state.code === undefined ? unknown("command-output", at, "?") : computedText(String(state.code), at);
    case "$":
    case "!":
    case "-":
      return unknown("command-output", at, name);
  }
  return readVariable(state, name, at);
}

function computedText(text: string, from: Range): Value {
  return { pieces: [{ kind: "text", text, from, verbatim: false, origin: "other", quoting: "none", readings: undefined }] };
}

function elementOf(part: ParameterExpansionPart, state: State, at: Range): Value | undefined {
  const variable = state.variables.get(part.parameter);
  const { index } = part;
  if (variable === undefined || index === undefined) return readVariable(state, part.parameter, at);
  if (variable.kind === "table") {
    return lookUpTable(variable.entries, { subject: state.engine.value(index, state), at: state.rangeOf(index), hasDefault: part.operation?.type === "Default" }, state);
  }
  const number = arithmeticNumber(index, state);
  if (number === undefined) return unknown("unsupported", at, part.parameter);
  if (variable.kind === "text") return number === 0 ? variable.value : undefined;
  return variable.items.at(number);
}

/** What reading an unset variable gives: nothing, but it is remembered. Under `set -u` the path ends. */
function unsetValue({ name, at }: Request, state: State, hasDefault: boolean): Value {
  const isName = /^[A-Za-z_]\w*$/.test(name);
  if (isName) state.record({ kind: "read-unset", name, by: "shell", hasDefault }, at);
  if (state.nounset && !hasDefault && name !== "@" && name !== "*") state.fail(at, "unset-parameter");
  return isName ? { pieces: [{ kind: "unset", name, from: at, readings: undefined }] } : EMPTY;
}

type DefaultOperation = Extract<ParameterOperation, { readonly type: "Default" }>;

function defaulted({ value, operation }: { readonly value: Value | undefined; readonly operation: DefaultOperation }, state: State, request: Request): Chunk[] {
  const { quoted, at, name } = request;
  const emptyCounts = operation.operator.startsWith(":");
  const isMissing = value === undefined ? "yes" : emptyCounts ? isEmptyText(value) : "no";
  if (value === undefined && !operation.operator.endsWith("?")) unsetValue(request, state, true);

  if (operation.operator.endsWith("+")) {
    if (isMissing === "maybe") return [one(unknown("build-arg", at, name), quoted)];
    return isMissing === "yes" ? [one(EMPTY, quoted)] : operandChunks(operation, state, quoted);
  }
  if (isMissing !== "yes") return [one(read(value ?? EMPTY, request, state), quoted)];
  if (operation.operator.endsWith("?")) {
    unsetValue(request, state, true);
    state.fail(at, "unset-parameter");
    return [one(EMPTY, quoted)];
  }
  if (!operation.operator.endsWith("=")) return operandChunks(operation, state, quoted);
  assign(state, { name, value: state.engine.value(operation.operand, state), at });
  const assigned = state.variables.get(name);
  return [one(assigned === undefined ? EMPTY : readFrom(scalarOf(assigned), name, at), quoted)];
}

function operandChunks(operation: DefaultOperation, state: State, quoted: boolean): Chunk[] {
  const { operand } = operation;
  if (quoted) return [one(state.engine.value(operand, state, "shell-double"), true)];
  return state.engine.chunks(operand, state).map((chunk) => (chunk.kind === "plain" ? { kind: "split", pieces: chunk.pieces } : chunk));
}

function operate(value: Value, { operation, at }: { readonly operation: ParameterOperation; readonly at: Range }, state: State): Value {
  switch (operation.type) {
    case "Default":
      return value;
    case "Remove":
      return removePart(value, operation.operator, state.engine.pattern(operation.operand, state));
    case "Replace":
      return replaceParts(value, { how: operation.operator, pattern: state.engine.pattern(operation.pattern, state), by: state.engine.value(operation.replacement, state), at });
    case "Slice": {
      const offset = arithmeticNumber(operation.offset, state);
      const length = operation.length === undefined ? undefined : arithmeticNumber(operation.length, state);
      if (offset === undefined || (operation.length !== undefined && length === undefined)) return unknown("unsupported", at);
      return sliceText(value, offset, length);
    }
    case "CaseModification":
      return changeCase(value, operation.operator, at);
    case "Transform":
      return operation.operand.text === "U" ? changeCase(value, "^^", at) : operation.operand.text === "L" ? changeCase(value, ",,", at) : unknown("unsupported", at);
    case "Names":
    case "Unknown":
      return unknown("unsupported", at);
  }
}

function lengthOf(part: ParameterExpansionPart, state: State, at: Range): Value {
  const several = listOf(part.parameter, part, state);
  if (several !== undefined) return computedText(String(several.length), at);
  const value = valueOf({ name: part.parameter, at, quoted: true, part }, state);
  if (value === undefined) return computedText("0", at);
  if (value.pieces.some((piece) => piece.kind === "unknown")) return unknown("unsupported", at, part.parameter);
  return computedText(String(textOf(value).length), at);
}

/** `${!name}`: the variable that a variable names; also `${!list[@]}`, the keys. */
function indirect(part: ParameterExpansionPart, state: State, { at, quoted }: { readonly at: Range; readonly quoted: boolean }): Chunk[] {
  const variable = state.variables.get(part.parameter);
  if (part.index !== undefined) {
    if (variable?.kind === "table") return spread([...variable.entries].map(([key, entry]) => computedText(key, entry.at)), { quoted, joined: false, at });
    if (variable?.kind === "list") return spread(variable.items.map((_, index) => computedText(String(index), at)), { quoted, joined: false, at });
    return [one(unknown("unsupported", at), quoted)];
  }
  const name = valueOf({ name: part.parameter, at, quoted, part: undefined }, state);
  if (name === undefined || part.operation?.type === "Names") return [one(unknown("unsupported", at), quoted)];
  const target = textOf(name);
  if (!/^[A-Za-z_]\w*$|^\d+$/.test(target)) return [one(unknown("unsupported", at), quoted)];
  return expand({ name: target, at, quoted, part: { ...part, parameter: target, prefix: undefined, index: undefined, operation: part.operation } }, state);
}

