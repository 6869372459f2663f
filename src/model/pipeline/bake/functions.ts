import type { Range } from "../../../text/index.ts";
import { sameValue, textOfValue, truthOf, type BakeValue } from "./values.ts";

type BakeFunction = (given: readonly BakeValue[], at: Range) => BakeValue;

const MAX_ITEMS = 1000;
const MAX_TEXT = 100_000;

/** The functions of bake that people use, as far as their results follow from known values: https://docs.docker.com/build/bake/stdlib/ */
export const FUNCTIONS: ReadonlyMap<string, BakeFunction> = new Map<string, BakeFunction>([
  ["equal", ([a, b], at) => bool(a === undefined || b === undefined ? undefined : sameValue(a, b), at)],
  ["notequal", ([a, b], at) => bool(a === undefined || b === undefined ? undefined : negated(sameValue(a, b)), at)],
  ["not", ([a], at) => bool(a === undefined ? undefined : negated(truthOf(a)), at)],
  ["and", ([a, b], at) => bool(both(a && truthOf(a), b && truthOf(b)), at)],
  ["or", ([a, b], at) => bool(negated(both(negated(a && truthOf(a)), negated(b && truthOf(b)))), at)],
  ["upper", (given, at) => onText(given, at, (text) => text.toUpperCase())],
  ["lower", (given, at) => onText(given, at, (text) => text.toLowerCase())],
  ["trimspace", (given, at) => onText(given, at, (text) => text.trim())],
  ["trimprefix", (given, at) => onTexts(given, at, ([text = "", prefix = ""]) => (text.startsWith(prefix) ? text.slice(prefix.length) : text))],
  ["trimsuffix", (given, at) => onTexts(given, at, ([text = "", suffix = ""]) => (suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text))],
  ["replace", (given, at) => onTexts(given, at, ([text = "", from = "", to = ""]) => (from === "" ? text : text.replaceAll(from, to)))],
  ["sanitize", (given, at) => onText(given, at, (text) => text.replace(/[^a-zA-Z0-9_-]/g, "_"))],
  ["split", ([separator, text], at) => splitText(separator, text, at)],
  ["join", ([separator, list], at) => joined(separator, list, at)],
  ["concat", (lists, at) => flattened(lists, at)],
  ["flatten", ([list], at) => (list?.kind === "list" ? flattened(list.items, at) : unknown(at))],
  ["distinct", ([list], at) => (list?.kind === "list" ? { ...list, at, items: list.items.filter((item, i) => !list.items.slice(0, i).some((other) => sameValue(item, other) === true)) } : unknown(at))],
  ["compact", ([list], at) => (list?.kind === "list" ? { ...list, at, items: list.items.filter((item) => textOfValue(item) !== "") } : unknown(at))],
  ["coalesce", (given, at) => given.find((value) => value.kind !== "null" && textOfValue(value) !== "") ?? unknown(at)],
  ["contains", ([list, wanted], at) => contained(list, wanted, at)],
  ["length", ([value], at) => (value?.kind === "list" ? { kind: "number", value: value.items.length, at } : unknown(at))],
]);

/** A value that isn't known. */
export function unknown(at: Range): BakeValue {
  return { kind: "unknown", at };
}

/** A truth value, where it is known. */
export function bool(value: boolean | undefined, at: Range): BakeValue {
  return value === undefined ? unknown(at) : { kind: "bool", value, at };
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

function onText(given: readonly BakeValue[], at: Range, change: (text: string) => string): BakeValue {
  return onTexts(given, at, ([text = ""]) => change(text));
}

function onTexts(given: readonly BakeValue[], at: Range, change: (texts: readonly string[]) => string): BakeValue {
  const texts = given.map(textOfValue);
  if (!texts.every((text) => text !== undefined)) return unknown(at);
  const text = change(texts);
  return text.length > MAX_TEXT ? unknown(at) : { kind: "string", text, literal: false, at };
}

function splitText(separator: BakeValue | undefined, text: BakeValue | undefined, at: Range): BakeValue {
  const parts = separator && text ? textOfValue(text)?.split(textOfValue(separator) ?? ",") : undefined;
  if (parts === undefined || text === undefined || parts.length > MAX_ITEMS) return unknown(at);
  return { kind: "list", literal: false, at: text.at, items: parts.map((part) => ({ kind: "string", text: part, literal: false, at: text.at })) };
}

function joined(separator: BakeValue | undefined, list: BakeValue | undefined, at: Range): BakeValue {
  const texts = list?.kind === "list" ? list.items.map(textOfValue) : [undefined];
  if (separator === undefined || !texts.every((text) => text !== undefined)) return unknown(at);
  const text = texts.join(textOfValue(separator) ?? "");
  return text.length > MAX_TEXT ? unknown(at) : { kind: "string", text, literal: false, at };
}

function flattened(lists: readonly BakeValue[], at: Range): BakeValue {
  if (lists.some(({ kind }) => kind === "unknown")) return unknown(at);
  const items = lists.flatMap((list) => (list.kind === "list" ? list.items : [list]));
  return items.length > MAX_ITEMS ? unknown(at) : { kind: "list", items, literal: false, at };
}

function contained(list: BakeValue | undefined, wanted: BakeValue | undefined, at: Range): BakeValue {
  if (list?.kind !== "list" || wanted === undefined) return unknown(at);
  const answers = list.items.map((item) => sameValue(item, wanted));
  return bool(answers.includes(true) ? true : answers.includes(undefined) ? undefined : false, at);
}
