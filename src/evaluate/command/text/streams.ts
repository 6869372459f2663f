import { type Value, unknown } from "../../value.ts";
import { type PlacedEffect, prints, printsUnknown } from "../answer.ts";
import type { Answer, Argument, Invocation } from "../invocation.ts";
import { has, optionSpec, readOptions, textOfWord } from "../options.ts";
import { sourceEffects } from "../sources.ts";

const PLAIN = optionSpec("");

/** `cat`: standard input goes through; the content of files is unknown. */
export function cat(invocation: Invocation): Answer {
  const { operands, options } = readOptions(invocation.args, PLAIN);
  const stdinOnly = operands.every((operand) => textOfWord(operand) === "-");
  if (!stdinOnly || options.length > 0 || invocation.stdin === undefined) return printsUnknown(invocation.at);
  return prints(invocation.stdin);
}

/** `tee FILE…`: writes its input to each file and prints it. */
export function tee(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, PLAIN);
  const content = invocation.stdin ?? unknown("command-output", invocation.at);
  const append = has(line, "-a", "--append");
  const effects = line.operands.filter((file) => textOfWord(file) !== "/dev/null").flatMap((file) => written(file, content, append));
  return { effects, stdout: content, status: "ok" };
}

function written(file: Argument, content: Value, append: boolean): PlacedEffect[] {
  return [{ kind: "write", path: file.value, content, append, at: file.at }, ...sourceEffects(file.value, content)];
}
