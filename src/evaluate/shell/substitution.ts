import type { WordPart } from "../../syntax/shell/index.ts";
import { MappedText, type Segment } from "../../text/index.ts";
import { concat, EMPTY, sliceValue, textOf, unknown, type Value } from "../value.ts";
import { bounded, joinStatus, sameValue } from "./paths.ts";
import type { Source } from "./source.ts";
import { printed, type State } from "./state.ts";

type Substitution = Extract<WordPart, { readonly type: "CommandExpansion" | "ProcessSubstitution" }>;

/** Deepest nesting of functions, substitutions and scripts. */
export const MAX_DEPTH = 32;

/** What `$(…)` prints; the state takes over its status. What happens within it happens. */
export function substitute(part: Substitution, state: State): Value {
  const at = state.rangeOf(part);
  state.substituted = true;
  if (part.script === undefined || state.depth >= MAX_DEPTH) {
    if (part.script !== undefined) state.engine.unchecked(at, "substitutions nest too deeply");
    return unknown("command-output", at);
  }
  const child = state.subshell();
  // bash drops -e inside of a command substitution, unless told to inherit it.
  if (state.dialect === "bash") child.errexit = false;
  child.output = undefined;
  child.listening = true;
  if (part.script.source !== undefined) child.source = backtickSource(state.source, part, part.script.source);
  const ends = state.engine.run(part.script.commands, child);
  return joinSubshell(ends, state);
}

/** What a subshell printed, whatever path it took; `state` takes over its status and files. */
export function joinSubshell(ends: readonly State[], state: State): Value {
  const at = state.source.text.rangeOf(0, 0);
  const stopped = ends.find((end) => end.flow?.kind === "stop");
  if (stopped !== undefined) state.flow = { kind: "stop" };
  const surviving = ends.filter((end) => end.status !== "fails");
  const considered = surviving.length > 0 ? surviving : ends;
  const [first, ...others] = considered;
  if (first === undefined) return unknown("command-output", at);

  state.adoptFiles(first);
  state.setStatus(considered.map((end) => end.status).reduce(joinStatus), first.code, first.blame);
  const output = bounded(withoutLineEnd(concat(printed(first.output))), at);
  const agree = others.every((other) => sameValue(output, withoutLineEnd(concat(printed(other.output)))));
  return agree ? output : unknown("command-output", at);
}

/** Command substitution drops all line feeds at the end. */
export function withoutLineEnd(value: Value): Value {
  const text = textOf(value);
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === "\n") end--;
  if (end === text.length) return value;
  return end === 0 ? EMPTY : sliceValue(value, 0, end);
}

/** Backticks with escapes in them carry a text of their own: each of its characters stands where it was written. */
function backtickSource(outer: Source, part: Substitution, decoded: string): Source {
  const raw = outer.text.text.slice(part.pos + 1, part.end - 1);
  const segments: Segment[] = [];
  let text = "";
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === "\\" && at + 1 < raw.length && decoded.charAt(text.length) !== "\\") at++;
    else if (raw.startsWith("\\\\", at)) at++;
    const source = outer.text.sourceOffset(part.pos + 1 + at);
    const last = segments.at(-1);
    if (last !== undefined && last.source + last.length === source) segments[segments.length - 1] = { ...last, length: last.length + 1 };
    else segments.push({ at: text.length, source, length: 1 });
    text += raw.charAt(at);
  }
  const exact = text === decoded && segments.length > 0;
  const whole = { at: 0, source: outer.text.sourceOffset(part.pos), length: 0 };
  return { text: new MappedText(outer.text.file, decoded, exact ? segments : [whole]), computed: undefined };
}
