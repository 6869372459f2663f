import { knownText, textOf, type Consequence, type EffectOf, type ForeignUse, type Problem } from "../../src/rulekit/index.ts";

/** What comes of a path that isn't there, by what uses it; the worst of all uses counts. */
export function outcomeOf(uses: readonly ForeignUse[]): Pick<Problem, "consequence" | "level"> {
  const all = uses.map(consequenceOf);
  const worst = WORST_FIRST.find((consequence) => all.includes(consequence)) ?? "build-fails";
  return worst === "none" ? { consequence: worst, level: "note" } : { consequence: worst };
}

const WORST_FIRST: readonly Consequence[] = ["build-fails", "wrong-binary", "run-fails", "none"];

function consequenceOf({ effect, words }: ForeignUse): Consequence {
  if (effect.kind === "copy") return ofCopy(effect, words[0]?.value);
  if (effect.kind === "run") return effect.by === "shell" && !isTolerant(effect) ? "build-fails" : "run-fails";
  if (effect.kind !== "set-env") return "run-fails";
  if (isSearchedAnyway(effect)) return "none";
  return effect.scope === "image" ? "run-fails" : "build-fails";
}

/** Commands that do as they are told although the path isn't there. */
function isTolerant({ argv }: EffectOf<"run">): boolean {
  const [name, ...args] = argv.map((value) => knownText(value));
  return name === "ldconfig" || (name === "ln" && args.some((arg) => /^(?:-[a-zA-Z]*s[a-zA-Z]*|--symbolic)$/.test(arg ?? "")));
}

/** A file of the build context is there on every platform, a pattern that fits nothing copies nothing, and what is copied to is made. */
function ofCopy({ from, to }: EffectOf<"copy">, value: ForeignUse["words"][number]["value"] | undefined): Consequence {
  if (value === to) return "run-fails";
  if (from.kind === "context") return "wrong-binary";
  return value !== undefined && /[*?[]/.test(textOf(value)) ? "run-fails" : "build-fails";
}

/** A search path of nothing but folders that the platform's own name stands for: those are searched without being told. */
function isSearchedAnyway({ name, value }: EffectOf<"set-env">): boolean {
  const folder = SEARCHED.get(name);
  if (folder === undefined) return false;
  const foreign = textOf(value).split(/[:\uFFFC]/).filter((part) => /-linux-gnu/.test(part));
  return foreign.length > 0 && foreign.every((part) => folder.test(part));
}

const LIBRARIES = /^(?:\/usr(?:\/local)?)?\/lib\/[a-z0-9_]+-linux-gnu\w*\/?$/;

/** Where the loader, the linker and pkg-config of Debian look on their own. */
const SEARCHED: ReadonlyMap<string, RegExp> = new Map([
  ["LD_LIBRARY_PATH", LIBRARIES],
  ["LIBRARY_PATH", LIBRARIES],
  ["PKG_CONFIG_PATH", /^\/usr(?:\/local)?\/lib\/[a-z0-9_]+-linux-gnu\w*\/pkgconfig\/?$/],
]);
