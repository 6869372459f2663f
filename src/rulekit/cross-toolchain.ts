import type { EvaluatedStage } from "../evaluate/build.ts";
import type { Effect } from "../evaluate/effect.ts";
import { textOf } from "../evaluate/value.ts";
import { architectureWordsIn } from "../knowledge/architecture.ts";
import { isOfKind } from "./effects.ts";
import { Memo } from "../text/index.ts";

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
  const installs = stage.effects.filter((effect) => isOfKind(effect, "install")).filter(({ action }) => action === "install");
  const names = installs.flatMap(({ packages }) => packages.map((value) => textOf(value))).filter((name) => isCrossToolchain(name));
  const words = names.flatMap((name) => architectureWordsIn(name)).filter(({ ambiguous }) => !ambiguous);
  const platforms = new Set(words.flatMap((word) => word.platforms));
  made.set(stage.effects, platforms);
  return platforms;
}

const made = new Memo<readonly Effect[], ReadonlySet<string>>();
