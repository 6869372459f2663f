import { architectureWordsIn } from "../knowledge/architecture.ts";
import type { Effect } from "../evaluate/effect.ts";
import { textOf, type Value } from "../evaluate/value.ts";
import type { ForeignUse } from "./foreign-use.ts";
import { servesPlatform } from "./counterpart-use.ts";
import { Memo } from "../text/index.ts";

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
  return (sourcesIn(stage.effects).get(list) ?? []).some((text) => servesPlatform(text, stage.platform));
}

const sources = new Memo<readonly Effect[], ReadonlyMap<string, readonly Value[]>>();

/** What is written into each list of package sources. */
function sourcesIn(effects: readonly Effect[]): ReadonlyMap<string, readonly Value[]> {
  const known = sources.get(effects);
  if (known !== undefined) return known;
  const found = new Map<string, Value[]>();
  for (const effect of effects) {
    if (effect.kind !== "add-source" || effect.into === undefined) continue;
    const list = textOf(effect.into);
    const texts = found.get(list);
    if (texts === undefined) found.set(list, [effect.text]);
    else texts.push(effect.text);
  }
  sources.set(effects, found);
  return found;
}

/** Whether `pkg:arm64` comes with a `dpkg --add-architecture arm64`. */
export function isOfAddedArchitecture({ stage, words: [word] }: ForeignUse): boolean {
  if (word === undefined || textOf(word.value)[word.start - 1] !== ":" || word.platforms[0] === "linux/386") return false;
  return stage.effects.some((effect) => effect.kind === "add-source" && effect.what === "architecture" && textOf(effect.text) === word.word);
}
