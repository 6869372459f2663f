import type { Range } from "../../text/index.ts";
import { endOfString, jsonMembers, skipSpace, type JsonMember } from "./json-scan.ts";
import type { ManifestProblem } from "./problem.ts";

/** An object as JSON has it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A file of JSON whose top is an object; `problem` is set and `value` empty when it is none. */
export interface JsonText {
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
  readonly problem: ManifestProblem | undefined;
}

/** Reads a file of JSON, never throws. A byte order mark is minded by nobody who reads manifests. */
export function readJson(file: string, text: string): JsonText {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, " "));
    if (isObject(value)) return { file, text, value, problem: undefined };
    return broken(file, text, { message: "is no object of JSON", at: rangeAt(file, text, skipSpace(text, 0)) });
  } catch (error) {
    return broken(file, text, syntaxProblem(file, text, error));
  }
}

function broken(file: string, text: string, problem: ManifestProblem): JsonText {
  return { file, text, value: {}, problem };
}

/** V8 tells the place in words, and not always. */
function syntaxProblem(file: string, text: string, error: unknown): ManifestProblem {
  const told = /at position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  const end = text.trimEnd().length;
  const at = told === undefined ? end : Math.min(Number(told), end);
  return at >= end ? { message: "ends before its JSON does", at: rangeAt(file, text, Math.max(end - 1, 0)) } : { message: "is no valid JSON", at: rangeAt(file, text, at) };
}

function rangeAt(file: string, text: string, at: number): Range {
  return { file, start: Math.min(at, text.length), end: Math.min(at + 1, text.length) };
}

/** Whether a parsed value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key; empty when there is none. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

/** The string under a key. */
export function stringIn(value: JsonObject, key: string): string | undefined {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** The strings of an array under a key, or one string as an array of one; everything else is left out. */
export function stringsIn(value: JsonObject, key: string): readonly string[] {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  if (typeof found === "string") return [found];
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string") : [];
}

/** The members of an object whose values are strings, as the lists of dependencies are. */
export function stringMembers(value: JsonObject, key: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const [name, one] of Object.entries(objectAt(value, key))) if (typeof one === "string") members.set(name, one);
  return members;
}

/**
 * Where the members of a file of JSON stand. Nothing is read before somebody asks, and each object is read once:
 * most files are judged and no place in them is ever needed.
 */
export class JsonPlaces {
  readonly #file: string;
  readonly #text: string;
  readonly #members = new Map<number, ReadonlyMap<string, JsonMember>>();

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** The key of the member at `path`, quotes included; undefined when there is none. */
  keyAt(...path: readonly string[]): Range | undefined {
    const member = this.#member(path);
    return member === undefined ? undefined : { file: this.#file, start: member.keyStart, end: member.keyEnd };
  }

  /** The value of the member at `path`; of a string what is between its quotes. */
  valueAt(...path: readonly string[]): Range | undefined {
    const member = this.#member(path);
    if (member === undefined) return undefined;
    const quote = this.#text[member.start] === '"' && endOfString(this.#text, member.start) === member.end ? 1 : 0;
    return { file: this.#file, start: member.start + quote, end: member.end - quote };
  }

  #member(path: readonly string[]): JsonMember | undefined {
    let start = skipSpace(this.#text, this.#text.startsWith("\uFEFF") ? 1 : 0);
    let member: JsonMember | undefined;
    for (const key of path) {
      member = this.#membersAt(start).get(key);
      if (member === undefined) return undefined;
      start = member.start;
    }
    return member;
  }

  #membersAt(start: number): ReadonlyMap<string, JsonMember> {
    const known = this.#members.get(start);
    if (known !== undefined) return known;
    // Of several members of one name the last one counts, as in JSON.parse.
    const members = new Map(jsonMembers(this.#text, start).map((member) => [member.key, member]));
    this.#members.set(start, members);
    return members;
  }
}
