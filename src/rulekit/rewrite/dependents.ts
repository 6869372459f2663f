import type { EvaluatedStage } from "../../evaluate/build.ts";
import type { Effect } from "../../evaluate/effect.ts";
import { sliceValue, textOf, type TextPiece, type Value } from "../../evaluate/value.ts";
import { copiesFrom } from "../stage-platform.ts";
import type { RewriteRequest, WantedWord } from "./request.ts";

/** A literal that repeats the word because it names the same file, as `tar xf tool-amd64.tgz` after its download. */
export interface Dependent {
  readonly piece: TextPiece;
  readonly stage: EvaluatedStage;
  readonly effect: Effect;
}

const ARCHIVE = /(?:\.(?:tar|t?gz|tgz|tbz2?|txz|bz2|xz|zst|zip|7z|deb|rpm|apk|run|sh|bin|sha\d+(?:sums?)?|asc|sig))+$/i;

/** Parts of names that, found in another text, say that it names the same file; `at` is the word's place in each. */
interface Trace {
  readonly text: string;
  readonly at: number;
  /** Too weak to be trusted beyond the instruction that fetches the file. */
  readonly near: boolean;
}

/** The literals that must change together with a word, in the steps from its own on and in copies out of its stage. */
export function dependentsOf(request: RewriteRequest, wanted: WantedWord): readonly Dependent[] {
  const traces = tracesOf(wanted);
  if (traces.length === 0) return [];
  const found: Dependent[] = [];
  for (const { stage, effect } of laterEffects(request)) {
    const near = effect.instruction === request.effect.instruction;
    for (const value of namesIn(effect)) {
      for (const piece of occurrences(value, traces.filter((trace) => near || !trace.near), wanted)) found.push({ piece, stage, effect });
    }
  }
  return found;
}

function tracesOf({ word }: WantedWord): readonly Trace[] {
  const text = textOf(word.value);
  const base = text.lastIndexOf("/", word.start) + 1;
  const end = endOfSegment(text, word.end);
  if (word.start === word.end) return [];
  const segment = text.slice(base, end);
  const at = word.start - base;
  const stem = segment.replace(ARCHIVE, "");
  const traces: Trace[] = [];
  // A folder of a URL is no file name, and a word alone names nothing.
  const isName = end === text.length || text[end] === "?" || text[end] === "#";
  if (isName && stem.length >= at + word.word.length && stem !== word.word) traces.push({ text: stem, at, near: false });
  return isName ? [...traces, ...shortTraces(stem, at, word.word)] : traces;
}

/** `linux-amd64` and `tool-amd64` of `tool-1.2-linux-amd64`: what archives call their folders and programs. */
function shortTraces(stem: string, at: number, word: string): readonly Trace[] {
  const before = /([A-Za-z][A-Za-z0-9]*)([-_.])$/.exec(stem.slice(0, at));
  const first = /^[A-Za-z][A-Za-z0-9]*/.exec(stem)?.[0];
  const traces: Trace[] = [];
  for (const name of new Set([before?.[1], first])) {
    if (name === undefined || name.length < 2) continue;
    for (const joint of ["-", "_", "."]) traces.push({ text: `${name}${joint}${word}`, at: name.length + 1, near: true });
  }
  return traces;
}

function endOfSegment(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (/[/?#\s]/.test(text[at] ?? "")) return at;
  return text.length;
}

function* laterEffects({ build, stage, effect }: RewriteRequest): Generator<{ readonly stage: EvaluatedStage; readonly effect: Effect }> {
  for (const later of stage.effects) if (later.instruction >= effect.instruction) yield { stage, effect: later };
  for (const child of build.stages) {
    if (child.base.kind !== "stage" || child.base.stage !== stage.index) continue;
    for (const later of child.effects) yield { stage: child, effect: later };
  }
  for (const copy of copiesFrom(build, stage.index)) yield copy;
}

/** Texts that can name a file. A URL of a later download is a finding of its own. */
function namesIn(effect: Effect): readonly Value[] {
  switch (effect.kind) {
    case "run":
      return effect.argv.filter((value) => !textOf(value).includes("://"));
    case "write":
      return [effect.path, effect.content];
    case "copy":
      return [...effect.sources, effect.to];
    case "install":
      return effect.packages.filter((value) => /^[./\uFFFC]/.test(textOf(value)));
    case "verify":
      return effect.file === undefined ? [] : [effect.file];
    case "pull":
    case "download":
    case "add-source":
    case "set-env":
    case "compile":
    case "fail":
    case "select":
    case "read-unset":
    case "path":
      return [];
  }
}

function* occurrences(value: Value, traces: readonly Trace[], { word }: WantedWord): Generator<TextPiece> {
  const text = textOf(value);
  if (text.length > 4096) return;
  for (const trace of traces) {
    for (let at = text.indexOf(trace.text); at >= 0; at = text.indexOf(trace.text, at + 1)) {
      const start = at + trace.at;
      const [piece, ...rest] = sliceValue(value, start, start + word.word.length).pieces.filter((each) => each.kind === "text");
      if (piece === undefined || rest.length > 0 || piece.origin !== "literal" || !piece.verbatim) continue;
      if (/[A-Za-z0-9]/.test(text[start + word.word.length] ?? "")) continue;
      yield piece;
    }
  }
}
