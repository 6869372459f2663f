import type { HclBlock, HclBody, HclExpression, HclFile } from "../../../syntax/hcl/index.ts";
import { entriesOf, type YamlFile, type YamlNode } from "../../../syntax/yaml/index.ts";

const BLOCKS = ["variable", "function", "group", "target"];

/** A bake file in JSON as the same file in HCL would be; the JSON was read as YAML, which holds it. */
export function bakeFromJson({ file, documents, problem }: YamlFile): HclFile {
  const [root] = documents;
  const blocks = BLOCKS.flatMap((type) => entriesOf(entriesOf(root).find(({ key }) => key === type)?.value).map(({ key, keyAt, value }): HclBlock => {
    return { type, labels: [{ text: key, at: keyAt }], body: bodyOf(value), at: { ...keyAt, end: value.at.end } };
  }));
  const body = { attributes: [], blocks, at: { file, start: 0, end: root?.at.end ?? 0 } };
  return problem === undefined ? { file, body } : { file, body, problem };
}

function bodyOf(node: YamlNode): HclBody {
  return { attributes: entriesOf(node).map(({ key, keyAt, value }) => ({ name: key, nameAt: keyAt, value: expressionOf(value) })), blocks: [], at: node.at };
}

function expressionOf(node: YamlNode): HclExpression {
  const { at } = node;
  switch (node.kind) {
    case "list":
      return { kind: "list", items: node.items.map(expressionOf), at };
    case "map":
      return { kind: "object", at, entries: node.entries.map(({ key, keyAt, value }) => ({ key: { kind: "name", name: key, at: keyAt }, value: expressionOf(value) })) };
    case "scalar":
      if (typeof node.value !== "string") return { kind: "literal", value: node.value, at };
      // A string is a template there too; what stands in its braces isn't followed.
      return /[$%]\{/.test(node.text.text) ? { kind: "other", at } : { kind: "template", parts: [{ kind: "text", text: node.text }], at };
  }
}
