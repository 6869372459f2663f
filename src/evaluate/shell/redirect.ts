import type { HereDoc, Redirect, Redirection } from "../../syntax/shell/index.ts";
import { concat, EMPTY, sliceValue, textOf, type Value } from "../value.ts";
import { contentOf, fileAt, pathOf, writeFile } from "./files.ts";
import { piecesIn } from "./source.ts";
import { printed, type State } from "./state.ts";
import { expandHereDocument, expandValue } from "./words.ts";

/** Where a command's standard output goes. */
export type Sink = { readonly kind: "inherit" } | { readonly kind: "nowhere" } | { readonly kind: "file"; readonly path: Value; readonly append: boolean };

/** What the redirections of a command come to. */
export interface Plumbing {
  readonly stdout: Sink;
  /** Set when the input is redirected; its text is undefined when not known. */
  readonly stdin: { readonly text: Value | undefined } | undefined;
}

const INHERIT: Sink = { kind: "inherit" };
const NOWHERE: Sink = { kind: "nowhere" };
const PLAIN: Plumbing = { stdout: INHERIT, stdin: undefined };

/** Expands the redirections of a command, in order. */
export function plumb(redirects: readonly Redirection[], state: State): Plumbing {
  if (redirects.length === 0) return PLAIN;
  let { stdout, stdin }: Plumbing = PLAIN;
  for (const redirect of redirects) {
    switch (redirect.type) {
      case "HereDoc":
        stdin = { text: hereDocument(redirect, state) };
        continue;
      case "HereString":
        stdin = { text: redirect.target === undefined ? EMPTY : concat([expandValue(redirect.target, state), lineEnd(state, redirect)]) };
        continue;
      case "Redirect":
        if (redirect.operator === "<" || redirect.operator === "<>") stdin = { text: inputOf(redirect, state) };
        else stdout = sinkOf(redirect, state) ?? stdout;
    }
  }
  return { stdout, stdin };
}

function lineEnd(state: State, node: { readonly pos: number; readonly end: number }): Value {
  return { pieces: [{ kind: "text", text: "\n", from: state.rangeOf(node), verbatim: false, origin: "other", quoting: "none", readings: undefined }] };
}

function hereDocument(redirect: HereDoc, state: State): Value {
  const { body } = redirect;
  const isLiteral = redirect.delimiter?.quoted === true;
  const value = isLiteral ? { pieces: piecesIn(state.source, body, "heredoc-literal") } : expandHereDocument(body, state);
  return redirect.operator === "<<-" ? withoutTabs(value) : value;
}

/** `<<-` drops the tabs at the start of each line. */
function withoutTabs(value: Value): Value {
  const text = textOf(value);
  const parts: Value[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (text[end] === "\t") end++;
    if (end > at) {
      parts.push(sliceValue(value, from, at));
      from = end;
    }
    const line = text.indexOf("\n", end);
    at = line < 0 ? text.length : line + 1;
  }
  return parts.length === 0 ? value : concat([...parts, sliceValue(value, from)]);
}

function inputOf(redirect: Redirect, state: State): Value | undefined {
  if (redirect.target === undefined) return undefined;
  const path = pathOf(expandValue(redirect.target, state), state);
  const file = path === undefined ? undefined : fileAt(path, state);
  if (path === "/dev/null") return EMPTY;
  return file === undefined ? undefined : contentOf(file);
}

function sinkOf(redirect: Redirect, state: State): Sink | undefined {
  const { descriptor, operator, target } = redirect;
  if (operator === "<&" || target === undefined) return undefined;
  if (descriptor !== undefined && (descriptor.type !== "FileDescriptor" || descriptor.value !== 1)) {
    expandValue(target, state);
    return undefined;
  }
  const path = expandValue(target, state);
  const text = textOf(path);
  if (operator === ">&" && /^(?:\d+|-)$/.test(text)) return text === "1" ? undefined : NOWHERE;
  if (text === "/dev/stdout" || text === "/proc/self/fd/1" || text === "/dev/fd/1") return undefined;
  if (text.startsWith("/dev/")) return NOWHERE;
  return { kind: "file", path, append: operator === ">>" || operator === "&>>" };
}

/** Runs something with its input and output led elsewhere; a file that it prints to is written. */
export function withPlumbing(state: State, { stdout, stdin }: Plumbing, run: (state: State) => State[]): State[] {
  if (stdout.kind === "inherit" && stdin === undefined) return run(state);
  const { output, listening, stdin: outerStdin } = state;
  const at = state.source.text.rangeOf(0, 0);
  if (stdout.kind !== "inherit") {
    state.output = undefined;
    state.listening = stdout.kind === "file";
  }
  if (stdin !== undefined) state.stdin = stdin.text;
  const ends = run(state);
  for (const end of ends) {
    if (stdin !== undefined) end.stdin = outerStdin;
    if (stdout.kind === "inherit") continue;
    const content = concat([EMPTY, ...printed(end.output)]);
    end.output = output;
    end.listening = listening;
    if (stdout.kind === "file") writeFile(end, { path: stdout.path, content, append: stdout.append }, stdout.path.pieces[0]?.from ?? at);
  }
  return ends;
}

/** Runs a compound command with its redirections. */
export function redirected(state: State, redirects: readonly Redirection[], run: (state: State) => State[]): State[] {
  const plumbing = plumb(redirects, state);
  return state.flow === undefined ? withPlumbing(state, plumbing, run) : [state];
}
