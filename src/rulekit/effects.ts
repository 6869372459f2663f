import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { Choice, Effect, EffectKind, EffectOf } from "../evaluate/effect.ts";
import { textOf, type Value } from "../evaluate/value.ts";
import { Memo, rangeKey } from "../text/index.ts";
import { architectureWordsIn, mayNameArchitecture } from "../knowledge/architecture.ts";
import { platformNamed, wordRunsOn } from "./foreign-words.ts";

/** An effect together with the stage it happens in. */
export interface Staged<E extends Effect> {
  readonly effect: E;
  readonly stage: EvaluatedStage;
}

const byKind = new Memo<Build, ReadonlyMap<EffectKind, readonly Staged<Effect>[]>>();

/** The effects of one kind in the stages that the result needs, in order; effects that never run are left out. */
export function effectsOf<Kind extends EffectKind>(build: Build, kind: Kind): readonly Staged<EffectOf<Kind>>[] {
  return (byKind.of(build, sorted).get(kind) ?? NO_EFFECTS) as readonly Staged<EffectOf<Kind>>[];
}

const NO_EFFECTS: readonly Staged<Effect>[] = [];

function sorted({ stages }: Build): ReadonlyMap<EffectKind, readonly Staged<Effect>[]> {
  const kinds = new Map<EffectKind, Staged<Effect>[]>();
  for (const stage of stages) {
    if (!stage.reachable) continue;
    for (const effect of stage.effects) {
      if (effect.runs === "never") continue;
      const list = kinds.get(effect.kind);
      if (list === undefined) kinds.set(effect.kind, [{ effect, stage }]);
      else list.push({ effect, stage });
    }
  }
  return kinds;
}

const naming = new Memo<readonly Staged<Effect>[], readonly Staged<Effect>[]>();

/**
 * The effects of one kind of which a value may name an architecture, in order. Most files have few of them: a rule about such words
 * looks at these, and leaves all others alone at the price of one look that the rules share.
 */
export function namingEffects<Kind extends NamingKind>(build: Build, kind: Kind): readonly Staged<EffectOf<Kind>>[] {
  const all: readonly Staged<Effect>[] = effectsOf(build, kind);
  return naming.of(all, namingAmong) as readonly Staged<EffectOf<Kind>>[];
}

function namingAmong(all: readonly Staged<Effect>[]): readonly Staged<Effect>[] {
  return all.filter(({ effect }) => valuesOf(effect).some((value) => mayNameArchitecture(textOf(value))));
}

/** Kinds all of whose values `valuesOf` tells. */
export type NamingKind = "download" | "install" | "add-source" | "set-env" | "run" | "copy" | "write" | "path";

/** Whether an effect is of a kind. */
export function isOfKind<Kind extends EffectKind>(effect: Effect, kind: Kind): effect is EffectOf<Kind> {
  return effect.kind === kind;
}

/** Everything that is fetched over the network: RUN commands, ADD, git. */
export function downloadsIn(build: Build): readonly Staged<EffectOf<"download">>[] {
  return effectsOf(build, "download");
}

/** The text of every operand that decides what an effect does; a message that is only printed is none. */
export function valuesOf(effect: Effect): readonly Value[] {
  switch (effect.kind) {
    case "pull":
      return [effect.image];
    case "download":
      return [effect.url];
    case "install":
      return [...effect.packages, ...effect.manifests, ...effect.platformOptions];
    case "add-source":
      return [effect.text];
    case "set-env":
      return [effect.value];
    case "compile":
    case "run":
      return effect.argv;
    case "copy":
      return [...effect.sources, effect.to];
    case "verify":
      return [effect.checksum, effect.file].filter((value) => value !== undefined);
    case "write":
      return [effect.path, effect.content];
    case "path":
      return [effect.path];
    case "select":
      return [effect.subject];
    case "fail":
    case "read-unset":
      return [];
  }
}

/**
 * Whether another branch takes care of the platform: the effect hangs on an unknown condition that asks for the
 * architecture, or a sibling branch has an effect of the same kind with a word of the stage's platform.
 */
export function handledElsewhere(effect: Effect, stage: EvaluatedStage): boolean {
  if (effect.runs !== "maybe") return false;
  if (effect.choices.some((choice) => choice.aboutArchitecture)) return true;
  return stage.effects.some((other) => other.kind === effect.kind && isSibling(effect, other) && speaksOf(other, stage));
}

function isSibling(effect: Effect, other: Effect): boolean {
  return effect.choices.some((choice) => other.choices.some((taken) => isOtherBranch(choice, taken)));
}

function isOtherBranch(a: Choice, b: Choice): boolean {
  return a.branch !== b.branch && rangeKey(a.at) === rangeKey(b.at);
}

function speaksOf(effect: Effect, stage: EvaluatedStage): boolean {
  return valuesOf(effect).some((value) =>
    architectureWordsIn(textOf(value)).some((word) => word.platforms.some((name) => wordRunsOn(platformNamed(name), stage.platform))),
  );
}
