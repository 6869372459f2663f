import type { Range } from "../../text/index.ts";
import { knownText, sliceValue, type Value } from "../value.ts";
import type { Truth } from "./pattern.ts";
import type { State } from "./state.ts";

const MAX_TEXT = 1024;

/** What `[[ text =~ regex ]]` says, and its BASH_REMATCH. Only expressions that can't backtrack badly are tried. */
export function matchesRegex(subject: Value, { regex, at }: { readonly regex: Value; readonly at: Range }, state: State): Truth {
  const [text, pattern] = [knownText(subject), knownText(regex)];
  const compiled = pattern === undefined ? undefined : compile(pattern);
  if (text === undefined || compiled === undefined || text.length > MAX_TEXT) {
    state.setVariable("BASH_REMATCH", undefined);
    return "maybe";
  }
  const found = compiled.exec(text);
  const whole = found === null ? [] : [sliceValue(subject, found.index, found.index + found[0].length)];
  const groups = (found ?? []).slice(1).map((group: string | undefined): Value => ({ pieces: [{ kind: "text", text: group ?? "", from: at, verbatim: false, origin: "other", quoting: "none", readings: undefined }] }));
  state.setVariable("BASH_REMATCH", { kind: "list", items: [...whole, ...groups], exported: false });
  return found === null ? "no" : "yes";
}

/** An extended regular expression without a repeated group and with few repetitions; undefined for any other. */
function compile(pattern: string): RegExp | undefined {
  if (pattern.length > 256 || /\)[*+?{]/.test(pattern) || (pattern.match(/[*+{]/g) ?? []).length > 3 || pattern.includes("[[:") || pattern.includes("\\")) {
    return undefined;
  }
  try {
    return new RegExp(pattern);
  } catch {
    // Not an expression that both languages understand: the answer is then not known.
    return undefined;
  }
}
