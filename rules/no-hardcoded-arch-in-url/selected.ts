import { downloadsIn, effectsOf, foreignUse, textOf, type Build, type ForeignUse } from "../../src/rulekit/index.ts";

/** Addresses that answer with the list of a release's files. */
const RELEASES = /\bapi\.github\.com\/repos\/|\/api\/v4\/projects\/|\/api\/v1\/repos\/|\/releases(?:\/latest)?\/?$/;
const SELECTING: ReadonlySet<string> = new Set(["grep", "egrep", "fgrep", "jq"]);

/** What picks one file from the list of a release: `curl …/releases/latest | grep linux-amd64`. */
export function* selectedIn(build: Build): Generator<ForeignUse> {
  const lists = new Set<string>();
  for (const { effect, stage } of downloadsIn(build)) if (RELEASES.test(textOf(effect.url))) lists.add(`${String(stage.index)} ${String(effect.instruction)}`);
  if (lists.size === 0) return;
  for (const { effect, stage } of effectsOf(build, "run")) {
    const [name, ...args] = effect.argv;
    if (name === undefined || !SELECTING.has(textOf(name)) || !lists.has(`${String(stage.index)} ${String(effect.instruction)}`)) continue;
    // What is sorted out is not what is taken.
    if (args.some((value) => /^-[a-zA-Z]*v|^--invert-match$|\bnot\b/.test(textOf(value)))) continue;
    for (const value of args) {
      const use = foreignUse(build, { effect, stage }, value);
      if (use !== undefined) yield use;
    }
  }
}
