import type { Range } from "../../text/index.ts";
import type { ManifestProblem } from "./problem.ts";

/** An element of XML. */
export interface XmlElement {
  /** Without a prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, { readonly text: string; readonly at: Range }>;
  readonly children: XmlElement[];
  /** The whole element. */
  readonly at: Range;
  /** The text between the tags of an element without children, white space around it left out. */
  readonly text: string;
  readonly textAt: Range;
}

/** A file of XML; broken XML gives what stands before the break, and the problem. */
export interface XmlText {
  readonly root: XmlElement;
  readonly problem: ManifestProblem | undefined;
}

const TAG = /<(\/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/y;
/** What holds no elements, by how it begins and ends. */
const OPAQUE = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
  ["<!", ">"],
] as const;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** Elements of a project file; more are left out. */
const MAX_ELEMENTS = 200_000;

type Draft = { -readonly [K in keyof XmlElement]: XmlElement[K] };

/** Reads XML as far as project files need it: elements, attributes, texts. Never throws, resolves no entities. */
export function readXml(file: string, text: string): XmlText {
  const root = element(file, "", 0);
  const open: Draft[] = [root];
  let problem: ManifestProblem | undefined;
  let count = 0;
  for (let at = text.indexOf("<"); at >= 0 && problem === undefined && count++ < MAX_ELEMENTS; at = text.indexOf("<", at)) {
    const opaque = OPAQUE.find(([start]) => text.startsWith(start, at));
    TAG.lastIndex = at;
    const tag = opaque === undefined ? TAG.exec(text) : null;
    const next = opaque === undefined ? TAG.lastIndex : behind(text, opaque[1], at);
    if (next <= at) problem = { message: "has a < with nothing that ends it", at: { file, start: at, end: at + 1 } };
    else if (tag !== null) problem = addTag({ file, text, open }, tag);
    at = Math.max(next, at + 1);
  }
  const unclosed = open.length > 1 ? open.at(-1) : undefined;
  return { root, problem: problem ?? (unclosed === undefined ? undefined : { message: `ends before <${unclosed.name}> does`, at: { ...unclosed.at, end: unclosed.at.start + unclosed.name.length + 1 } }) };
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}

function addTag({ file, text, open }: { readonly file: string; readonly text: string; readonly open: Draft[] }, match: RegExpExecArray): ManifestProblem | undefined {
  const [whole, close, name = "", attributes = "", empty] = match;
  const end = match.index + whole.length;
  if (close === "/") {
    if (open.length < 2 || open.at(-1)?.name !== localName(name)) return { message: `has </${name}> where another element ends`, at: { file, start: match.index, end } };
    closeElement(open.pop(), text, { contentEnd: match.index, end });
    return undefined;
  }
  const child: Draft = { ...element(file, localName(name), match.index), attributes: attributesOf(file, attributes, match.index + 1 + name.length), textAt: { file, start: end, end } };
  open.at(-1)?.children.push(child);
  if (empty === "/") child.at = { file, start: match.index, end };
  else open.push(child);
  return undefined;
}

function element(file: string, name: string, start: number): Draft {
  const at = { file, start, end: start };
  return { name, attributes: new Map(), children: [], at, text: "", textAt: at };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function closeElement(draft: Draft | undefined, text: string, { contentEnd, end }: { readonly contentEnd: number; readonly end: number }): void {
  if (draft === undefined) return;
  const { file, start } = draft.textAt;
  draft.at = { file, start: draft.at.start, end };
  if (draft.children.length > 0) return;
  const content = text.slice(start, contentEnd);
  draft.text = content.replace(/<!--[\s\S]*?-->/g, "").trim();
  const offset = start + content.indexOf(draft.text);
  draft.textAt = { file, start: offset, end: offset + draft.text.length };
}

function attributesOf(file: string, text: string, start: number): XmlElement["attributes"] {
  const attributes = new Map<string, { text: string; at: Range }>();
  for (const match of text.matchAll(ATTRIBUTE)) {
    const value = match[2] ?? match[3] ?? "";
    const end = start + match.index + match[0].length - 1;
    attributes.set(match[1] ?? "", { text: value, at: { file, start: end - value.length, end } });
  }
  return attributes;
}

/** All elements of a name below an element, in order. */
export function elementsNamed(root: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.name === name) found.push(next);
    for (let i = next.children.length - 1; i >= 0; i--) open.push(next.children[i] as XmlElement);
  }
  return found;
}

/** The first child of a name. */
export function childNamed({ children }: XmlElement, name: string): XmlElement | undefined {
  return children.find((child) => child.name === name);
}
