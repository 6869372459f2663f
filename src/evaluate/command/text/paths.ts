import { literal, sliceValue, textOf, type Value } from "../../value.ts";
import { line, prints, printsUnknown } from "../answer.ts";
import type { Answer, Invocation } from "../invocation.ts";
import { optionSpec, readOptions, textOfWord, valueOf } from "../options.ts";

const BASENAME = optionSpec("-s --suffix");

/** `basename PATH [SUFFIX]`. */
export function basename(invocation: Invocation): Answer {
  const read = readOptions(invocation.args, BASENAME);
  const [path, second] = read.operands;
  if (path === undefined || read.operands.length > 2) return printsUnknown(invocation.at);
  const text = textOf(path.value).replace(/\/+$/, "");
  const start = text.lastIndexOf("/") + 1;
  const suffix = textOfWord(valueOf(read, "-s", "--suffix") ?? second);
  const end = suffix !== "" && text.length - start > suffix.length && text.endsWith(suffix) ? text.length - suffix.length : text.length;
  return prints(line(sliceValue(path.value, start, end), invocation.at));
}

/** `dirname PATH`. */
export function dirname(invocation: Invocation): Answer {
  const [path] = readOptions(invocation.args, BASENAME).operands;
  if (path === undefined) return printsUnknown(invocation.at);
  const slash = textOf(path.value).replace(/\/+$/, "").lastIndexOf("/");
  const folder: Value = slash < 0 ? literal(".", invocation.at) : slash === 0 ? literal("/", invocation.at) : sliceValue(path.value, 0, slash);
  return prints(line(folder, invocation.at));
}
