import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./types.ts";

/** The value of a map's key; undefined for another kind of node or a key that it doesn't have. */
export function at(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  let found = node;
  for (const key of path) found = entriesOf(found).find((entry) => entry.key === key)?.value;
  return found;
}

/** The entries of a map; of all else none. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === "map" ? node.entries : [];
}

/** The items of a list; of all else none. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === "list" ? node.items : [];
}

/** The items of a list, or the one value that stands in its place. */
export function oneOrMore(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return [];
  return node.kind === "list" ? node.items : [node];
}

/** A scalar that is not empty. */
export function scalarOf(node: YamlNode | undefined): YamlScalar | undefined {
  return node?.kind === "scalar" && node.value !== null ? node : undefined;
}

/** The text of a scalar that is not empty. */
export function textIn(node: YamlNode | undefined): string | undefined {
  return scalarOf(node)?.text.text;
}

/** A map; undefined for all else. */
export function mapOf(node: YamlNode | undefined): YamlMap | undefined {
  return node?.kind === "map" ? node : undefined;
}
