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
  readonly splits: (readonly World[])[];
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
  const world: World = { parent: undefined, choice: undefined, group, splits: [], failed: false };
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
      const world: World = { parent, choice, group, splits: [], failed: false };
      group.push(world);
      list.push(world);
    }
    parent.splits.push(group);
  }
  return byBranch;
}

/** The same worlds, a whole group (but for its failed members) replaced by the world that it splits. */
export function collapse(worlds: readonly World[]): readonly World[] {
  if (worlds.length === 1 && worlds[0]?.parent === undefined) return worlds;
  const all = new Set(worlds);
  for (const world of all) {
    const { parent, group } = world;
    if (parent === undefined || !group.every((member) => all.has(member) || member.failed)) continue;
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

/** Whether every run that succeeds passes through one of `reached`. */
export function coversAll(root: World, reached: ReadonlySet<World>): boolean {
  return covers(root, reached, !failsEverywhere(root));
}

function covers(world: World, reached: ReadonlySet<World>, forgiveFailed: boolean): boolean {
  if (reached.has(world)) return true;
  for (const group of world.splits) {
    if (group.every((member) => (forgiveFailed && member.failed) || covers(member, reached, forgiveFailed))) return true;
  }
  return false;
}

function failsEverywhere(world: World): boolean {
  return world.failed || world.splits.some((group) => group.every(failsEverywhere));
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
