import type { EvaluatedStage } from "../evaluate/build.ts";
import type { Effect } from "../evaluate/effect.ts";
import { textOf } from "../evaluate/value.ts";
import { architectureWordsIn } from "../knowledge/architecture.ts";
import { isOfKind } from "./effects.ts";

/**
 * Whether a package is a tool that makes code for another CPU: its name tells what it makes and not where it runs, and the
 * distributions have it for every host (`gcc-aarch64-linux-gnu`, `crossbuild-essential-arm64`, `libc6-dev-arm64-cross`).
 */
export function isCrossToolchain(name: string): boolean {
  return /^crossbuild-essential-|-cross(?:$|=)|^(?:gcc|g\+\+|c\+\+|cpp|gfortran|gdc|gnat|gobjc|binutils|pkgconf|pkg-config)-(?:[\w.]+-)?[\w-]+-(?:linux|elf|none)/.test(name);
}

/** The platforms (`linux/arm64`) that a stage has installed a cross toolchain for; libraries for them are wanted there. */
export function architecturesCrossCompiledIn(stage: EvaluatedStage): ReadonlySet<string> {
  const known = made.get(stage.effects);
  if (known !== undefined) return known;
  const platforms = new Set<string>();
  for (const effect of stage.effects) {
    if (!isOfKind(effect, "install") || effect.action !== "install") continue;
    const names = effect.packages.map((value) => textOf(value)).filter((name) => isCrossToolchain(name));
    for (const name of names) for (const word of architectureWordsIn(name)) if (!word.ambiguous) for (const platform of word.platforms) platforms.add(platform);
  }
  made.set(stage.effects, platforms);
  return platforms;
}

const made = new WeakMap<readonly Effect[], ReadonlySet<string>>();
