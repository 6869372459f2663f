import type { EvaluatedStage } from "../evaluate/build.ts";
import type { Effect, EffectKind } from "../evaluate/effect.ts";
import { textOf, type Value } from "../evaluate/value.ts";
import { architectureWordsIn } from "../knowledge/architecture.ts";
import type { Platform } from "../model/platform.ts";
import { valuesOf } from "./effects.ts";
import { platformNamed, wordRunsOn } from "./foreign-words.ts";
import { Memo } from "../text/index.ts";

/** Whether a value serves the platform too: a list such as `[arch=amd64,arm64]` serves both. */
export function servesPlatform(value: Value, platform: Platform): boolean {
  return architectureWordsIn(textOf(value)).some((word) => !word.ambiguous && word.platforms.some((name) => wordRunsOn(platformNamed(name), platform)));
}

/**
 * Whether the stage does the same for the platform as well: `app-amd64` and `app-arm64` are both copied, so that something
 * later takes the right one. Only written words count; `app-${TARGETARCH}` beside `app-amd64` is no such pair.
 */
export function hasCounterpart(value: Value, { effect, stage }: { effect: Effect; stage: EvaluatedStage }, platform: Platform): boolean {
  const others = skeletonsIn(stage.effects, effect.kind).get(skeletonOf(value)) ?? [];
  return others.some((other) => servesPlatform(other, platform));
}

type Skeletons = ReadonlyMap<string, readonly Value[]>;

const found = new Memo<readonly Effect[], Map<EffectKind, Skeletons>>();

function skeletonsIn(effects: readonly Effect[], kind: EffectKind): Skeletons {
  const kinds = found.get(effects) ?? new Map<EffectKind, Skeletons>();
  found.set(effects, kinds);
  const known = kinds.get(kind) ?? collect(effects, kind);
  kinds.set(kind, known);
  return known;
}

/** Of values with one text the first is enough: the search must not grow with how often they are used. */
function collect(effects: readonly Effect[], kind: EffectKind): Skeletons {
  const skeletons = new Map<string, Value[]>();
  const texts = new Set<string>();
  for (const effect of effects) {
    if (effect.kind !== kind || effect.runs === "never") continue;
    for (const value of valuesOf(effect)) {
      const text = textOf(value);
      if (texts.has(text) || !isWritten(value)) continue;
      texts.add(text);
      const skeleton = skeletonOf(value);
      const values = skeletons.get(skeleton);
      if (values === undefined) skeletons.set(skeleton, [value]);
      else values.push(value);
    }
  }
  return skeletons;
}

/** The text with `*` for every architecture word. */
function skeletonOf(value: Value): string {
  const text = textOf(value);
  let skeleton = "";
  let at = 0;
  for (const { start, end } of architectureWordsIn(text)) {
    skeleton += `${text.slice(at, start)}*`;
    at = end;
  }
  return skeleton + text.slice(at);
}

function isWritten(value: Value): boolean {
  return value.pieces.every((piece) => piece.kind !== "text" || piece.origin === "literal");
}
