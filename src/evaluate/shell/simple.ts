import type { Assignment, Command, CommandArgument } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import { concat, EMPTY, type Value } from "../value.ts";
import { assignNode, declarationOf, declareAssignment, declareField } from "./declare.ts";
import { plumb, withPlumbing } from "./redirect.ts";
import { piecesIn } from "./source.ts";
import type { Field, State } from "./state.ts";

const DECLARING: ReadonlySet<string> = new Set(["export", "local", "readonly", "declare", "typeset"]);

/** Runs a simple command: assignments, words, redirections. */
export function runSimple(node: Command, state: State): State[] {
  state.substituted = false;
  const name = node.name?.text;
  if (name !== undefined && DECLARING.has(name) && !state.functions.has(name)) return [declare(node, name, state)];

  const words = node.name === undefined ? [] : state.engine.fields([node.name], state);
  if (node.name !== undefined) for (const arg of node.args) addFields(arg, state, words);
  if (state.flow !== undefined) return [state];
  const at = state.rangeOf(node);
  if (words.length === 0) return runAssignments(node, state, at);

  const assigned = prefixValues(node, state);
  const plumbing = plumb(node.redirects, state);
  if (state.flow !== undefined) return [state];
  const { stdout } = plumbing;
  const stdoutTo = stdout.kind === "file" ? { path: stdout.path, append: stdout.append } : undefined;
  const ends = withPlumbing(state, plumbing, (inner) => inner.engine.command(words, inner, { at, assigned, stdoutTo }));
  for (const end of ends) finish(end, at);
  return ends;
}

function finish(state: State, at: Range): void {
  if (state.status === "fails" && state.flow === undefined) state.blame ??= at;
  state.checkErrors();
}

function runAssignments(node: Command, state: State, at: Range): State[] {
  for (const part of node.prefix) if (part.type === "Assignment" && state.flow === undefined) assignNode(part, state);
  if (state.flow !== undefined) return [state];
  if (!state.substituted) state.setStatus("succeeds");
  finish(state, at);
  return withPlumbing(state, plumb(node.redirects, state), (inner) => [inner]);
}

function addFields(arg: CommandArgument, state: State, fields: Field[]): void {
  if (arg.type === "Word") state.engine.addFields(arg, state, fields);
  else fields.push({ value: assignmentText(arg, state), at: state.rangeOf(arg) });
}

/** `A=b` where it is only a word, as behind `env`. */
function assignmentText(node: Assignment, state: State): Value {
  if (node.value.type === "ArrayValue") return { pieces: piecesIn(state.source, node, "shell") };
  return concat([{ pieces: piecesIn(state.source, { pos: node.pos, end: node.value.pos }, "shell") }, state.engine.value(node.value, state)]);
}

const NOTHING_ASSIGNED: ReadonlyMap<string, Value> = new Map();

function prefixValues(node: Command, state: State): ReadonlyMap<string, Value> {
  if (node.prefix.length === 0) return NOTHING_ASSIGNED;
  const assigned = new Map<string, Value>();
  for (const part of node.prefix) {
    if (part.type !== "Assignment") continue;
    assigned.set(part.name, part.value.type === "ArrayValue" ? EMPTY : state.engine.value(part.value, state));
  }
  return assigned;
}

/** `export`, `local`, `declare` …: their assignments are not split into words. */
function declare(node: Command, name: string, state: State): State {
  const words = [...node.prefix.filter((part) => part.type === "Assignment"), ...node.args];
  let options = "";
  for (const word of words) {
    if (state.flow !== undefined) return state;
    if (word.type === "Word" && /^[-+]\w/.test(word.text)) {
      options += word.text.slice(1);
      continue;
    }
    const declaration = declarationOf(name, options, state);
    if (word.type === "Assignment") declareAssignment(word, declaration, state);
    else if (!options.includes("p") && !options.includes("f")) for (const field of state.engine.fields([word], state)) declareField(field, declaration, state);
  }
  if (state.flow === undefined) state.setStatus("succeeds");
  return state;
}
