import type { Range } from "../../../text/index.ts";
import type { HclExpression } from "../../../syntax/hcl/index.ts";

/** A value of a bake file. `unknown`: it takes what only the run knows, or a function that isn't followed. */
export type BakeValue = { readonly at: Range } & (
  | { readonly kind: "string"; readonly text: string; readonly literal: boolean }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly items: readonly BakeValue[]; readonly literal: boolean }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, BakeValue> }
  | { readonly kind: "unknown" }
);

/** What names mean: variables, attributes of the file, loop and matrix variables. */
export interface BakeScope {
  readonly variable: (name: string) => BakeValue | undefined;
  /** Counts one step; false once there were too many, and then all else is unknown. */
  readonly spend: () => boolean;
  /** A function of the file: its parameters and what it gives. */
  readonly userFunction: (name: string) => { readonly parameters: readonly string[]; readonly result: HclExpression } | undefined;
}

/** The text that a value turns into inside a string; undefined when it has none or isn't known. */
export function textOfValue(value: BakeValue): string | undefined {
  if (value.kind === "string") return value.text;
  if (value.kind === "number" || value.kind === "bool") return String(value.value);
  return undefined;
}

/** The truth of a condition; undefined when it isn't known. */
export function truthOf(value: BakeValue): boolean | undefined {
  if (value.kind === "bool") return value.value;
  if (value.kind === "string" && (value.text === "true" || value.text === "false")) return value.text === "true";
  return undefined;
}

/** Whether two values are the same; undefined when one of them isn't known. */
export function sameValue(a: BakeValue, b: BakeValue): boolean | undefined {
  if (a.kind === "unknown" || b.kind === "unknown") return undefined;
  if (a.kind === "null" || b.kind === "null") return a.kind === b.kind;
  const left = textOfValue(a);
  const right = textOfValue(b);
  if (left !== undefined && right !== undefined) return left === right;
  if (a.kind !== "list" || b.kind !== "list") return false;
  if (a.items.length !== b.items.length) return false;
  const pairs = a.items.map((item, i) => sameValue(item, b.items[i] ?? item));
  return pairs.includes(false) ? false : pairs.includes(undefined) ? undefined : true;
}
