import type { TextEdit } from "../../text/index.ts";
import { indexOf, isBare } from "./file-index.ts";
import type { Scene, Spot } from "./scene.ts";

/** What is put in place of a word: a variable (`name`), several in a row, or the output of a command. */
export type Expression = { readonly kind: "variables"; readonly names: readonly string[] } | { readonly kind: "command"; readonly command: string };

/** Edits that replace a stretch by an expression, its quotes adapted so that it expands; undefined where it can't. */
export function replaceBy(spot: Spot, expression: Expression): readonly TextEdit[] | undefined {
  switch (spot.quoting) {
    case "builder":
      return expression.kind === "command" ? undefined : [{ range: spot.at, newText: spell(spot, expression) }];
    case "builder-single":
      return expression.kind === "command" ? undefined : inSingleQuotes(spot, spell(spot, expression), false);
    case "shell":
      return [{ range: spot.at, newText: quoteWhole(spot, expression) }];
    case "shell-double":
    case "heredoc":
      return [{ range: spot.at, newText: spell(spot, expression) }];
    case "shell-single":
      return inSingleQuotes(spot, spell(spot, expression), true);
    case "heredoc-literal":
    case "exec":
    case "none":
      return undefined;
  }
}

function spell({ at, scene }: Spot, expression: Expression): string {
  if (expression.kind === "command") return `$(${expression.command})`;
  const [name, ...more] = expression.names;
  const bare = more.length === 0 && prefersBare(scene) && !/\w/.test(scene.text[at.end] ?? "");
  return bare ? `$${name ?? ""}` : expression.names.map((each) => `\${${each}}`).join("");
}

function prefersBare({ instruction, matrix, text }: Scene): boolean {
  return instruction === undefined ? isBare(text) : indexOf(matrix.dockerfile).bare;
}

/** A command's output that makes up a whole word is quoted, as shell style asks; within a longer word it stays as it is. */
function quoteWhole(spot: Spot, expression: Expression): string {
  const text = spell(spot, expression);
  const { at, scene } = spot;
  const whole = /[\s=]/.test(scene.text[at.start - 1] ?? "") && /[\s;&|)]|^$/.test(scene.text[at.end] ?? "");
  const command = expression.kind === "command" && whole;
  return command && !surroundings(scene).includes("`") ? `"${text}"` : text;
}

function surroundings({ instruction, text }: Scene): string {
  return instruction === undefined ? text : text.slice(instruction.range.start, instruction.range.end);
}

/**
 * In single quotes nothing expands. Where nothing between them means more in double quotes they become double, else the
 * quotes are closed before the expression and opened again behind it (which only a shell understands).
 */
function inSingleQuotes(spot: Spot, expression: string, reopen: boolean): readonly TextEdit[] | undefined {
  const { at, scene } = spot;
  const open = scene.text.lastIndexOf("'", at.start - 1);
  const close = scene.text.indexOf("'", at.end);
  if (open < 0 || close < 0 || scene.text[open - 1] === "$" || !staysInside(spot, open, close)) return undefined;
  const inner = scene.text.slice(open + 1, close);
  if (!/[$`"\\!]/.test(inner)) {
    const quote = (start: number): TextEdit => ({ range: { file: at.file, start, end: start + 1 }, newText: '"' });
    return [quote(open), { range: at, newText: expression }, quote(close)];
  }
  return reopen ? [{ range: at, newText: `'"${expression}"'` }] : undefined;
}

function staysInside({ scene }: Spot, open: number, close: number): boolean {
  const range = scene.instruction?.range;
  return range === undefined || (range.start <= open && close < range.end);
}
