import type { Document, Node, Pair } from "yaml";
import { nestsTooDeeply, type Range } from "../../text/index.ts";
import { scalarText } from "./scalar-text.ts";
import type { YamlEntry, YamlFile, YamlNode, YamlScalar } from "./types.ts";

type Library = typeof import("yaml");

/** Reads YAML 1.2 with merge keys and keeps every place. Total: a broken file has a problem, and no documents. */
export type YamlReader = (file: string, text: string) => YamlFile;

/** Longer files are not read. UTF-16 units. */
const MAX_LENGTH = 2_000_000;
const MAX_DEPTH = 100;
/** Nodes of the tree when aliases are followed: some lines of anchors can stand for billions. */
const MAX_NODES = 200_000;

/** Loads the parser, which most runs do without. */
export async function loadYamlReader(): Promise<YamlReader> {
  const library = await import("yaml");
  return (file, text) => {
    if (text.length > MAX_LENGTH) return broken(file, 0, "is too long to be read");
    if (nestsTooDeeply(text)) return broken(file, 0, "is nested too deeply");
    return new Reading(library, file, text).result();
  };
}

function broken(file: string, offset: number, message: string): YamlFile {
  return { file, documents: [], problem: { message, at: { file, start: offset, end: offset } } };
}

/** Thrown within this file only. */
class Refusal extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class Reading {
  readonly #yaml: Library;
  readonly #file: string;
  readonly #text: string;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #sizes = new WeakMap<YamlNode, number>();

  constructor(library: Library, file: string, text: string) {
    this.#yaml = library;
    this.#file = file;
    this.#text = text;
  }

  result(): YamlFile {
    const parsed = this.#yaml.parseAllDocuments(this.#text, { prettyErrors: false, logLevel: "silent", uniqueKeys: true, customTags: [] });
    const documents = "empty" in parsed ? [] : (parsed as readonly Document.Parsed[]);
    const [error] = documents.flatMap(({ errors }) => errors.filter(({ code }) => code !== "TAG_RESOLVE_FAILED"));
    if (error !== undefined) return broken(this.#file, error.pos[0], error.message);
    try {
      return { file: this.#file, documents: documents.map((document) => this.#node(document.contents, 0)) };
    } catch (refusal) {
      if (refusal instanceof Refusal) return broken(this.#file, refusal.offset, refusal.message);
      throw refusal;
    }
  }

  #node(node: Node | null, depth: number): YamlNode {
    const start = node?.range?.[0] ?? 0;
    if (depth > MAX_DEPTH) throw new Refusal("is nested too deeply", start);
    const built = this.#build(node, depth);
    const size = 1 + childrenOf(built).reduce((sum, child) => sum + (this.#sizes.get(child) ?? 1), 0);
    if (size > MAX_NODES) throw new Refusal("grows too large when its aliases are followed", start);
    this.#sizes.set(built, size);
    const anchor = node !== null && "anchor" in node ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    return built;
  }

  #build(node: Node | null, depth: number): YamlNode {
    const at = this.#range(node);
    if (node === null) return this.#scalar(null, at);
    if (this.#yaml.isAlias(node)) return this.#aliased(node.source, at);
    const tag = node.tag === undefined || node.tag.startsWith("tag:yaml.org") ? {} : { tag: node.tag };
    if (this.#yaml.isSeq(node)) return { kind: "list", at, ...tag, items: (node.items as readonly (Node | null)[]).map((item) => this.#node(item, depth + 1)) };
    if (this.#yaml.isMap(node)) return { kind: "map", at, ...tag, entries: this.#entries(node.items as readonly Pair<Node, Node | null>[], depth) };
    return { ...this.#scalar(this.#yaml.isScalar(node) ? node.value : null, at), ...tag };
  }

  #aliased(name: string, at: Range): YamlNode {
    const found = this.#anchors.get(name);
    if (found === undefined) throw new Refusal(`names an anchor that nothing has before it: *${name}`, at.start);
    return found;
  }

  #scalar(value: unknown, at: Range): YamlScalar {
    const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
    // Numbers and dates keep their spelling: `3.10` is a version.
    const spelled = typeof plain === "string" ? plain : plain === null && value === null ? "" : this.#text.slice(at.start, at.end);
    return { kind: "scalar", at, value: plain ?? (value === null ? null : spelled), text: scalarText({ ...at, source: this.#text, value: spelled }) };
  }

  #entries(pairs: readonly Pair<Node, Node | null>[], depth: number): readonly YamlEntry[] {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const { key, value } of pairs) {
      const keyAt = this.#range(key);
      const node = this.#node(value, depth + 1);
      const name = this.#yaml.isScalar(key) ? String(key.value) : this.#text.slice(keyAt.start, keyAt.end);
      if (name === "<<" && (node.kind === "map" || node.kind === "list")) merged.push(...mergedFrom(node));
      // An empty value has no place of its own.
      else own.push({ key: name, keyAt, value: value === null ? { ...node, at: { ...keyAt, start: keyAt.end } } : node });
    }
    if (merged.length === 0) return own;
    const seen = new Set(own.map(({ key }) => key));
    return [...own, ...merged.filter(({ key }) => !seen.has(key) && seen.add(key))];
  }

  #range(node: Node | null): Range {
    const [start, end] = node?.range ?? [0, 0];
    return { file: this.#file, start, end };
  }
}

/** Of several maps the first wins. */
function mergedFrom(node: YamlNode): readonly YamlEntry[] {
  if (node.kind === "map") return node.entries;
  return node.kind === "list" ? node.items.flatMap((item) => (item.kind === "map" ? item.entries : [])) : [];
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  switch (node.kind) {
    case "scalar":
      return [];
    case "list":
      return node.items;
    case "map":
      return node.entries.map(({ value }) => value);
  }
}
