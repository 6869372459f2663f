import { architectureWordsIn } from "../../src/knowledge/architecture.ts";
import { effectsOf, textOf, type Build, type ForeignUse, type Range, type Related } from "../../src/rulekit/index.ts";

/** Where later commands name a downloaded file again: these places change along with the URL. */
export function echoesIn(build: Build): (use: ForeignUse) => readonly Related[] {
  let places: ReadonlyMap<string, readonly Range[]> | undefined;
  return ({ effect }) => {
    if (effect.kind !== "download") return [];
    const name = nameIn(textOf(effect.url).replace(/[?#].*$/s, ""));
    if (architectureWordsIn(name).length === 0) return [];
    places ??= placesByName(build);
    const found = places.get(name) ?? [];
    const later = found.filter((at) => at.file === effect.at.file && at.start > effect.at.end);
    return later.slice(0, 8).map((at) => ({ at, message: "the file is named here too" }));
  };
}

function placesByName(build: Build): ReadonlyMap<string, readonly Range[]> {
  const places = new Map<string, Range[]>();
  for (const { effect } of effectsOf(build, "run")) {
    effect.argv.forEach((value, i) => {
      const at = effect.words[i];
      const text = textOf(value);
      if (at === undefined || text.includes("://")) return;
      const known = places.get(nameIn(text));
      if (known === undefined) places.set(nameIn(text), [at]);
      else known.push(at);
    });
  }
  return places;
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
