import { architectureWordsIn } from "../knowledge/architecture.ts";
import { textOf } from "../evaluate/value.ts";
import type { ForeignUse } from "./foreign-use.ts";
import { servesPlatform } from "./counterpart-use.ts";

/** Whether a variable is named after the CPU that its value is for: `X86_64_UNKNOWN_LINUX_GNU_LIB_DIR`. */
export function isNamedForItsCpu({ effect, words }: ForeignUse): boolean {
  if (effect.kind !== "set-env") return false;
  const own = architectureWordsIn(effect.name.replace(/X86_64/i, "amd64").replaceAll("_", "-")).flatMap(({ platforms }) => platforms);
  return words.every(({ platforms }) => platforms.some((platform) => own.includes(platform)));
}

/**
 * Whether a package source of another architecture is one of several: the same list has a line for this one. An architecture
 * that dpkg is told to add is never the machine's own, but for i386, which an amd64 home adds for old programs.
 */
export function isSourceAmongOthers({ effect, stage, words: [word] }: ForeignUse): boolean {
  if (effect.kind !== "add-source" || word === undefined) return false;
  if (effect.what === "architecture") return word.platforms[0] !== "linux/386";
  const list = effect.into === undefined ? undefined : textOf(effect.into);
  if (list === undefined || !/\barch[=+-]/.test(textOf(effect.text))) return false;
  return stage.effects.some((other) => other.kind === "add-source" && other.into !== undefined && textOf(other.into) === list && servesPlatform(other.text, stage.platform));
}

/** Whether `pkg:arm64` comes with a `dpkg --add-architecture arm64`. */
export function isOfAddedArchitecture({ stage, words: [word] }: ForeignUse): boolean {
  if (word === undefined || textOf(word.value)[word.start - 1] !== ":" || word.platforms[0] === "linux/386") return false;
  return stage.effects.some((effect) => effect.kind === "add-source" && effect.what === "architecture" && textOf(effect.text) === word.word);
}
