import type { ArrayValue, Assignment, Word } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import { concat, EMPTY, sliceValue, textOf, type Value } from "../value.ts";
import { arithmeticNumber } from "./arithmetic.ts";
import type { Field, State, TableEntry, Variable } from "./state.ts";
import { assign, makeLocal, scalarOf, setExported } from "./variables.ts";

/** What `export`, `local`, `declare` and the like say of the variables behind them. */
export interface Declaration {
  readonly exported: boolean | undefined;
  readonly local: boolean;
  readonly kind: "text" | "list" | "table" | undefined;
}

/** The declaration that a command's name and options make; undefined when it only prints. */
export function declarationOf(name: string, options: string, state: State): Declaration {
  const isDeclare = name === "declare" || name === "typeset";
  return {
    exported: name === "export" ? !options.includes("n") : isDeclare && options.includes("x") ? true : undefined,
    local: name === "local" || (isDeclare && state.frame !== undefined && !options.includes("g")),
    kind: options.includes("A") ? "table" : options.includes("a") ? "list" : undefined,
  };
}

/** `export NAME`, or a word that holds an assignment once it is expanded. */
export function declareField(field: Field, declaration: Declaration, state: State): void {
  const text = textOf(field.value);
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    // `export $(cat file)`: whatever it sets can't be told.
    if (declaration.exported === true) state.open = true;
    return;
  }
  const wasSet = state.variables.get(name);
  if (declaration.local) makeLocal(state, name);
  if (equals >= 0) assign(state, { name, value: sliceValue(field.value, equals + 1), ...settings(field.at, declaration) });
  else if (declaration.kind !== undefined) state.setVariable(name, emptyOf(declaration.kind));
  else if (declaration.local && declaration.exported === undefined) state.setVariable(name, undefined);
  else if (declaration.exported !== undefined && wasSet !== undefined) setExported(state, { name, exported: declaration.exported, at: field.at });
}

function settings(at: Range, { exported }: Declaration): { readonly at: Range; readonly exported?: boolean } {
  return exported === undefined ? { at } : { at, exported };
}

function emptyOf(kind: "text" | "list" | "table"): Variable {
  if (kind === "table") return { kind, entries: new Map(), exported: false };
  return kind === "list" ? { kind, items: [], exported: false } : { kind, value: EMPTY, exported: false };
}

/** `NAME=value` behind a declaring command. */
export function declareAssignment(node: Assignment, declaration: Declaration, state: State): void {
  if (declaration.local) makeLocal(state, node.name);
  if (declaration.kind !== undefined && state.variables.get(node.name)?.kind !== declaration.kind) state.setVariable(node.name, emptyOf(declaration.kind));
  assignNode(node, state, declaration.exported);
}

/** Carries out an assignment as written, lists and elements included. */
export function assignNode(node: Assignment, state: State, exported?: boolean): void {
  const at = state.rangeOf(node);
  if (node.value.type === "ArrayValue") {
    assignAll(node, node.value, state);
    return;
  }
  const value = state.engine.value(node.value, state);
  if (node.index !== undefined) assignElement(node, { index: node.index, given: value }, state);
  else assign(state, { name: node.name, value, at, append: node.append === true, ...(exported === undefined ? {} : { exported }) });
}

function assignElement(node: Assignment, { index, given }: { readonly index: Word; readonly given: Value }, state: State): void {
  const before = state.variables.get(node.name);
  const exported = before?.exported ?? false;
  if (before?.kind === "table") {
    const key = state.engine.value(index, state);
    const old = before.entries.get(textOf(key))?.value ?? EMPTY;
    const value = node.append === true ? concat([old, given]) : given;
    state.setVariable(node.name, { kind: "table", exported, entries: new Map(before.entries).set(textOf(key), { value, at: state.rangeOf(index) }) });
    return;
  }
  const number = arithmeticNumber(index, state);
  if (number === undefined || number < 0 || number > 4096) return;
  const items = before === undefined ? [] : before.kind === "list" ? [...before.items] : [scalarOf(before)];
  while (items.length < number) items.push(EMPTY);
  items[number] = node.append === true ? concat([items[number] ?? EMPTY, given]) : given;
  state.setVariable(node.name, { kind: "list", items, exported });
}

function assignAll(node: Assignment, array: ArrayValue, state: State): void {
  const before = state.variables.get(node.name);
  const exported = before?.exported ?? false;
  if (before?.kind === "table") {
    const entries = new Map(node.append === true ? before.entries : []);
    for (const element of array.elements) {
      const entry = entryOf(element, state);
      if (entry !== undefined) entries.set(entry.key, entry);
    }
    state.setVariable(node.name, { kind: "table", entries, exported });
    return;
  }
  const kept = node.append !== true || before === undefined ? [] : before.kind === "list" ? before.items : [scalarOf(before)];
  const added = state.engine.fields(array.elements, state).map((field) => field.value);
  state.setVariable(node.name, { kind: "list", items: [...kept, ...added].slice(0, 4096), exported });
}

/** `[key]=value` of an associative array; its key stands where the bracket does. */
function entryOf(element: Word, state: State): (TableEntry & { readonly key: string }) | undefined {
  const raw = state.source.text.text.slice(element.pos, element.end);
  const close = raw.indexOf("]=");
  if (!raw.startsWith("[") || close < 0) return undefined;
  const key = part(element, element.pos + 1, element.pos + close);
  const value = part(element, element.pos + close + 2, element.end);
  return { key: textOf(state.engine.value(key, state)), value: state.engine.value(value, state), at: state.rangeOf(key) };
}

/** Part of a word as a word of its own. */
function part(word: Word, pos: number, end: number): Word {
  const text = word.text.slice(pos - word.pos, end - word.pos);
  const parts = word.parts
    ?.filter((inner) => inner.end > pos && inner.pos < end)
    .map((inner) => (inner.type === "Literal" ? { ...inner, pos: Math.max(inner.pos, pos), end: Math.min(inner.end, end) } : inner));
  const whole = parts?.every((inner) => inner.pos >= pos && inner.end <= end) === true ? parts : undefined;
  return { type: "Word", text, value: text, pos, end, parts: whole };
}
