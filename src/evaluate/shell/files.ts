import type { Range } from "../../text/index.ts";
import { sourceEffects } from "../command/index.ts";
import { concat, knownText, textOf, UNKNOWN_CHARACTER, unknown, type Value } from "../value.ts";
import type { ShellFile } from "./machine.ts";
import { bounded } from "./paths.ts";
import { computedSource, piecesIn, writtenSource, type Source } from "./source.ts";
import type { State } from "./state.ts";

/** The absolute, normalised path a word names; undefined when it can't be told. */
export function pathOf(value: Value, state: State): string | undefined {
  const text = textOf(value);
  if (text === "" || text.includes(UNKNOWN_CHARACTER)) return undefined;
  if (text.startsWith("/")) return normalise(text);
  return state.cwd === undefined ? undefined : normalise(`${state.cwd}/${text}`);
}

/** An absolute path without `.`, `..` and doubled slashes. */
export function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** A file as the run sees it now; undefined when its content is not known. */
export function fileAt(path: string, state: State): ShellFile | undefined {
  const written = state.files.get(path);
  if (written === undefined) return state.engine.machine.readFile(path);
  return written.append || knownText(written.content) === undefined ? undefined : { value: written.content };
}

/** The text of a file as a value. */
export function contentOf(file: ShellFile): Value {
  if ("value" in file) return file.value;
  return { pieces: piecesIn(writtenSource(file.text), { pos: 0, end: file.text.text.length }, "heredoc-literal") };
}

/** The text of a file as something to parse. */
export function sourceOf(file: ShellFile, at: Range): Source {
  return "value" in file ? computedSource(file.value, at) : writtenSource(file.text);
}

interface Written {
  readonly path: Value;
  readonly content: Value;
  readonly append: boolean;
}

/** Records that the shell writes a file; devices are none. */
export function writeFile(state: State, { path, content, append }: Written, at: Range): void {
  if (textOf(path).startsWith("/dev/")) return;
  state.record({ kind: "write", path, content, append }, at);
  for (const effect of sourceEffects(path, content)) state.record(effect, at);
  rememberFile(state, { path, content, append }, at);
}

/** Keeps a file's new content for later readers. */
export function rememberFile(state: State, { path, content, append }: Written, at: Range): void {
  const where = pathOf(path, state);
  if (where === undefined) return;
  if (!append) {
    state.setFile(where, { content: bounded(content, at), append: false });
    return;
  }
  const before = state.files.get(where);
  const file = before === undefined ? state.engine.machine.readFile(where) : undefined;
  const old = before?.content ?? (file === undefined ? undefined : contentOf(file));
  const whole = old === undefined ? content : bounded(concat([old, content]), at);
  state.setFile(where, { content: whole, append: before?.append ?? old === undefined });
}

/** A command changed this file in a way that is not followed. */
export function forgetFile(state: State, path: Value, at: Range): void {
  const where = pathOf(path, state);
  if (where === undefined || (!state.files.has(where) && state.engine.machine.readFile(where) === undefined)) return;
  state.setFile(where, { content: unknown("command-output", at), append: false });
}
