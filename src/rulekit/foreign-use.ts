import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { Effect } from "../evaluate/effect.ts";
import { piecesAt, textOf, type TextPiece, type Value } from "../evaluate/value.ts";
import type { Platform } from "../model/platform.ts";
import { contains, Memo, rangeKey, type Range } from "../text/index.ts";
import { hasCounterpart } from "./counterpart-use.ts";
import { handledElsewhere } from "./effects.ts";
import { foreignWords, type ForeignWord } from "./foreign-words.ts";
import { primaryPlace, relatedReadings } from "./places.ts";
import { isPlatformArgument, isReadAsPlatformArgument } from "./platform-arguments.ts";
import { standsInShadowedBranch } from "./shadowed-branch.ts";
import { stagePlatforms } from "./stage-platform.ts";
import type { Problem, Related } from "./types.ts";

/** An effect that some words of another CPU decide. */
export interface ForeignUse {
  readonly effect: Effect;
  readonly stage: EvaluatedStage;
  /** In the order of the value; never empty. */
  readonly words: readonly ForeignWord[];
}

/**
 * The words in `value` that are wrong for every platform which the stage's files may be for. Silent where another branch
 * takes care of the platform, and on words that stand in a default of a platform argument: these have rules of their own.
 */
export function foreignUse(build: Build, { effect, stage }: { effect: Effect; stage: EvaluatedStage }, value: Value): ForeignUse | undefined {
  return foreignUseOn(stagePlatforms(build, stage), { effect, stage }, value);
}

/** As `foreignUse`, with the platforms given: what a compiler is told to build for has nothing to do with where it runs. */
export function foreignUseOn([first, ...others]: readonly Platform[], { effect, stage }: { effect: Effect; stage: EvaluatedStage }, value: Value): ForeignUse | undefined {
  if (first === undefined) return undefined;
  const words = foreignWords(value, first).filter(
    (word) =>
      !word.ambiguous &&
      word.literals.length > 0 &&
      others.every((platform) => foreignWords(value, platform).some((other) => other.start === word.start)) &&
      !isPlatformArgumentDefault(word, stage) &&
      !standsInShadowedBranch(word.literals, stage),
  );
  if (words.length === 0 || handledElsewhere(effect, stage) || hasCounterpart(value, { effect, stage }, first)) return undefined;
  return { effect, stage, words };
}

/** The use of a value in which characters `[start, end)` mean another CPU without saying so (`tini`, which is the x86 build). */
export function bareUse({ effect, stage }: { effect: Effect; stage: EvaluatedStage }, value: Value, bare: Pick<ForeignWord, "start" | "end" | "word" | "platforms" | "wordOn">): ForeignUse | undefined {
  const pieces = piecesAt(value, bare.start, bare.end);
  const literals = pieces.filter((piece): piece is TextPiece => piece.kind === "text" && piece.origin === "literal");
  if (literals.length === 0 || literals.length !== pieces.length || handledElsewhere(effect, stage)) return undefined;
  const at = literals.length === 1 && literals[0]?.verbatim === true ? literals[0].from : undefined;
  return { effect, stage, words: [{ ...bare, value, ambiguous: false, vocabularies: [], pieces, literals, at }] };
}

/** Whether a word came out of `ARG TARGETARCH=amd64`, or out of `${TARGETARCH:-amd64}` where TARGETARCH is not declared. */
function isPlatformArgumentDefault(word: ForeignWord, stage: EvaluatedStage): boolean {
  return word.literals.every((piece) => isReadAsPlatformArgument({ pieces: [piece] }) || standsInUnsetRead(piece, stage));
}

function standsInUnsetRead(piece: TextPiece, stage: EvaluatedStage): boolean {
  return unsetReadsIn(stage.effects).some((at) => contains(at, piece.from));
}

const unsetReads = new Memo<readonly Effect[], readonly Range[]>();

/** Where a stage reads platform arguments that it has not declared: seldom anywhere, and asked for each word. */
function unsetReadsIn(effects: readonly Effect[]): readonly Range[] {
  const known = unsetReads.get(effects);
  if (known !== undefined) return known;
  const found = effects.flatMap((effect) => (effect.kind === "read-unset" && isPlatformArgument(effect.name) ? [effect.at] : []));
  unsetReads.set(effects, found);
  return found;
}

/** Where a use is reported: the first word that was written out. */
export function placeOf({ effect, words }: ForeignUse): Range {
  const word = words.find((candidate) => candidate.at !== undefined) ?? words[0];
  if (word === undefined) return effect.at;
  return word.at ?? primaryPlace(word.value, word.start, word.end) ?? effect.at;
}

/** Uses of one literal that are shown with it; a variable can be read in every step. */
const MAX_SHOWN = 64;

/** One problem per place: a literal that several effects use is wrong once, and all its uses are related places. */
export function problemsOf(uses: Iterable<ForeignUse>, tell: (use: ForeignUse, all: readonly ForeignUse[]) => Pick<Problem, "message"> & Partial<Problem>, usedAs: string): readonly Problem[] {
  const byPlace = new Map<string, { at: Range; uses: ForeignUse[] }>();
  for (const use of uses) {
    const at = placeOf(use);
    const key = rangeKey(at);
    const group = byPlace.get(key);
    if (group === undefined) byPlace.set(key, { at, uses: [use] });
    else group.uses.push(use);
  }
  return [...byPlace.values()].flatMap(({ at, uses: group }) => {
    const first = group[0];
    if (first === undefined) return [];
    const related = distinct(group.slice(0, MAX_SHOWN).flatMap((use) => relatedTo(use, at, usedAs)), at);
    const certain = group.some(({ effect }) => effect.runs === "always");
    const told = tell(first, group);
    const likely = certain ? {} : { level: "warning" as const, confidence: "likely" as const };
    return [{ at, ...likely, ...told, related: [...related.slice(0, MAX_SHOWN), ...distinct(told.related ?? [], at)], data: group }];
  });
}

function relatedTo({ effect, words }: ForeignUse, at: Range, usedAs: string): Related[] {
  const others = words.flatMap((word) => (word.at === undefined ? [] : [{ at: word.at, message: `${word.word} stands here too` }]));
  return [...others, ...relatedReadings(words.flatMap(({ pieces }) => pieces), at), { at: effect.at, message: usedAs }];
}

function distinct(related: readonly Related[], at: Range): Related[] {
  const seen = new Set([rangeKey(at)]);
  return related.filter((place) => {
    const key = rangeKey(place.at);
    if (seen.has(key) || contains(place.at, at)) return false;
    seen.add(key);
    return true;
  });
}

/** The text for messages: unknown parts as `…`, cut in the middle when long. */
export function shown(value: Value): string {
  const text = textOf(value).replaceAll("\uFFFC", "…");
  return text.length <= 90 ? text : `${text.slice(0, 44)}…${text.slice(-44)}`;
}
