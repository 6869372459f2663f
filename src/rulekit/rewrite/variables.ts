import type { Build } from "../../evaluate/build.ts";
import type { Effect, EffectOf } from "../../evaluate/effect.ts";
import { knownText, type Value } from "../../evaluate/value.ts";
import { Memo, rangeKey, type Range } from "../../text/index.ts";
import { isOfKind, valuesOf } from "../effects.ts";
import { parentStages } from "./declare.ts";
import { isBuildShell, type Spot } from "./scene.ts";
import { nameOf, type Words } from "./words.ts";

/** A variable that is set before the spot and holds the wanted word on each platform: the file's own way to say it. */
export function variableHolding(words: Words, spot: Spot): string | undefined {
  const [first, ...others] = spot.scene.matrix.builds.map((build) => holders(words.get(nameOf(build.target)), build, spot));
  if (first === undefined) return undefined;
  return [...first].reverse().find((name) => others.every((names) => names.has(name)));
}

function holders(word: string | undefined, build: Build, spot: Spot): ReadonlySet<string> {
  const values = new Map<string, string | undefined>();
  for (const effect of effectsAround(build, spot)) {
    if (!isBefore(effect, effect.scope, spot)) continue;
    // Set again: the name moves to the end, so that the latest is preferred.
    values.delete(effect.name);
    values.set(effect.name, effect.runs === "always" ? knownText(effect.value) : undefined);
  }
  const names = [...values].filter(([, value]) => value !== undefined && value === word).map(([name]) => name);
  return new Set([...names, ...readBefore(word, build, spot)]);
}

/** A variable of the script as one of its commands read it. */
interface Read {
  readonly name: string;
  readonly text: string;
  readonly at: Range;
}

/** Variables that the same script has read before the spot, holding the word: `ARCH=$(uname -m)` and its uses. */
function readBefore(word: string | undefined, build: Build, { at, scene }: Spot): readonly string[] {
  const effects = build.stages[scene.stage]?.effects;
  if (effects === undefined || scene.instruction === undefined || !isBuildShell(scene)) return [];
  const reads = readsIn(effects).get(scene.instruction.index) ?? [];
  return reads.filter((read) => read.text === word && read.at.file === at.file && read.at.end <= at.start).map(({ name }) => name);
}

const reads = new Memo<readonly Effect[], ReadonlyMap<number, readonly Read[]>>();

/** The variables that each step's commands read, by instruction. */
function readsIn(effects: readonly Effect[]): ReadonlyMap<number, readonly Read[]> {
  const known = reads.get(effects);
  if (known !== undefined) return known;
  const found = new Map<number, Read[]>();
  for (const effect of effects) {
    if (effect.runs !== "always" || effect.kind === "set-env") continue;
    const list = found.get(effect.instruction) ?? [];
    for (const value of valuesOf(effect)) list.push(...readsOf(value));
    found.set(effect.instruction, list);
  }
  reads.set(effects, found);
  return found;
}

function readsOf({ pieces }: Value): readonly Read[] {
  const found = new Map<string, Read>();
  for (const piece of pieces) {
    if (piece.kind !== "text" || piece.readings === undefined) continue;
    const { name, at } = piece.readings;
    const key = `${name}\0${rangeKey(at)}`;
    found.set(key, { name, at, text: (found.get(key)?.text ?? "") + piece.text });
  }
  return [...found.values()];
}

function effectsAround(build: Build, { scene }: Spot): readonly EffectOf<"set-env">[] {
  if (scene.stage < 0) return settingsIn(build.effects);
  const stages = [...parentStages(scene.matrix.builds, scene.stage)].reverse();
  return [...stages, scene.stage].flatMap((stage) => settingsIn(build.stages[stage]?.effects ?? []));
}

const settings = new Memo<readonly Effect[], readonly EffectOf<"set-env">[]>();

function settingsIn(effects: readonly Effect[]): readonly EffectOf<"set-env">[] {
  const known = settings.get(effects);
  if (known !== undefined) return known;
  const found = effects.filter((effect) => isOfKind(effect, "set-env"));
  settings.set(effects, found);
  return found;
}

function isBefore(effect: Effect, scope: "image" | "build" | "shell", { at, scene }: Spot): boolean {
  if (scope === "shell") return isBuildShell(scene) && effect.at.file === at.file && isSameScript(effect, scene.instruction?.index) && effect.at.end <= at.start;
  if (scene.instruction === undefined || effect.instruction >= scene.instruction.index) return false;
  // Arguments are gone when the image runs.
  return scope === "image" || isBuildShell(scene) || spotIsBuilders(scene.instruction.keyword);
}

function isSameScript(effect: Effect, index: number | undefined): boolean {
  return index === undefined || effect.instruction === index;
}

function spotIsBuilders(keyword: string): boolean {
  return !["CMD", "ENTRYPOINT", "HEALTHCHECK"].includes(keyword);
}

/** A name of the list that is not taken, else the first with a number. */
export function freeName(candidates: readonly string[], taken: ReadonlySet<string>): string {
  for (const name of candidates) if (!taken.has(name)) return name;
  const [base = "arch"] = candidates;
  let number = 2;
  while (taken.has(`${base}${String(number)}`)) number += 1;
  return `${base}${String(number)}`;
}
