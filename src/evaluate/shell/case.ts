import type { Case, CaseItem } from "../../syntax/shell/index.ts";
import { textOf, type Value } from "../value.ts";
import { either } from "./compare.ts";
import { narrow } from "./paths.ts";
import { matches, type Truth } from "./pattern.ts";
import { recordCase, speaksOfArchitecture } from "./select.ts";
import type { State } from "./state.ts";
import { splitWorlds } from "./worlds.ts";

/** Runs the branch of a case that matches, or each that may. */
export function runCase(node: Case, state: State): State[] {
  const subject = state.engine.value(node.word, state);
  if (state.flow !== undefined) return [state];
  state.setStatus("succeeds");
  return narrow(runFrom({ node, subject }, 0, state));
}

/** A case and what its word came to. */
interface Choosing {
  readonly node: Case;
  readonly subject: Value;
}

function runFrom(choosing: Choosing, start: number, state: State): State[] {
  const { node } = choosing;
  const candidates = candidatesFrom(choosing, start, state);
  const [first] = candidates;
  const last = candidates.at(-1);
  if (first === undefined || (first.truth === "yes" && first === last)) {
    if (start === 0) recordCase(choosing, first?.item, state);
    return first === undefined ? [state] : runItem(choosing, first.index, state);
  }
  const mayMissAll = last?.truth !== "yes";
  const aboutArchitecture = speaksOfArchitecture({ pos: node.pos, end: node.items[0]?.end ?? node.end }, state);
  const branches = splitWorlds(state.worlds, { at: state.rangeOf(node.word), branches: candidates.length + (mayMissAll ? 1 : 0), aboutArchitecture });
  return branches.flatMap((worlds, branch) => {
    const path = state.fork();
    path.worlds = worlds;
    const candidate = candidates[branch];
    return candidate === undefined ? [path] : runItem(choosing, candidate.index, path);
  });
}

interface Candidate {
  readonly item: CaseItem;
  readonly index: number;
  readonly truth: Truth;
}

/** The branches that may match, up to the first that does for certain. */
function candidatesFrom({ node, subject }: Choosing, start: number, state: State): Candidate[] {
  const text = textOf(subject);
  const found: Candidate[] = [];
  for (const [index, item] of node.items.entries()) {
    if (index < start) continue;
    let truth: Truth = "no";
    for (const word of item.pattern) if (truth !== "yes") truth = either(truth, matches(state.engine.pattern(word, state), text));
    if (truth !== "no") found.push({ item, index, truth });
    if (truth === "yes") break;
  }
  return found;
}

function runItem(choosing: Choosing, index: number, state: State): State[] {
  const item = choosing.node.items[index];
  if (item === undefined) return [state];
  const ends = state.engine.run(item.body.commands, state);
  if (item.terminator === ";&") return ends.flatMap((end) => (end.flow === undefined ? runItem(choosing, index + 1, end) : [end]));
  if (item.terminator === ";;&") return ends.flatMap((end) => (end.flow === undefined ? runFrom(choosing, index + 1, end) : [end]));
  return ends;
}
