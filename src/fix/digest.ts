import { imageIdentity, textOf, UNKNOWN_CHARACTER, type Build, type Effect, type Piece, type Platform, type Value } from "../rulekit/index.ts";
import { Memo, compareRanges, overlaps, type Range } from "../text/index.ts";
import { withoutInstalled } from "./installed.ts";

/** What two builds may differ in and still do the same. */
export interface Allowance {
  /** Text that was written at one of these places counts as the same whatever it is. */
  readonly raised?: readonly Range[];
  /** Packages of the system that are installed by text at one of these places don't count. */
  readonly installed?: readonly Range[];
}

/**
 * What a build does, as text without any place in it: two builds with equal digests do the same. Variables of the build and
 * of the shell are left out, since nothing but what they lead to can be seen in the image, and so is what merely asks.
 */
export function digestOf(build: Build, { raised: but = [], installed = [] }: Allowance = {}): string {
  const lines: string[] = [];
  const replaceValues = (key: string, value: unknown): unknown => (PLACES.has(key) ? undefined : isValue(value) ? textBut(value, but) : value);
  for (const stage of build.stages) {
    if (!stage.reachable) continue;
    lines.push(`stage ${String(stage.index)} ${JSON.stringify(stage.platform)}`);
    const effects = installed.length === 0 ? stage.effects : stage.effects.flatMap((effect) => withoutInstalled(effect, installed));
    for (const effect of effects) if (isSeen(effect)) lines.push(JSON.stringify(withIdentity(effect, stage, but), replaceValues));
  }
  for (const error of build.errors) lines.push(`error ${error.message}`);
  return lines.join("\n");
}

function isSeen(effect: Effect): boolean {
  if (effect.kind === "set-env") return effect.scope === "image";
  return effect.kind !== "select" && effect.kind !== "read-unset";
}

/** An image is the same under its name for this platform alone and under its name for all of them. */
function withIdentity(effect: Effect, { platform }: { readonly platform: Platform }, but: readonly Range[]): unknown {
  if (effect.kind === "compile" && effect.targetFrom === "GOARCH") return forOwnCpu(effect, platform);
  if (platform.arch === "amd64" && holdsWordSize(effect)) return withoutWordSize(effect);
  if (effect.kind === "pull") return { ...effect, image: identityOf(effect, effect.platform, but), resolved: undefined };
  if (effect.kind !== "copy" || effect.from.kind !== "image") return effect;
  return { ...effect, from: { kind: "image", image: identityOf(effect.from, platform, but) } };
}

/** What a digest leads to counts: that of an index and that of the image in it are one for the platform. */
function identityOf({ image, resolved }: { readonly image: Value; readonly resolved?: string }, platform: Platform, but: readonly Range[]): string | Value {
  const text = textOf(image);
  // What is raised on purpose is masked where it stands; the rest of the name is compared as it is written.
  if (but.some((place) => image.pieces.some(({ from }) => overlaps(from, place)))) return image;
  const at = text.indexOf("@");
  if (at < 0 || resolved === undefined) return imageIdentity(image, platform);
  return `${text.slice(0, at)}@${resolved}`;
}

/** Go that is told the CPU it runs on does what it does untold. */
function forOwnCpu(effect: Extract<Effect, { kind: "compile" }>, { arch }: Platform): unknown {
  const { target, targetFrom: _, ...untold } = effect;
  return target !== undefined && textOf(target) === arch ? untold : effect;
}

/** `-m64` is what a compiler for amd64 does anyway. */
function holdsWordSize(effect: Effect): effect is Extract<Effect, { kind: "compile" | "run" | "set-env" }> {
  if (effect.kind === "set-env") return textOf(effect.value).includes("-m64");
  return (effect.kind === "compile" || effect.kind === "run") && effect.argv.some((value) => textOf(value).includes("-m64"));
}

function withoutWordSize(effect: Extract<Effect, { kind: "compile" | "run" | "set-env" }>): unknown {
  const plain = (value: Value): string => textOf(value).replace(/(^|[\s=])-m64(?=\s|$)/g, "$1").replace(/\s+/g, " ").trim();
  if (effect.kind === "set-env") return { ...effect, value: plain(effect.value) };
  return { ...effect, argv: effect.argv.map(plain).filter((word) => word !== "") };
}

// How a platform was asked for is no effect: a pull names the one that was taken.
const PLACES = new Set(["platformFlag", "at", "words", "choices", "instruction", "subjectAt", "takenAt"]);

/** The text with one character in place of what stands at the places. */
function textBut(value: Value, places: readonly Range[]): string {
  if (places.length === 0) return textOf(value);
  return value.pieces.map((piece) => placesOver(places, piece.from).reduce((text, place) => masked(text, piece, place), textOf({ pieces: [piece] }))).join("");
}

const sortedPlaces = new Memo<readonly Range[], ReadonlyMap<string, readonly Range[]>>();

/** The places that share characters with a range, from the last to the first: what is masked may be shorter than what stood there. */
function placesOver(places: readonly Range[], { file, start, end }: Range): readonly Range[] {
  const byFile = sortedPlaces.get(places) ?? sortedByFile(places);
  sortedPlaces.set(places, byFile);
  const own = byFile.get(file) ?? [];
  let low = 0;
  let high = own.length;
  // Places of edits lie one behind the other, so that their ends are in order, too.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((own[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const found: Range[] = [];
  for (let place = own[low]; place !== undefined && place.start < end; place = own[++low]) found.unshift(place);
  return found;
}

function sortedByFile(places: readonly Range[]): ReadonlyMap<string, readonly Range[]> {
  const byFile = new Map<string, Range[]>();
  for (const place of [...places].sort(compareRanges)) {
    const own = byFile.get(place.file);
    if (own === undefined) byFile.set(place.file, [place]);
    else own.push(place);
  }
  return byFile;
}

/** A text that can't be edited in place is masked as a whole. */
function masked(text: string, { kind, from, ...piece }: Piece, place: Range): string {
  if (kind !== "text" || from.file !== place.file || from.start >= place.end || place.start >= from.end) return text;
  if (!("verbatim" in piece) || !piece.verbatim) return UNKNOWN_CHARACTER;
  const start = Math.max(0, place.start - from.start);
  return text.slice(0, start) + UNKNOWN_CHARACTER + text.slice(Math.max(start, place.end - from.start));
}

function isValue(value: unknown): value is Value {
  return typeof value === "object" && value !== null && "pieces" in value;
}
