import type { AndOr, CommandNode, CompoundList, FunctionNode, If, Pipeline, PipelineNode, Statement } from "../../syntax/shell/index.ts";
import { evaluate } from "./arithmetic.ts";
import { runCase } from "./case.ts";
import { runArithmeticFor, runFor, runWhile } from "./loops.ts";
import { narrow, settle } from "./paths.ts";
import type { Truth } from "./pattern.ts";
import { redirected } from "./redirect.ts";
import { isTest, recordAndOr, recordIf, speaksOfArchitecture, testsBefore } from "./select.ts";
import { runSimple } from "./simple.ts";
import type { State } from "./state.ts";
import { runPipeline, runSubshell } from "./subshell.ts";
import { testExpression } from "./test.ts";
import { markFailed, splitWorlds } from "./worlds.ts";

/** Runs commands one after the other on every path that `state` splits into. */
export function runStatements(commands: readonly Statement[], state: State): State[] {
  let paths = [state];
  for (const [index, statement] of commands.entries()) {
    const [only] = paths;
    if (paths.length === 1 && only !== undefined ? only.flow !== undefined : paths.every((path) => path.flow !== undefined)) break;
    const ends = paths.length === 1 && only !== undefined ? runStatement(statement, only) : paths.flatMap((path) => (path.flow === undefined ? runStatement(statement, path) : [path]));
    // The status of the last command is that of the list: paths that differ in it stay apart.
    paths = index === commands.length - 1 ? narrow(ends) : settle(ends);
  }
  return paths;
}

function runStatement(statement: Statement, state: State): State[] {
  if (!spend(statement, state)) return [state];
  if (statement.background !== true) return runNode(statement.command, state);
  return runSubshell(state, (child) => runNode(statement.command, child)).map((path) => {
    path.setStatus("succeeds");
    return path;
  });
}

/** Counts a command; when the budget is spent the path ends. */
function spend(node: { readonly pos: number; readonly end: number }, state: State): boolean {
  const { limits } = state.engine.machine;
  if (limits.steps > 0) {
    limits.steps--;
    return true;
  }
  state.engine.unchecked(state.rangeOf(node), "too many commands");
  state.setStatus("unknown");
  state.flow = { kind: "stop" };
  return false;
}

/** Runs the body of a function or compound command. */
export function runBody(body: FunctionNode["body"], state: State): State[] {
  return body.type === "CompoundList" ? runStatements(body.commands, state) : runNode(body, state);
}

function runNode(node: PipelineNode | AndOr, state: State): State[] {
  if (node.type === "AndOr") return runAndOr(node, state);
  if (node.type === "Pipeline") return runNegatable(node, state);
  // A test by itself ends the step where it does not hold, as a chain of nothing else does.
  if (isTest(node) && state.comparisons === undefined && !state.guarded) return runAndOr({ type: "AndOr", pos: node.pos, end: node.end, commands: [node], operators: [] }, state);
  return runCommand(node, state);
}

function runCommand(node: CommandNode, state: State): State[] {
  switch (node.type) {
    case "Command":
      return runSimple(node, state);
    case "If":
      return runIf(node, state);
    case "For":
      return runFor(node, state);
    case "Select":
      return runFor(node, state);
    case "ArithmeticFor":
      return runArithmeticFor(node, state);
    case "While":
      return runWhile(node, state);
    case "Case":
      return runCase(node, state);
    case "Subshell":
      return runSubshell(state, (child) => runStatements(node.body.commands, child));
    case "BraceGroup":
      return runStatements(node.body.commands, state);
    case "Redirected":
      return redirected(state, node.redirects, (inner) => runCommand(node.command, inner));
    case "Function":
      state.setFunction(node.name.value, { body: node.body, source: state.source });
      state.setStatus("succeeds");
      return [state];
    case "TestCommand":
      return [judged(state, testExpression(node.expression, state), node)];
    case "ArithmeticCommand": {
      const number = node.expression === undefined ? undefined : evaluate(node.expression, state, 0);
      return [judged(state, number === undefined ? "maybe" : number === 0 ? "no" : "yes", node)];
    }
    case "Coproc":
      return runSubshell(state, (child) => (node.body.type === "Command" ? runSimple(node.body, child) : runBody(node.body, child)));
  }
}

function judged(state: State, truth: Truth, node: { readonly pos: number; readonly end: number }): State {
  if (state.flow !== undefined) return state;
  state.setStatus(truth === "yes" ? "succeeds" : truth === "no" ? "fails" : "unknown", truth === "no" ? 1 : undefined, state.rangeOf(node));
  state.checkErrors();
  return state;
}

function runNegatable(node: Pipeline, state: State): State[] {
  const negated = node.prefixes.filter((prefix) => prefix.type === "Negation").length % 2 === 1;
  const run = (path: State): State[] => {
    const [only] = node.commands;
    return node.commands.length === 1 && only !== undefined ? runCommand(only, path) : runPipeline(node, path, runCommand);
  };
  if (!negated) return run(state);
  return guarded(state, run).map((path) => {
    if (path.flow !== undefined) return path;
    const { status } = path;
    path.setStatus(status === "fails" ? "succeeds" : status === "succeeds" ? "fails" : "unknown", status === "succeeds" ? 1 : undefined, path.rangeOf(node));
    // A negated status never triggers set -e, but it does end a script that ends with it.
    return path;
  });
}

/** Runs something whose failure is looked at: `set -e` does not act in it. */
function guarded(state: State, run: (state: State) => State[]): State[] {
  const before = state.guarded;
  state.guarded = true;
  const ends = run(state);
  for (const end of ends) end.guarded = before;
  return ends;
}

function runAndOr(node: AndOr, state: State): State[] {
  let paths = [state];
  // Inside a condition the chain is part of what that asks.
  const tests = state.comparisons === undefined ? testsBefore(node) : 0;
  if (tests > 0) state.comparisons = [];
  for (const [index, command] of node.commands.entries()) {
    const isLast = index === node.commands.length - 1;
    const run = (path: State): State[] => {
      // The first one was counted with its statement.
      if (index > 0 && !spend(command, path)) return [path];
      return isLast ? runNode(command, path) : guarded(path, (inner) => runNode(command, inner));
    };
    const left = node.commands[index - 1];
    const operator = node.operators[index - 1];
    if (left === undefined || operator === undefined) paths = run(state);
    else paths = paths.flatMap((path) => (path.flow === undefined ? afterLeft(path, { operator, left, run }) : [path]));
    if (index === tests - 1) for (const path of paths) recordAndOr(node, tests, path);
    if (!isLast) paths = narrow(paths);
  }
  return paths;
}

interface Right {
  readonly operator: "&&" | "||";
  readonly left: PipelineNode;
  readonly run: (state: State) => State[];
}

/** Goes on behind `&&` or `||` as the status on its left has it. */
function afterLeft(path: State, { operator, left, run }: Right): State[] {
  const isAnd = operator === "&&";
  switch (path.status) {
    case "succeeds":
      return isAnd ? run(path) : [path];
    case "fails":
      return isAnd ? [path] : run(path);
    case "ok":
      if (isAnd) return run(path);
      runAside(path, left, run);
      return [path];
    case "unknown": {
      const [held, failed] = fork(path, left);
      held.setStatus("ok");
      // Without a place to blame: that it fails is only one possibility, no failure to report.
      failed.setStatus("fails");
      return isAnd ? [...run(held), failed] : [held, ...run(failed)];
    }
  }
}

/** What only happens when a command fails that is taken to succeed: its effects are possible, and nothing else comes of it. */
function runAside(path: State, left: PipelineNode, run: (state: State) => State[]): void {
  const aside = path.fork();
  const [, worlds] = splitWorlds(path.worlds, { at: path.rangeOf(left), branches: 2, aboutArchitecture: speaksOfArchitecture(left, path) });
  aside.worlds = worlds ?? path.worlds;
  aside.setStatus("fails");
  const { ended } = aside.engine;
  const count = ended.length;
  for (const end of run(aside)) if (end.status === "fails") end.worlds.forEach(markFailed);
  ended.length = count;
}

/** Two paths from one: where a condition holds, and where it does not. */
function fork(path: State, condition: { readonly pos: number; readonly end: number }): readonly [State, State] {
  const worlds = splitWorlds(path.worlds, { at: path.rangeOf(condition), branches: 2, aboutArchitecture: speaksOfArchitecture(condition, path) });
  const other = path.fork();
  path.worlds = worlds[0] ?? path.worlds;
  other.worlds = worlds[1] ?? other.worlds;
  return [path, other];
}

function runIf(node: If, state: State): State[] {
  state.comparisons = [];
  return narrow(runBranch(node, 0, state));
}

function runBranch(node: If, index: number, state: State): State[] {
  const branch = index === 0 ? node : node.elif[index - 1];
  if (branch === undefined) return runTaken(node, node.else, state);
  const ends = guarded(state, (inner) => runStatements(branch.clause.commands, inner));
  return ends.flatMap((end) => {
    if (end.flow !== undefined) return [end];
    if (end.status === "succeeds") return runTaken(node, branch.then, end);
    if (end.status === "fails") return runBranch(node, index + 1, end);
    const [held, failed] = fork(end, branch.clause);
    return [...runTaken(node, branch.then, held), ...runBranch(node, index + 1, failed)];
  });
}

function runTaken(node: If, taken: CompoundList | undefined, state: State): State[] {
  recordIf(node, taken, state);
  state.setStatus("succeeds");
  return taken === undefined ? [state] : runStatements(taken.commands, state);
}

