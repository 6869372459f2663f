import { concat, EMPTY, literal, sliceValue, textOf, type Value } from "../../value.ts";
import { prints, printsUnknown } from "../answer.ts";
import type { Answer, Argument, Invocation } from "../invocation.ts";
import { optionSpec, readOptions, textOfWord, valueOf } from "../options.ts";
import { compileRegex, searchRegex } from "../regex/match.ts";
import { fieldAt, fieldsOf } from "./fields.ts";
import { joinLines, linesOf, type TextLine } from "./lines.ts";

const AWK = optionSpec("-F --field-separator -v --assign -f --file", { endAtOperand: true });

/** awk programs of one `print` of fields and strings, with a simple condition: `NR==1 {print $2 "-" $NF; exit}`. */
export function awk(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, AWK);
  const [program, ...files] = line.operands;
  const separator = separatorOf(valueOf(line, "-F", "--field-separator"));
  const parsed = program === undefined ? undefined : parseProgram(program);
  const plain = valueOf(line, "-v", "--assign", "-f", "--file") === undefined && files.length === 0;
  if (invocation.stdin === undefined || parsed === undefined || separator === undefined || !plain) return printsUnknown(invocation.at);
  const budget = { steps: 1_000_000 };
  const selected = linesOf(invocation.stdin).filter((one, i) => parsed.selects(one.text, i + 1, budget));
  const taken = parsed.exits ? selected.slice(0, 1) : selected;
  if (budget.steps <= 0) return printsUnknown(invocation.at);
  return prints(joinLines(taken.map((one) => printed(one, parsed.items, { separator, invocation })), invocation.at));
}

/** One character or text that is no regular expression. */
function separatorOf(option: Argument | undefined): string | undefined {
  if (option === undefined) return " ";
  const text = textOfWord(option).replace(/^\[(.)\]$/, "$1").replace(/^\\([^a-z])$/, "$1");
  if (text === "\\t") return "\t";
  return text === "" || (text.length > 1 && /[^\w\s:,;/@=-]/.test(text)) ? undefined : text;
}

/** `comma` puts a blank between what stands around it. */
type Item = { readonly kind: "field"; readonly number: number | "last" } | { readonly kind: "text"; readonly value: Value } | { readonly kind: "comma" };

interface Program {
  readonly selects: (text: string, line: number, budget: { steps: number }) => boolean;
  readonly items: readonly Item[];
  readonly exits: boolean;
}

const PROGRAM = /^\s*(?:NR\s*==\s*(\d{1,5})|\/((?:[^/\\]|\\.)*)\/)?\s*\{\s*print\b([^{}]*?)(;\s*exit)?\s*;?\s*\}\s*$/;

function parseProgram(program: Argument): Program | undefined {
  const text = textOf(program.value);
  if (text.length > 500) return undefined;
  const match = PROGRAM.exec(text);
  if (match === null) return undefined;
  const list = match[3] ?? "";
  const items = itemsOf(sliceValue(program.value, text.indexOf("print") + 5, text.indexOf("print") + 5 + list.length));
  const selects = selectorOf(match[1], match[2]);
  return items === undefined || selects === undefined ? undefined : { selects, items, exits: match[4] !== undefined };
}

function selectorOf(number: string | undefined, pattern: string | undefined): Program["selects"] | undefined {
  if (number !== undefined) return (_, line) => line === Number(number);
  if (pattern === undefined) return () => true;
  const regex = compileRegex(pattern.replaceAll("\\/", "/"), { extended: true });
  return regex === undefined ? undefined : (text, _, budget) => searchRegex({ regex, text, budget }) !== undefined;
}

function itemsOf(list: Value): Item[] | undefined {
  const text = textOf(list);
  const items: Item[] = [];
  for (let at = 0; at < text.length; ) {
    const token = /^(?:\s+|\$(\d{1,3}|NF\b)|"([^"\\]*)"|(,))/.exec(text.slice(at));
    if (token === null) return undefined;
    if (token[1] !== undefined) items.push({ kind: "field", number: token[1] === "NF" ? "last" : Number(token[1]) });
    else if (token[2] !== undefined) items.push({ kind: "text", value: sliceValue(list, at + 1, at + 1 + token[2].length) });
    else if (token[3] !== undefined) items.push({ kind: "comma" });
    at += token[0].length;
  }
  return items.length === 0 ? [{ kind: "field", number: 0 }] : items;
}

function printed(line: TextLine, items: readonly Item[], how: { readonly separator: string; readonly invocation: Invocation }): Value {
  return concat([EMPTY, ...items.map((item) => itemValue(line, item, how))]);
}

function itemValue(line: TextLine, item: Item, { separator, invocation }: { readonly separator: string; readonly invocation: Invocation }): Value {
  switch (item.kind) {
    case "text":
      return item.value;
    case "comma":
      return literal(" ", invocation.at);
    case "field":
      if (item.number === 0) return line.value;
      return fieldAt(line, item.number === "last" ? fieldsOf(line.text, separator).length : item.number, separator);
  }
}
