import type { Range } from "../../text/index.ts";
import type { Choice } from "../effect.ts";

/**
 * A node in the tree of what may happen. Each unknown condition splits a world into a group of worlds, one per branch;
 * once the branches have met again the next condition splits the same world into another group.
 */
export interface World {
  readonly parent: World | undefined;
  readonly choice: Choice | undefined;
  /** The group it belongs to, itself included. */
  readonly group: readonly World[];
  /** Whether the run ends in a failure there: what happens only elsewhere then happens in every run that succeeds. */
  failed: boolean;
}

/** The condition that splits a world. */
export interface Split {
  readonly at: Range;
  readonly branches: number;
  readonly aboutArchitecture: boolean;
}

/** The world before any condition. */
export function rootWorld(): World {
  const group: World[] = [];
  const world: World = { parent: undefined, choice: undefined, group, failed: false };
  group.push(world);
  return world;
}

/** Splits every one of `worlds`; the answer holds one list of worlds per branch. */
export function splitWorlds(worlds: readonly World[], split: Split): readonly (readonly World[])[] {
  const byBranch: World[][] = Array.from({ length: split.branches }, () => []);
  for (const parent of worlds) {
    const group: World[] = [];
    for (const [branch, list] of byBranch.entries()) {
      const choice = { at: split.at, branch, aboutArchitecture: split.aboutArchitecture };
      const world: World = { parent, choice, group, failed: false };
      group.push(world);
      list.push(world);
    }
  }
  return byBranch;
}

/** The same worlds, a whole group (but for its failed members) replaced by the world that it splits. */
export function collapse(worlds: readonly World[]): readonly World[] {
  return worlds.length === 1 && worlds[0]?.parent === undefined ? worlds : climb(worlds, true);
}

function climb(worlds: readonly World[], forgiveFailed: boolean): World[] {
  const all = new Set(worlds);
  // A parent that is added is visited in its turn.
  for (const { parent, group } of all) {
    if (parent === undefined || !group.every((member) => all.has(member) || (forgiveFailed && member.failed))) continue;
    for (const member of group) all.delete(member);
    all.add(parent);
  }
  return [...all];
}

/** The largest number of worlds that one path may stand for. */
const MAX_WORLDS = 64;

/** The worlds of two paths that have met; past a bound a world that is never complete stands for them. */
export function unite(a: readonly World[], b: readonly World[]): readonly World[] {
  if (a === b) return a;
  const united = collapse([...new Set([...a, ...b])]);
  if (united.length <= MAX_WORLDS) return united;
  const first = united[0];
  if (first?.choice === undefined || first.parent === undefined) return united.slice(0, 1);
  return splitWorlds([first.parent], { at: first.choice.at, branches: 2, aboutArchitecture: first.choice.aboutArchitecture })[0] ?? united;
}

/** Whether every run that succeeds passes through one of `reached`; where every run fails, whether every run does. */
export function coversAll(root: World, reached: readonly World[]): boolean {
  return climb(reached, !root.failed)[0] === root;
}

/** Marks a world as ending in a failure, and the world it splits when all its branches do. */
export function markFailed(world: World): void {
  for (let at: World | undefined = world; at?.failed === false; at = at.group.every((member) => member.failed) ? at.parent : undefined) at.failed = true;
}

/** The conditions under which one of `reached` is met, outermost first; those whose every branch leads there are left out. */
export function choicesOf(reached: readonly World[]): readonly Choice[] {
  const groups = new Map<readonly World[], { choice: Choice; branches: Set<number> }>();
  for (const world of reached) {
    for (let at: World | undefined = world; at !== undefined; at = at.parent) {
      if (at.choice === undefined) continue;
      const known = groups.get(at.group);
      if (known === undefined) groups.set(at.group, { choice: at.choice, branches: new Set([at.choice.branch]) });
      else known.branches.add(at.choice.branch);
    }
  }
  const single = [...groups].filter(([, { branches }]) => branches.size === 1);
  const open = single.filter(([group, { choice }]) => group.some((member) => member.choice !== choice && !member.failed));
  return (open.length > 0 ? open : [...groups]).map(([, { choice }]) => choice).reverse();
}
