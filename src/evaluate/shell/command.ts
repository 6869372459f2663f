import { effectsOf } from "../command/index.ts";
import type { Answer, Invocation } from "../command/invocation.ts";
import type { Range } from "../../text/index.ts";
import { EMPTY, knownText, literal, textOf, unknown, type Value } from "../value.ts";
import { ask, BUILTINS } from "./builtins.ts";
import { contentOf, fileAt, forgetFile, pathOf, rememberFile } from "./files.ts";
import { nameOf, unwrap, type Unwrapped } from "./prefixes.ts";
import { runScript, scriptNamed, shellCall, SHELLS, type ScriptCall } from "./scripts.ts";
import type { CallSettings, Field, ShellFunction, State } from "./state.ts";
import { MAX_DEPTH } from "./substitution.ts";
import { suCall } from "./su.ts";
import { assign, leaveFrame, makeLocal, scalarOf } from "./variables.ts";
import { xargsCalls } from "./xargs.ts";
import { findCalls } from "./find.ts";
import { MAKES, runMake } from "./make/run.ts";
import { splitWorlds } from "./worlds.ts";
import { evaluateText, printfInto, sourceFile } from "./special.ts";

/** Runs a command whose words are expanded: a function, a builtin, or a program. */
export function runWords(words: readonly Field[], state: State, call: CallSettings): State[] {
  const [first] = words;
  if (first === undefined) return [state];
  const name = knownText(first.value);
  const body = name === undefined ? undefined : state.functions.get(name);
  if (body !== undefined) return callFunction(body, words, { state, settings: call });
  return (name === undefined ? undefined : runBuiltin(name, words, { state, settings: call })) ?? runProgram(words, state, call);
}

function runBuiltin(name: string, words: readonly Field[], { state, settings: call }: Context): State[] | undefined {
  const builtin = BUILTINS.get(name);
  if (builtin !== undefined) {
    if (name === "cd") recordRun(words, state, call);
    builtin(words, state, call);
    return [state];
  }
  switch (name) {
    case "eval":
      return evaluateText(words, state, call.at);
    case ".":
    case "source":
      recordRun(words, state, call);
      return sourceFile(words, state, call.at);
    case "printf":
      return textOf(words[1]?.value ?? EMPTY) === "-v" ? [printfInto(words, state, call)] : undefined;
  }
  return undefined;
}

function callFunction(called: ShellFunction, words: readonly Field[], { state, settings: call }: Context): State[] {
  if (state.depth >= MAX_DEPTH) {
    state.engine.unchecked(call.at, "functions call each other too deeply");
    state.setStatus("ok");
    return [state];
  }
  const { args, source } = state;
  state.args = words.slice(1).map((word) => word.value);
  state.source = called.source;
  state.depth++;
  state.frame = { saved: new Map(), outer: state.frame };
  for (const [name, value] of call.assigned) {
    makeLocal(state, name);
    assign(state, { name, value, at: call.at, exported: true });
  }
  state.setStatus("succeeds");
  const ends = state.engine.body(called.body, state);
  for (const end of ends) {
    end.args = args;
    end.source = source;
    end.depth--;
    leaveFrame(end);
    if (end.flow?.kind === "return") end.flow = undefined;
  }
  return ends;
}

/** Programs whose words are code in a language that is not read. */
const UNREAD = /^(?:pwsh|powershell|cmd)(?:\.exe)?$/i;

function recordRun(all: readonly Field[], state: State, call: CallSettings): void {
  const words = UNREAD.test(nameOf(all[0]) ?? "") ? all.slice(0, 1) : all;
  const argv: Value[] = [];
  const places: Range[] = [];
  for (const { value, at } of words) {
    argv.push(value);
    places.push(at);
  }
  state.record({ kind: "run", argv, words: places, by: state.engine.machine.by }, call.at);
}

/** Runs a program: what it is, once sudo and the like are taken off. */
function runProgram(words: readonly Field[], state: State, call: CallSettings): State[] {
  for (const [name, value] of call.assigned) state.record({ kind: "set-env", name, value, scope: "shell" }, call.at);
  const inner = unwrap(words);
  const ends = runUnwrapped(words, inner, { state, settings: call });
  if (inner.prefixes[0] === "exec" && inner.words.length > 0) {
    for (const end of ends) {
      if (end.flow !== undefined) continue;
      end.flow = { kind: "exit" };
      if (end.status === "fails") end.report("command");
    }
  }
  return ends;
}

function runUnwrapped(words: readonly Field[], inner: Unwrapped, { state, settings: call }: Context): State[] {
  if (inner.asks) {
    ask([...words.slice(0, 1), ...inner.words], state, call);
    return [state];
  }
  const name = nameOf(inner.words[0]);
  const settings = inner.assigned.size === 0 ? call : { ...call, assigned: new Map([...call.assigned, ...inner.assigned]) };
  if (name === undefined) {
    recordRun(words, state, call);
    state.print(inner.words.length === 0 && inner.prefixes[0] === "exec" ? EMPTY : unknown("command-output", call.at));
    state.setStatus("ok");
    return [state];
  }
  const builtin = inner.prefixes.length > 0 ? BUILTINS.get(name) : undefined;
  if (builtin !== undefined) {
    builtin(inner.words, state, settings);
    return [state];
  }
  const program = { name, written: words, words: inner.words };
  const ends = followScript(program, state, settings) ?? runModel(program, state, settings);
  return MAKES.has(name) ? ends.flatMap((end) => runMake(inner.words, end, settings)) : ends;
}

interface Context {
  readonly state: State;
  readonly settings: CallSettings;
}

/** A program to run: its name, its words as written, and those words without sudo and the like. */
interface Program {
  readonly name: string;
  readonly written: readonly Field[];
  readonly words: readonly Field[];
}

/** Follows into a script, where the command is one or names a shell that runs one. */
function followScript(program: Program, state: State, settings: CallSettings): State[] | undefined {
  const { name, written, words } = program;
  const { at, assigned } = settings;
  if (name === "xargs") {
    recordRun(written, state, settings);
    return runXargs(words, state, settings);
  }
  const call = callOf(program, state, settings);
  if (call === undefined) return undefined;
  recordRun(written, state, settings);
  if (call !== "opaque") return runScript({ ...call, at, assigned }, state);
  state.print(unknown("command-output", at));
  state.setStatus("ok");
  return [state];
}

/** Runs what xargs runs; its input is xargs' own, so that the commands find none. */
function runXargs(words: readonly Field[], state: State, settings: CallSettings): State[] {
  const { stdin } = state;
  const calls = xargsCalls(words, state);
  state.stdin = EMPTY;
  let paths = [state];
  for (const call of calls) paths = paths.flatMap((path) => (path.flow === undefined ? runWords(call, path, settings) : [path]));
  for (const path of paths) path.stdin = stdin;
  return paths;
}

/** Runs what find runs for the files that it finds: there may be none, so all that comes of it is possible effects. */
function runFound(words: readonly Field[], state: State, settings: CallSettings): void {
  for (const call of findCalls(words)) {
    const aside = state.fork();
    aside.worlds = splitWorlds(state.worlds, { at: settings.at, branches: 2, aboutArchitecture: false })[1] ?? state.worlds;
    aside.listening = false;
    aside.subshells++;
    runWords(call, aside, settings);
  }
}

function callOf({ name, words }: Program, state: State, { at, assigned }: CallSettings): ScriptCall | "opaque" | undefined {
  if (SHELLS.has(name)) return shellCall(words, state, { at, assigned, shell: name }) ?? "opaque";
  if (name === "su" || name === "runuser") return suCall(words, { at, assigned, shell: "sh" });
  return scriptNamed(words, state, { at, assigned });
}

/** Commands that print nothing. */
const SILENT: ReadonlySet<string> = new Set(["mkdir", "rm", "rmdir", "mv", "cp", "ln", "chmod", "chown", "chgrp", "install", "touch", "sleep", "sync", "kill", "truncate", "unlink", "mkfifo", "mknod", "usermod", "useradd", "groupadd", "adduser", "addgroup"]);

/** Commands whose answer is a question to the machine. */
const QUESTIONS: ReadonlySet<string> = new Set(["grep", "egrep", "fgrep", "diff", "cmp", "pgrep", "getent", "dpkg-query", "mountpoint", "id", "lsmod", "ping", "nc", "pkg-config", "ldconfig"]);

function runModel(program: Program, state: State, settings: CallSettings): State[] {
  const { name, written, words } = program;
  const answer = name === "cat" ? concatenated(words, state, settings) : effectsOf(invocationOf(program, state, settings));
  const isQuery = state.subshells > 0 && state.listening && answer.stdout?.pieces.some(isText) === true && answer.effects.length === 0;
  if (!isQuery) recordRun(written, state, settings);
  if (name === "find") runFound(words, state, settings);
  for (const { at, ...effect } of answer.effects) {
    const body = effect as Answer["effects"][number];
    state.record(body, at ?? settings.at);
    if (body.kind === "write") rememberFile(state, body, at ?? settings.at);
    if (body.kind === "download" && body.to !== undefined) forgetFile(state, body.to, settings.at);
  }
  moveFiles(program, state, settings);
  if (state.listening) state.print(answer.stdout ?? (SILENT.has(name) ? EMPTY : unknown("command-output", settings.at)));
  state.setStatus(answer.status === "ok" && QUESTIONS.has(name) ? "unknown" : answer.status, answer.status === "fails" ? 1 : undefined, settings.at);
  return [state];
}

function isText({ kind }: Value["pieces"][number]): boolean {
  return kind === "text";
}

function invocationOf({ name, words }: Program, state: State, { at, assigned, stdoutTo }: CallSettings): Invocation {
  const { machine } = state.engine;
  const env = (variable: string): Value | undefined => {
    const given = assigned.get(variable);
    if (given !== undefined) return given;
    const known = state.variables.get(variable);
    return known?.exported === true ? scalarOf(known) : undefined;
  };
  const written = (): ReadonlyMap<string, Value> => new Map([...state.files].map(([path, { content, append }]) => [path, append ? unknown("command-output", at) : content]));
  return { name, args: words.slice(1), at, env, cwd: state.cwd, written, stdin: state.stdin, stdoutTo, machine };
}

/** `cat` passes on what it reads, files that are known included. */
function concatenated(words: readonly Field[], state: State, { at }: CallSettings): Answer {
  const operands = words.slice(1).filter((word) => !/^-./.test(textOf(word.value)));
  const parts = operands.length === 0 ? [state.stdin] : operands.map((word) => (textOf(word.value) === "-" ? state.stdin : readText(word.value, state)));
  const pieces = parts.flatMap((part) => (part ?? unknown("command-output", at)).pieces);
  return { effects: [], stdout: { pieces }, status: "ok" };
}

function readText(path: Value, state: State): Value | undefined {
  const where = pathOf(path, state);
  const file = where === undefined ? undefined : fileAt(where, state);
  return file === undefined ? undefined : contentOf(file);
}

const COPYING: ReadonlySet<string> = new Set(["cp", "mv", "ln", "install"]);
const CHANGING: ReadonlySet<string> = new Set(["sed", "perl", "patch", "rm", "truncate", "ed"]);

/** Keeps the known files known when they are copied, and forgets those that are changed. */
function moveFiles({ name, words }: Program, state: State, { at }: CallSettings): void {
  if (!COPYING.has(name) && !CHANGING.has(name)) return;
  const operands = words.slice(1).filter((word) => !textOf(word.value).startsWith("-"));
  const [from, to] = operands;
  if (COPYING.has(name) && operands.length === 2 && from !== undefined && to !== undefined) {
    const content = readText(from.value, state);
    const target = textOf(to.value).endsWith("/") ? [to.value, literal(nameOf(from) ?? "", at)] : [to.value];
    if (content !== undefined) rememberFile(state, { path: { pieces: target.flatMap((value) => value.pieces) }, content, append: false }, at);
    return;
  }
  const changes = CHANGING.has(name) && (name !== "sed" || words.some((word) => /^(?:-[a-zA-Z]*i|--in-place)/.test(textOf(word.value))));
  if (changes) for (const operand of operands) forgetFile(state, operand.value, at);
}

