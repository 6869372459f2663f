import type { Range } from "../../text/index.ts";
import { knownText, unknown, type Value } from "../value.ts";
import { followsPlatform } from "./compare.ts";
import type { State, TableEntry } from "./state.ts";

interface LookUp {
  readonly subject: Value;
  readonly at: Range;
  readonly hasDefault: boolean;
}

/** An element of an associative array; asking one by the architecture is an effect. Undefined when there is none. */
export function lookUpTable(entries: ReadonlyMap<string, TableEntry>, { subject, at, hasDefault }: LookUp, state: State): Value | undefined {
  const key = knownText(subject);
  if (key === undefined) return unknown("unsupported", at);
  const entry = entries.get(key);
  if (followsPlatform(subject)) {
    const patterns = [...entries].map(([text, found]) => ({ text, at: found.at }));
    const taken = entry !== undefined ? "pattern" : hasDefault ? "default" : "none";
    state.record({ kind: "select", by: "lookup", subject, subjectAt: at, patterns, taken, ...(entry === undefined ? {} : { takenAt: entry.at }) }, at);
  }
  return entry?.value;
}
