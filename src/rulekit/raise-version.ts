import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { EffectOf } from "../evaluate/effect.ts";
import { piecesAt, textOf, type Value } from "../evaluate/value.ts";
import { assetFor, type Asset } from "../knowledge/assets.ts";
import { contains, rangeKey, type TextEdit } from "../text/index.ts";
import { checksumsOf } from "./checksums.ts";
import { downloadsIn, effectsOf, type Staged } from "./effects.ts";

/** A text and what takes its place. */
export interface TextReplacement {
  readonly from: string;
  readonly to: string;
}

/** A download asked for in the first version that has a build for every platform. */
export interface RaisedVersion {
  readonly edits: readonly TextEdit[];
  /** What is known of the file in its new version. */
  readonly asset: Asset;
  /** As `jq 1.7`. */
  readonly shown: string;
}

/**
 * The edits that ask for the first version of a tool that has a linux/arm64 build, wherever the old version is written for this file.
 * Undefined where that version isn't known for sure, where it is not written out, or where a written checksum would no longer fit.
 */
export function raiseVersion(build: Build, { effect, stage }: Staged<EffectOf<"download">>): RaisedVersion | undefined {
  const url = textOf(effect.url);
  const lacking = assetFor(url);
  const from = /\d+(?:\.\d+)+/.exec(lacking?.version ?? "")?.[0];
  const to = lacking?.since;
  if (lacking?.status !== "none" || lacking.confidence === "low" || from === undefined || to === undefined || !/^\d+(?:\.\d+)+(?:-\d+)?$/.test(to)) return undefined;
  if (checksumsOf(effect, stage).length > 0) return undefined;
  const replaces = { from, to };
  const asset = assetFor(replaceText(url, replaces));
  const edits = asset?.status === "ok" && asset.isBuild ? editsIn([effect.url, ...namesOf(effect, stage, from)], replaces) : undefined;
  return asset === undefined || edits === undefined || servesOthers(build, edits, lacking.tool) ? undefined : { edits, asset, shown: `${lacking.tool} ${to}` };
}

/** The text with every whole `from` replaced: 1.6 is neither part of 1.60 nor of 1.6.2. */
export function replaceText(text: string, { from, to }: TextReplacement): string {
  let result = "";
  let behind = 0;
  for (const at of placesOf(from, text)) {
    result += text.slice(behind, at) + to;
    behind = at + from.length;
  }
  return result + text.slice(behind);
}

function placesOf(word: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (!/[0-9.]/.test(text[at - 1] ?? "") && !/^(?:[0-9]|\.[0-9])/.test(text.slice(at + word.length, at + word.length + 2))) places.push(at);
  }
  return places;
}

/** Whether a version that is to change is that of something else too. */
function servesOthers(build: Build, edits: readonly TextEdit[], tool: string): boolean {
  const reads = ({ pieces }: Value): boolean => pieces.some(({ from }) => edits.some(({ range }) => contains(from, range)));
  if (effectsOf(build, "install").some(({ effect }) => effect.packages.some(reads))) return true;
  return downloadsIn(build).some(({ effect }) => reads(effect.url) && assetFor(textOf(effect.url))?.tool !== tool);
}

/** Later words that name the downloaded file, version and all: `tar xf tool-1.2.tar.gz`. */
function namesOf(effect: EffectOf<"download">, stage: EvaluatedStage, version: string): readonly Value[] {
  const url = textOf(effect.url).replace(/[?#].*$/s, "");
  const file = url.slice(url.lastIndexOf("/") + 1);
  if (placesOf(version, file).length === 0) return [];
  const stem = file.replace(/(?:\.(?:tar|gz|tgz|bz2|xz|zip|deb|rpm|apk))+$/, "");
  const words = stage.effects.flatMap((other) => (other.kind === "run" && other.instruction >= effect.instruction ? other.argv : []));
  return words.filter((value) => textOf(value).includes(stem));
}

/** Undefined where a place of the version is not written in one piece that can be edited, or does not stand in the first value. */
function editsIn(values: readonly Value[], { from, to }: TextReplacement): readonly TextEdit[] | undefined {
  const edits = new Map<string, TextEdit>();
  for (const [i, value] of values.entries()) {
    const places = placesOf(from, textOf(value));
    if (i === 0 && places.length === 0) return undefined;
    for (const at of places) {
      const [piece, ...others] = piecesAt(value, at, at + from.length);
      if (others.length > 0 || piece?.kind !== "text" || piece.origin !== "literal" || !piece.verbatim) return undefined;
      edits.set(rangeKey(piece.from), { range: piece.from, newText: to });
    }
  }
  return [...edits.values()];
}
