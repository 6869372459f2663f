import type { Range } from "../../text/index.ts";

/** A line `key: value` of an indented file, with the lines below it that are indented further. */
export interface IndentedNode {
  /** Without quotes. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** What stands behind the key on its line, quotes and brackets still there. */
  readonly value: string;
  readonly valueStart: number;
  readonly children: IndentedNode[];
  /** Elements of a list written as lines with `-`. */
  readonly items: string[];
}

/** How the lines of a file separate key and value. */
export type Separator = "colon" | "space";

const START = /^([ \t]*)(?:([?:-])[ \t]+)?/;

interface Open {
  readonly indent: number;
  readonly node: IndentedNode;
}

/**
 * The tree of a lockfile that a program wrote in a subset of YAML (pnpm, yarn), or in yarn's own format (`separator: "space"`).
 * One pass over the lines; what is no such line is left out.
 */
export function indentedTree(text: string, separator: Separator): readonly IndentedNode[] {
  const root = treeNode("", { start: 0, end: 0 });
  const open: Open[] = [{ indent: -1, node: root }];
  let start = 0;
  for (const line of text.split("\n")) {
    addLine(open, line.trimEnd(), { start, separator });
    start += line.length + 1;
  }
  return root.children;
}

function addLine(open: Open[], line: string, { start, separator }: { readonly start: number; readonly separator: Separator }): void {
  const [before = "", spaces = "", mark = ""] = START.exec(line) ?? [];
  const rest = line.slice(before.length);
  if (rest === "" || rest.startsWith("#") || rest === "---") return;
  if (mark === "-") {
    // YAML lets the elements of a list stand as far left as its key.
    closeDownTo(open, spaces.length, (node) => node.value === "");
    open.at(-1)?.node.items.push(unquoted(rest));
    return;
  }
  // `? key` and `: value` are the two halves of a line that was too long for YAML; the second stands below the first.
  const indent = spaces.length + (mark === ":" ? 2 : 0);
  closeDownTo(open, indent, () => false);
  const child = lineNode(rest, start + before.length, separator);
  open.at(-1)?.node.children.push(child);
  open.push({ indent, node: child });
}

function closeDownTo(open: Open[], indent: number, stays: (node: IndentedNode) => boolean): void {
  for (let last = open.at(-1); last !== undefined && open.length > 1 && last.indent >= indent; last = open.at(-1)) {
    if (last.indent === indent && stays(last.node)) return;
    open.pop();
  }
}

function treeNode(key: string, { start, end }: { readonly start: number; readonly end: number }, value = { text: "", start: end }): IndentedNode {
  return { key, start, end, value: value.text, valueStart: value.start, children: [], items: [] };
}

function lineNode(line: string, start: number, separator: Separator): IndentedNode {
  const length = separator === "colon" ? lengthOfKey(line) : lengthOfWord(line);
  const behind = /^:?[ \t]*/.exec(line.slice(length))?.[0].length ?? 0;
  return treeNode(unquoted(line.slice(0, length)), { start, end: start + length }, { text: line.slice(length + behind), start: start + length + behind });
}

/** A quoted key, or one that goes up to a colon with white space or nothing behind it. */
function lengthOfKey(line: string): number {
  const quote = line[0] === '"' || line[0] === "'" ? line.indexOf(line[0], 1) : -1;
  if (quote > 0 && (line[quote + 1] === ":" || quote === line.length - 1)) return quote + 1;
  const colon = line.search(/:(?:[ \t]|$)/);
  return colon < 0 ? line.length : colon;
}

/** A heading of yarn's own format ends with a colon; any other line is two words. */
function lengthOfWord(line: string): number {
  if (line.endsWith(":")) return line.length - 1;
  const quote = line.startsWith('"') ? line.indexOf('"', 1) : -1;
  if (quote > 0) return quote + 1;
  const space = line.search(/[ \t]/);
  return space < 0 ? line.length : space;
}

/** A scalar without its quotes. */
export function unquoted(text: string): string {
  const quote = text[0];
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}

/** The child of a name. */
export function childOf({ children }: { readonly children: readonly IndentedNode[] }, key: string): IndentedNode | undefined {
  return children.find((child) => child.key === key);
}

/** The text of a child's value, without quotes. */
export function valueIn(parent: IndentedNode, key: string): string | undefined {
  const child = childOf(parent, key);
  return child === undefined || child.value === "" ? undefined : unquoted(child.value);
}

/** The strings of a child, written as `[a, b]`, as lines with `-`, or as one scalar. */
export function listIn(parent: IndentedNode, key: string): readonly string[] {
  const child = childOf(parent, key);
  if (child === undefined) return [];
  if (child.value === "") return child.items;
  const inner = child.value.startsWith("[") ? child.value.replace(/^\[|\]$/g, "") : child.value;
  return inner
    .split(",")
    .map((one) => unquoted(one.trim()))
    .filter((one) => one !== "");
}

/** The children of a child, as names with their values. */
export function mapIn(parent: IndentedNode, key: string): ReadonlyMap<string, string> {
  return new Map(childOf(parent, key)?.children.map((child) => [child.key, unquoted(child.value)]));
}

/** Where the key of a node stands. */
export function rangeOfKey(file: string, { start, end }: IndentedNode): Range {
  return { file, start, end };
}
