import type { Heredoc, Instruction } from "../../syntax/dockerfile/types.ts";
import type { MappedText } from "../../text/index.ts";
import { lineEnd, type Scene } from "./scene.ts";

/** Where statements can be put in front of a script's first command, and how lines are laid out there. */
export interface ScriptStart {
  readonly offset: number;
  /** Ends a line inside the script: a continuation where the script is one line for the builder. */
  readonly newLine: string;
  /** Parts the new statements from what follows: ` && `, `; ` or a line end. */
  readonly separator: "&&" | ";" | "\n";
  /** Whether operators open lines (`&& curl`) rather than end them. */
  readonly leading: boolean;
  readonly indent: string;
}

/** `set -eux;`, `set -o pipefail &&` and the like at the start of a script. */
const SETTINGS = /^(?:set(?:[ \t]+(?:[-+]\w+|pipefail|errexit|nounset|xtrace))+[ \t]*(&&|;)\s*)+/;

/** The start of the script in which a literal of this scene stands. */
export function scriptStart(scene: Scene): ScriptStart | undefined {
  const { instruction } = scene;
  if (instruction === undefined) return startOfLines(scene, 0, scene.text.length);
  if (instruction.keyword !== "RUN" || instruction.exec !== undefined) return undefined;
  const script = scriptHeredoc(instruction, scene.heredoc);
  if (script !== undefined) return startOfLines(scene, script.content.sourceOffset(0), script.range.end);
  return startOfRun(scene, instruction);
}

/** The here-document that is the script itself: `RUN <<EOF` with no command or a shell before it. */
function scriptHeredoc(instruction: Instruction, heredoc: Heredoc | undefined): Heredoc | undefined {
  if (heredoc === undefined) return undefined;
  return /^(?:(?:\/\S*\/)?(?:ba|da|a)?sh(?:[ \t]+-\w+)*[ \t]+)?<</.test(instruction.operands.text) ? heredoc : undefined;
}

function startOfRun(scene: Scene, instruction: Instruction): ScriptStart {
  const { operands } = instruction;
  const settings = SETTINGS.exec(operands.text);
  const offset = operands.sourceOffset(settings?.[0].length ?? 0);
  const layout = layoutOf(scene, instruction);
  const separator = settings?.[1] === undefined ? separatorOf(operands, layout.lines) : settings[1] === "&&" ? "&&" : ";";
  return { offset, newLine: ` ${scene.matrix.dockerfile.escape}${lineEnd(scene.text)}`, separator, leading: layout.leading, indent: layout.indent };
}

/** A list that ends in `&` would take statements joined by `&&` into the background with it. */
function separatorOf(operands: MappedText, lines: number): "&&" | ";" {
  const { text } = operands;
  if (/[^&>|]&(?![&>\d])/.test(text)) return ";";
  if (text.includes("&&") || lines === 1) return "&&";
  return text.includes(";") ? ";" : "&&";
}

function layoutOf({ text }: Scene, { operands, heredocs, range }: Instruction): { leading: boolean; indent: string; lines: number } {
  const end = heredocs[0]?.range.start ?? range.end;
  const lines = text.slice(operands.sourceOffset(0), end).trimEnd().split("\n");
  // A RUN that begins on the next line is indented as that line is.
  const own = ownIndent(text, operands.sourceOffset(0));
  const rest = lines.slice(1).filter((line) => !/^\s*(?:#|$)/.test(line));
  const operator = rest.find((line) => /^\s*(?:&&|;|\|\|?)/.test(line));
  if (rest.length === 0 && own === undefined) return { leading: true, indent: " ", lines: lines.length };
  const indent = operator === undefined ? leastIndent(rest) : indentOf(operator);
  if (operator !== undefined) return { leading: true, indent, lines: lines.length };
  return { leading: false, indent: own ?? (indent === "" ? "    " : indent), lines: lines.length };
}

/** Arguments that go on over lines are indented more than the commands. */
function leastIndent(lines: readonly string[]): string {
  return lines.map(indentOf).reduce((least, indent) => (indent.length < least.length ? indent : least), indentOf(lines[0] ?? ""));
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function ownIndent(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** In a script of whole lines: behind `#!`, the comments on top, and `set` lines. */
function startOfLines(scene: Scene, start: number, end: number): ScriptStart {
  const eol = lineEnd(scene.text);
  let offset = start;
  while (offset < end) {
    const next = scene.text.indexOf("\n", offset) + 1;
    const line = scene.text.slice(offset, next === 0 ? end : next);
    if (next === 0 || next > end || !/^(?:#.*|set\s+[-+][^;&|]*)?$/.test(line.trim())) break;
    offset = next;
  }
  const indent = indentOf(scene.text.slice(offset, offset + 80));
  return { offset: offset + indent.length, newLine: eol, separator: "\n", leading: false, indent };
}
