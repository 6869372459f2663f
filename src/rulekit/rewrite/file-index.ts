import type { Dockerfile, Instruction } from "../../syntax/dockerfile/types.ts";
import { Memo } from "../../text/index.ts";

/** What is asked of a Dockerfile again and again, found out once: many findings of a long file stay cheap. */
export interface FileIndex {
  readonly froms: readonly Instruction[];
  /** By stage, -1 for what stands before the first FROM. */
  readonly stages: ReadonlyMap<number, StageIndex>;
  /** Stage of each instruction, by its index. */
  readonly stageOf: readonly number[];
  /** Every name that some ARG or ENV sets. */
  readonly argNames: ReadonlySet<string>;
  /** Every name that is read or set as a variable anywhere. */
  readonly usedNames: ReadonlySet<string>;
  /** Whether the file writes `$NAME` and never `${NAME}`. */
  readonly bare: boolean;
}

export interface StageIndex {
  readonly text: string;
  /** Names declared by `ARG NAME`, with the index of the first instruction that does. */
  readonly declared: ReadonlyMap<string, number>;
  /** Names that get a value of their own: `ARG NAME=x`, `ENV NAME=x`. */
  readonly given: ReadonlySet<string>;
}

const indices = new Memo<Dockerfile, FileIndex>();

/** The index of a Dockerfile. */
export function indexOf(dockerfile: Dockerfile): FileIndex {
  const known = indices.get(dockerfile);
  if (known !== undefined) return known;
  const made = makeIndex(dockerfile);
  indices.set(dockerfile, made);
  return made;
}

/** Names that a text reads or sets as variables. */
export function variablesIn(text: string): ReadonlySet<string> {
  if (text === last.text) return last.names;
  const names = new Set<string>();
  for (const match of text.matchAll(/\$\{?[#!]?([A-Za-z_]\w*)|(?:^|[\s;&|({])([A-Za-z_]\w*)=|\b(?:ARG|ENV|export|local|read|for)\s+([A-Za-z_]\w*)/gm)) {
    names.add(match[1] ?? match[2] ?? match[3] ?? "");
  }
  last = { text, names };
  return names;
}

/** Every finding of a script asks about the same text. */
let last: { readonly text: string; readonly names: ReadonlySet<string> } = { text: "", names: new Set() };

/** Whether a text writes `$NAME` and never `${NAME}`. */
export function isBare(text: string): boolean {
  return !/\$\{\w/.test(text) && /\$[A-Za-z_]/.test(text);
}

interface Growing {
  readonly texts: string[];
  readonly declared: Map<string, number>;
  readonly given: Set<string>;
}

function makeIndex(dockerfile: Dockerfile): FileIndex {
  const { text } = dockerfile.source;
  const froms: Instruction[] = [];
  const stageOf: number[] = [];
  const growing = new Map<number, Growing>();
  for (const instruction of dockerfile.instructions) {
    const isFrom = instruction.keyword === "FROM";
    stageOf.push(isFrom ? -1 : froms.length - 1);
    if (isFrom) froms.push(instruction);
    else note(entryOf(growing, froms.length - 1), instruction, text);
  }
  const argNames = new Set([...growing.values()].flatMap(({ declared, given }) => [...declared.keys(), ...given]));
  const stages = new Map([...growing].map(([stage, { texts, declared, given }]) => [stage, { text: texts.join("\n"), declared, given }] as const));
  return { froms, stages, stageOf, argNames, usedNames: variablesIn(text), bare: isBare(text) };
}

function entryOf(growing: Map<number, Growing>, stage: number): Growing {
  const entry = growing.get(stage) ?? { texts: [], declared: new Map<string, number>(), given: new Set<string>() };
  growing.set(stage, entry);
  return entry;
}

function note(entry: Growing, instruction: Instruction, text: string): void {
  entry.texts.push(text.slice(instruction.range.start, instruction.range.end));
  if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") return;
  const words = instruction.operands.text.split(/\s+/);
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals > 0) entry.given.add(word.slice(0, equals));
    else if (instruction.keyword === "ARG" && !entry.declared.has(word)) entry.declared.set(word, instruction.index);
  }
  const [legacy] = words;
  if (instruction.keyword === "ENV" && legacy !== undefined && !legacy.includes("=")) entry.given.add(legacy);
}
