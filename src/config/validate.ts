import { nearestWord } from "../text/nearest.ts";
import type { ConfigFault, ConfigNode } from "./node.ts";
import type { Schema } from "./schema.ts";

/** Checks a value against a schema. Every fault names its place in the file and, for a misspelt word, the nearest known one. */
export function validate(node: ConfigNode, schema: Schema, path = ""): readonly ConfigFault[] {
  const name = path === "" ? "the configuration" : path;
  if (schema.enum !== undefined) return checkEnum(node, schema.enum, name);
  const type = typeOf(node);
  if (schema.type !== undefined && type !== schema.type) return [{ at: node.at, message: `${name} must be ${article(schema.type)}, not ${article(type)}` }];
  switch (node.kind) {
    case "object":
      return checkEntries(node, schema, path);
    case "array":
      return checkItems(node, schema, name);
    case "scalar":
      if (node.value === "" && (schema.minLength ?? 0) > 0) return [{ at: node.at, message: `${name} must not be empty` }];
      return [];
  }
}

type ObjectNode = Extract<ConfigNode, { kind: "object" }>;
type ArrayNode = Extract<ConfigNode, { kind: "array" }>;

function checkEntries(node: ObjectNode, schema: Schema, path: string): ConfigFault[] {
  const known = schema.properties ?? {};
  const faults: ConfigFault[] = [];
  const seen = new Set<string>();
  for (const { key, at, value } of node.entries) {
    const inner = path === "" ? key : `${path}.${key}`;
    const below = Object.hasOwn(known, key) ? known[key] : schema.additionalProperties;
    if (seen.has(key)) faults.push({ at, message: `${inner} stands here twice` });
    else if (below === false) faults.push({ at, message: unknownKey(key, Object.keys(known)) });
    else if (below !== undefined) faults.push(...validate(value, below, inner));
    seen.add(key);
  }
  return faults;
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestWord(key, known);
  return nearest === undefined ? `unknown key "${key}"; there are ${known.filter((name) => name !== "$schema").join(", ")}` : `unknown key "${key}"; did you mean "${nearest}"?`;
}

function checkItems(node: ArrayNode, schema: Schema, name: string): ConfigFault[] {
  if (node.items.length < (schema.minItems ?? 0)) return [{ at: node.at, message: `${name} must not be empty` }];
  const { items } = schema;
  return items === undefined ? [] : node.items.flatMap((item, i) => validate(item, items, `${name}[${String(i)}]`));
}

function checkEnum(node: ConfigNode, words: readonly string[], name: string): ConfigFault[] {
  if (node.kind === "scalar" && typeof node.value === "string" && words.includes(node.value)) return [];
  const given = node.kind === "scalar" ? `"${String(node.value)}"` : article(typeOf(node));
  const nearest = node.kind === "scalar" ? nearestWord(String(node.value), words) : undefined;
  return [{ at: node.at, message: `${name} must be ${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}, not ${given}${nearest === undefined ? "" : `; did you mean "${nearest}"?`}` }];
}

function typeOf(node: ConfigNode): string {
  if (node.kind !== "scalar") return node.kind;
  return node.value === null ? "null" : typeof node.value;
}

function article(type: string): string {
  if (type === "null") return "empty";
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
