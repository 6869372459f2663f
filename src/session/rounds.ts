import type { World } from "./world.ts";

/** What became of one file. */
export interface Outcome {
  /** Hands the result on; without it what was found is forgotten. */
  readonly add: () => void;
}

export interface Rounds<File> {
  /** Looks up what a file starts from and nothing else. */
  readonly lookUp: (file: File) => void;
  readonly lint: (file: File) => Outcome;
  readonly world: World;
}

/**
 * Lints files one after the other. The world is asked at two points: what stages start from, once the first file turns out to need
 * it, for all files and before they are evaluated; and what rules need of what they saw, at the end. Files that have to do with the
 * latter are linted again, so that a run which knows all answers does nothing twice.
 */
export async function lintInRounds<File>(files: readonly File[], { lookUp, lint, world }: Rounds<File>): Promise<void> {
  const again: File[] = [];
  let asked = false;
  for (const [i, file] of files.entries()) {
    let result = watched(world, () => lint(file));
    if (result.waits && !asked) {
      asked = true;
      for (const other of files.slice(i)) lookUp(other);
      await world.ask();
      result = watched(world, () => lint(file));
    }
    if (result.waits) again.push(file);
    else result.outcome.add();
  }
  if (again.length === 0) return;
  await world.ask();
  for (const file of again) lint(file).add();
}

/** The result, and whether it would be another one if something were known that is still to be asked. */
function watched(world: World, lint: () => Outcome): { readonly waits: boolean; readonly outcome: Outcome } {
  const { open } = world.facts;
  const outcome = lint();
  return { waits: world.facts.open > open, outcome };
}
