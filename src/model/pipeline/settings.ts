import { itemsOf, scalarOf, type YamlNode } from "../../syntax/yaml/index.ts";
import { interpolate, type Variables } from "./interpolate.ts";
import type { Setting, SettingList } from "./types.ts";

/** A scalar with its variables filled in. */
export function settingOf(node: YamlNode | undefined, variables: Variables): Setting | undefined {
  const scalar = scalarOf(node);
  return scalar === undefined ? undefined : interpolate(scalar.text, variables);
}

/** A list of scalars, or one scalar as a list of one that can't grow where it stands. */
export function settingListOf(node: YamlNode | undefined, source: string, variables: Variables): SettingList | undefined {
  if (node === undefined || node.kind === "map") return undefined;
  if (node.kind === "scalar") {
    const only = settingOf(node, variables);
    return only === undefined ? undefined : { items: [only], at: node.at, form: "fixed" };
  }
  const items = itemsOf(node).flatMap((item) => settingOf(item, variables) ?? []);
  return { items, at: node.at, form: source[node.at.start] === "[" ? "inline" : "lines" };
}

/** The items of a list in one text, each at its place. */
export function splitAtCommas({ text, at, literal }: Setting): readonly Setting[] {
  if (text === undefined) return [{ text, at, literal }];
  const items: Setting[] = [];
  for (const match of text.matchAll(/[^,\s]+/g)) {
    const start = at.start + match.index;
    items.push({ text: match[0], literal, at: literal ? { ...at, start, end: start + match[0].length } : at });
  }
  return items;
}
