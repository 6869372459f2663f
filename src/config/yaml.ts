import type { Document, Node, Pair } from "yaml";
import { nestsTooDeeply } from "../text/index.ts";
import type { ConfigEntry, ConfigFault, ConfigNode } from "./node.ts";

/** Reads YAML 1.2 and keeps the places. The parser is loaded here because most runs have no YAML to read. */
export async function parseYaml(text: string): Promise<ConfigNode | ConfigFault> {
  if (nestsTooDeeply(text)) return { at: 0, message: "nested too deeply" };
  const yaml = await import("yaml");
  // Without merge keys and with few aliases: a configuration needs neither, and both can make a small file large.
  const document: Document.Parsed = yaml.parseDocument(text, { prettyErrors: false, logLevel: "silent", uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) return { at: error.pos[0], message: error.message };
  return toNode(document.contents, { yaml, depth: 0 });
}

interface Conversion {
  readonly yaml: typeof import("yaml");
  readonly depth: number;
}

function toNode(node: Node | null, { yaml, depth }: Conversion): ConfigNode | ConfigFault {
  const at = node?.range?.[0] ?? 0;
  if (depth > 100) return { at, message: "nested too deeply" };
  if (node === null) return { kind: "scalar", at, value: null };
  if (yaml.isAlias(node)) return { at, message: "aliases (*name) are not understood here" };
  if (yaml.isScalar(node)) return scalarOf(node.value, at);
  if (yaml.isSeq(node)) return sequence(node.items as readonly (Node | null)[], at, { yaml, depth });
  if (yaml.isMap(node)) return mapping(node.items as readonly Pair<Node, Node | null>[], at, { yaml, depth });
  return { at, message: "is neither a mapping, a list nor a value" };
}

function scalarOf(value: unknown, at: number): ConfigNode {
  const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null;
  return { kind: "scalar", at, value: plain ? value : null };
}

function sequence(items: readonly (Node | null)[], at: number, { yaml, depth }: Conversion): ConfigNode | ConfigFault {
  const nodes: ConfigNode[] = [];
  for (const item of items) {
    const node = toNode(item, { yaml, depth: depth + 1 });
    if ("message" in node) return node;
    nodes.push(node);
  }
  return { kind: "array", at, items: nodes };
}

function mapping(pairs: readonly Pair<Node, Node | null>[], at: number, { yaml, depth }: Conversion): ConfigNode | ConfigFault {
  const entries: ConfigEntry[] = [];
  for (const { key, value } of pairs) {
    const keyAt = key.range?.[0] ?? at;
    if (!yaml.isScalar(key)) return { at: keyAt, message: "a key must be a plain word" };
    const node = toNode(value, { yaml, depth: depth + 1 });
    if ("message" in node) return node;
    // An empty value has no place of its own.
    entries.push({ key: String(key.value), at: keyAt, value: (value?.range ?? undefined) === undefined ? { ...node, at: keyAt } : node });
  }
  return { kind: "object", at, entries };
}
