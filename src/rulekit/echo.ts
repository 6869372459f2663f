import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { Effect } from "../evaluate/effect.ts";
import { textOf, type Value } from "../evaluate/value.ts";
import { Memo, rangeKey } from "../text/index.ts";
import { downloadsIn } from "./effects.ts";
import { foreignUse, type ForeignUse } from "./foreign-use.ts";
import { dependentsOf, endOfSegment } from "./rewrite/dependents.ts";

/** The downloads of one build whose URL names another CPU. */
interface Downloads {
  /** By place of a literal that must change with the URL. */
  readonly byPlace: ReadonlyMap<string, ForeignUse>;
  /** By name of the file that they are written to. */
  readonly byFile: ReadonlyMap<string, ForeignUse>;
}

const downloads = new Memo<Build, Downloads>();

/**
 * The download whose file a use names, where there is one: `dpkg -i tool_amd64.deb` is right or wrong together with what fetched
 * that file. `same`: its literal changes with the URL's anyway.
 */
export function downloadBehind(build: Build, { effect, words }: ForeignUse): { readonly use: ForeignUse; readonly same: boolean } | undefined {
  if (effect.kind === "download") return undefined;
  const known = downloadsOf(build);
  for (const { at, value, end } of words) {
    const same = at === undefined ? undefined : known.byPlace.get(rangeKey(at));
    if (same !== undefined) return { use: same, same: true };
    const stored = known.byFile.get(fileNameAt(value, end));
    if (stored !== undefined) return { use: stored, same: false };
  }
  return undefined;
}

function downloadsOf(build: Build): Downloads {
  const known = downloads.get(build);
  if (known !== undefined) return known;
  const byPlace = new Map<string, ForeignUse>();
  const byFile = new Map<string, ForeignUse>();
  for (const { effect, stage } of downloadsIn(build)) {
    const use = foreignUse(build, { effect, stage }, effect.url);
    if (use === undefined) continue;
    for (const place of repeatsOf(build, { effect, stage }, use)) byPlace.set(place, use);
    if (effect.to !== undefined) byFile.set(fileNameAt(effect.to, textOf(effect.to).length), use);
  }
  byFile.delete("");
  const made = { byPlace, byFile };
  downloads.set(build, made);
  return made;
}

function repeatsOf(build: Build, { effect, stage }: { effect: Effect; stage: EvaluatedStage }, use: ForeignUse): readonly string[] {
  return use.words.flatMap((word) => dependentsOf({ build, effect, stage }, word).map(({ piece }) => rangeKey(piece.from)));
}

/** The last name of the path that holds the character before `end`. */
function fileNameAt(value: Value, end: number): string {
  const text = textOf(value);
  const stop = endOfSegment(text, end);
  const name = text.slice(text.lastIndexOf("/", stop - 1) + 1, stop);
  return name.includes("\uFFFC") || name.length > 255 ? "" : name;
}
