import type { CommandNode, Pipeline } from "../../syntax/shell/index.ts";
import type { Status } from "../command/invocation.ts";
import { concat, EMPTY, type Value } from "../value.ts";
import { bounded, narrow } from "./paths.ts";
import { printed, type State } from "./state.ts";
import { joinSubshell } from "./substitution.ts";

/** Runs something in a subshell: what it prints, writes and whether it fails is all that is left of it. */
export function runSubshell(state: State, run: (child: State) => State[]): State[] {
  const ends = narrow(run(state.subshell()));
  const paths = ends.map((end, index) => adoptChild(index === ends.length - 1 ? state : state.fork(), end));
  for (const path of paths) path.checkErrors();
  return paths;
}

/** Goes on behind a child process as it ended. */
export function adoptChild(parent: State, child: State): State {
  parent.worlds = child.worlds;
  parent.adoptFiles(child);
  parent.output = child.output;
  parent.stdin = child.stdin;
  parent.setStatus(child.status, child.code, child.blame);
  if (child.flow?.kind === "stop") parent.flow = child.flow;
  return parent;
}

/** Runs the commands of a pipeline, each in a subshell, each reading what the one before it prints. */
export function runPipeline(node: Pipeline, state: State, run: (command: CommandNode, state: State) => State[]): State[] {
  const statuses: Status[] = [];
  const { commands } = node;
  let text: Value | undefined = state.stdin;
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const child = state.subshell();
    child.stdin = text;
    child.output = undefined;
    child.listening = !isLast || state.listening;
    // Only the status of the last command counts, so set -e has nothing to do with the others.
    const ends = run(command, child);
    const collected = collectOutput(ends, state);
    joinSubshell(ends, state);
    statuses.push(state.status);
    text = collected;
    if (state.flow !== undefined) return [state];
    if (isLast && state.listening && collected !== undefined) state.print(collected);
  }
  if (state.pipefail && statuses.includes("fails") && state.status !== "fails") state.setStatus("fails", 1, state.rangeOf(node));
  if (state.status === "fails") state.blame = state.rangeOf(node);
  state.checkErrors();
  return [state];
}

/** What all paths that succeed print; undefined when they do not agree. */
function collectOutput(ends: readonly State[], state: State): Value | undefined {
  const surviving = ends.filter((end) => end.status !== "fails");
  const [first, ...others] = surviving.length > 0 ? surviving : ends;
  if (first === undefined || others.some((other) => other.output !== first.output)) return undefined;
  return bounded(concat([EMPTY, ...printed(first.output)]), state.source.text.rangeOf(0, 0));
}
