import type { Range } from "../../text/index.ts";
import { textOf, type Value } from "../value.ts";
import { runInPlace } from "./scripts.ts";
import { computedSource } from "./source.ts";
import type { Field, State } from "./state.ts";

/** What a shell does when it ends, and where it was told so. */
export interface ExitTrap {
  readonly text: Value;
  readonly at: Range;
}

/** `trap`: what is to run at the end is kept; signals and failures come from outside, and what runs for them is let be. */
export function setTrap(words: readonly Field[], state: State): void {
  state.setStatus("succeeds");
  const operands = words.slice(1).filter((word, index) => index > 0 || !/^-[lp-]/.test(textOf(word.value)));
  const [action, ...conditions] = operands;
  if (action === undefined || !conditions.some(({ value }) => /^(?:EXIT|0)$/i.test(textOf(value)))) return;
  const text = textOf(action.value);
  state.exitTrap = text === "-" || text === "" ? undefined : { text: action.value, at: action.at };
}

/** Ends a process: what was to run at its end runs now, and the status stays what it was. */
export function leaveProcess(paths: readonly State[]): State[] {
  return paths.flatMap((path) => {
    const { exitTrap: trap, flow, status, code, blame } = path;
    if (trap === undefined || status === "fails" || flow?.kind === "stop") return [path];
    path.exitTrap = undefined;
    path.flow = undefined;
    const ends = runInPlace(computedSource(trap.text, trap.at), path, { at: trap.at, args: undefined });
    for (const end of ends) {
      if (end.flow?.kind !== "exit") end.setStatus(status, code, blame);
      end.flow ??= flow;
    }
    return ends;
  });
}
