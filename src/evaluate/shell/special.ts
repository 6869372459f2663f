import type { Range } from "../../text/index.ts";
import { effectsOf } from "../command/index.ts";
import { concat, knownText, literal, unknown, type Value } from "../value.ts";
import { fileAt, pathOf, sourceOf } from "./files.ts";
import { runInPlace } from "./scripts.ts";
import { computedSource } from "./source.ts";
import type { CallSettings, Field, State } from "./state.ts";
import { assign } from "./variables.ts";

/** `eval`: runs its words as a script of the shell itself. */
export function evaluateText(words: readonly Field[], state: State, at: Range): State[] {
  const space = literal(" ", at);
  const text = concat(words.slice(1).flatMap((word, index) => (index === 0 ? [word.value] : [space, word.value])));
  if (text.pieces.length > 0 && text.pieces.every((piece) => piece.kind === "unknown")) {
    state.open = true;
    state.setStatus("ok");
    return [state];
  }
  state.setStatus("succeeds");
  return runInPlace(computedSource(text, at), state, { at, args: undefined });
}

/** What /etc/os-release sets, on every distribution that has one. */
const OS_RELEASE = ["ID", "ID_LIKE", "NAME", "VERSION", "VERSION_ID", "VERSION_CODENAME", "UBUNTU_CODENAME", "PRETTY_NAME", "PLATFORM_ID", "CPE_NAME", "HOME_URL", "VARIANT_ID"];
const LSB_RELEASE = ["DISTRIB_ID", "DISTRIB_RELEASE", "DISTRIB_CODENAME", "DISTRIB_DESCRIPTION"];

/** `source`: runs a known file in the shell itself; an unknown one may set any variable. */
export function sourceFile(words: readonly Field[], state: State, at: Range): State[] {
  const [, operand, ...rest] = words;
  const path = operand === undefined ? undefined : pathOf(operand.value, state);
  const file = path === undefined ? undefined : fileAt(path, state);
  if (operand === undefined || file === undefined) {
    sourceUnknown(path, state, at);
    return [state];
  }
  state.setStatus("succeeds");
  const ends = runInPlace(sourceOf(file, operand.at), state, { at, args: rest.length > 0 ? rest.map((word) => word.value) : undefined });
  for (const end of ends) if (end.flow?.kind === "return") end.flow = undefined;
  return ends;
}

function sourceUnknown(path: string | undefined, state: State, at: Range): void {
  const names = path === "/etc/os-release" || path === "/usr/lib/os-release" ? OS_RELEASE : path === "/etc/lsb-release" ? LSB_RELEASE : undefined;
  if (names === undefined) state.open = true;
  else for (const name of names) state.setVariable(name, { kind: "text", value: unknown("command-output", at, name), exported: state.variables.get(name)?.exported ?? false });
  state.setStatus("ok");
}

/** `printf -v name …`. */
export function printfInto(words: readonly Field[], state: State, { at }: CallSettings): State {
  const name = knownText(words[2]?.value ?? { pieces: [] }) ?? "";
  const { machine } = state.engine;
  const answer = effectsOf({ name: "printf", args: words.slice(3), at, env: () => undefined, cwd: state.cwd, stdin: undefined, stdoutTo: undefined, machine });
  const value: Value = answer.stdout ?? unknown("command-output", at, name);
  if (/^[A-Za-z_]\w*$/.test(name)) assign(state, { name, value, at });
  state.setStatus("succeeds");
  return state;
}

