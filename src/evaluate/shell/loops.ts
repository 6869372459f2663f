import type { ArithmeticFor, CompoundList, For, Select, While } from "../../syntax/shell/index.ts";
import { evaluate } from "./arithmetic.ts";
import { narrow, sameState, settle } from "./paths.ts";
import { speaksOfArchitecture } from "./select.ts";
import type { State } from "./state.ts";
import { assign } from "./variables.ts";
import { splitWorlds } from "./worlds.ts";

/** Rounds of one loop that are followed. */
export const MAX_ROUNDS = 256;

interface Round {
  /** Paths that go round again, and paths that are past the loop. */
  readonly again: State[];
  readonly past: State[];
}

/** Runs a loop's body; `break` and `continue` are settled here. */
function runRound(body: CompoundList, state: State): Round {
  const round: Round = { again: [], past: [] };
  for (const end of state.engine.run(body.commands, state)) {
    const { flow } = end;
    if (flow === undefined) round.again.push(end);
    else if (flow.kind !== "break" && flow.kind !== "continue") round.past.push(end);
    else if (flow.levels > 1) {
      end.flow = { kind: flow.kind, levels: flow.levels - 1 };
      round.past.push(end);
    } else {
      end.flow = undefined;
      round[flow.kind === "break" ? "past" : "again"].push(end);
    }
  }
  return round;
}

/** `for x in words`: once for each word; a word of unknown text is one round. */
export function runFor(node: For | Select, state: State): State[] {
  const at = state.rangeOf(node.name);
  const words = node.wordlist === undefined ? state.args.map((value) => ({ value, at })) : state.engine.fields(node.wordlist, state);
  if (state.flow !== undefined) return [state];
  state.setStatus("succeeds");
  if (words.length > MAX_ROUNDS) state.engine.unchecked(state.rangeOf(node), "loop runs too often");

  let active = [state];
  const past: State[] = [];
  for (const word of words.slice(0, MAX_ROUNDS)) {
    const next: State[] = [];
    for (const path of active) {
      assign(path, { name: node.name.value, value: word.value, at: word.at });
      const round = runRound(node.body, path);
      next.push(...round.again);
      past.push(...round.past);
    }
    active = settle(next);
    if (active.length === 0) break;
  }
  return narrow([...active, ...past]);
}

/** `while` and `until`. A loop whose condition is not known runs once, as a possibility. */
export function runWhile(node: While, state: State): State[] {
  const ask = (path: State): Asked[] => {
    const before = path.guarded;
    path.guarded = true;
    const ends = path.engine.run(node.clause.commands, path);
    for (const end of ends) end.guarded = before;
    return ends.map((end) => ({ state: end, goesOn: goesOn(node, end) }));
  };
  return runRounds(state, { node, ask, update: undefined });
}

function goesOn(node: While, state: State): boolean | undefined {
  switch (state.status) {
    case "succeeds":
      return node.kind === "while";
    case "fails":
      return node.kind === "until";
    case "ok":
      // `until curl …` is taken to succeed at its first try; `while curl …` can't go on for ever.
      return node.kind === "until" ? false : undefined;
    case "unknown":
      return undefined;
  }
}

/** `for ((…))`. */
export function runArithmeticFor(node: ArithmeticFor, state: State): State[] {
  if (node.initialize !== undefined) evaluate(node.initialize, state, 0);
  const ask = (path: State): Asked[] => {
    const number = node.test === undefined ? 1 : evaluate(node.test, path, 0);
    return [{ state: path, goesOn: number === undefined ? undefined : number !== 0 }];
  };
  const update = (path: State): void => {
    if (node.update !== undefined) evaluate(node.update, path, 0);
  };
  return runRounds(state, { node, ask, update });
}

interface Asked {
  readonly state: State;
  /** Undefined: not known. */
  readonly goesOn: boolean | undefined;
}

type Loop = While | ArithmeticFor;

function runRounds(state: State, { node, ask, update }: Omit<Rounds, "past">): State[] {
  const past: State[] = [];
  let active = [state];
  for (let count = 0; active.length > 0; count++) {
    if (count >= MAX_ROUNDS) {
      state.engine.unchecked(state.rangeOf(node), "loop runs too often");
      break;
    }
    active = settle(active.flatMap((path) => nextRound(path, { node, ask, update, past })));
  }
  const ends = settle([...active, ...past]);
  for (const end of ends) if (end.flow === undefined) end.setStatus("succeeds");
  return ends;
}

interface Rounds {
  readonly node: Loop;
  readonly ask: (state: State) => Asked[];
  readonly update: ((state: State) => void) | undefined;
  readonly past: State[];
}

/** One round of one path; the answer are the paths that go round again. */
function nextRound(path: State, { node, ask, update, past }: Rounds): State[] {
  const before = path.fork();
  const again: State[] = [];
  for (const { state, goesOn } of ask(path)) {
    if (state.flow !== undefined || goesOn === false) {
      past.push(state);
      continue;
    }
    const entering = goesOn === true ? state : enterMaybe(node, state, past);
    const round = runRound(node.body, entering);
    past.push(...round.past);
    for (const end of round.again) {
      update?.(end);
      // Nothing changed: it would go round for ever, so something that is not followed ends it.
      if (goesOn === undefined || sameState(before, end)) past.push(end);
      else again.push(end);
    }
  }
  return again;
}

function enterMaybe(node: Loop, state: State, past: State[]): State {
  const condition = node.type === "While" ? node.clause : node;
  const worlds = splitWorlds(state.worlds, { at: state.rangeOf(condition), branches: 2, aboutArchitecture: speaksOfArchitecture(condition, state) });
  const skipping = state.fork();
  skipping.worlds = worlds[1] ?? state.worlds;
  state.worlds = worlds[0] ?? state.worlds;
  past.push(skipping);
  return state;
}
