import { normaliseEdits, rangeKey } from "../../text/index.ts";
import { dependentsOf } from "./dependents.ts";
import { solve, type Need, type Preference } from "./solve.ts";
import { sceneAt, type Spot } from "./scene.ts";
import type { Rewrite, RewriteRequest, WantedWord } from "./request.ts";
import { coreOf, wordsOf, type Words } from "./words.ts";

/** The ways to tell the platform, best first; each gives at most one rewrite. */
const PREFERENCES: readonly Preference[] = ["habit", "query", "mapping"];

/**
 * The edits, best first, that turn words written as literals into words that follow the platform, with what depends on
 * them (declarations, file names derived from a URL). Empty when no honest edit exists. Not yet proved.
 */
export function followPlatform(request: RewriteRequest): readonly Rewrite[] {
  const needs = needsOf(request);
  if (needs === undefined || needs.length === 0) return [];
  const rewrites = new Map<string, Rewrite>();
  for (const preference of PREFERENCES) {
    const rewrite = solve(needs, preference);
    if (rewrite === undefined) continue;
    const edits = normaliseEdits(rewrite.edits);
    const key = JSON.stringify(edits);
    if (!rewrites.has(key)) rewrites.set(key, { ...rewrite, edits });
  }
  return [...rewrites.values()];
}

/** Each literal that must change, once; undefined when one of the wanted words can't be edited where it stands. */
function needsOf(request: RewriteRequest): readonly Need[] | undefined {
  const needs = new Map<string, Need>();
  for (const wanted of request.wanted) {
    const words = wordsOf(wanted.words, request.matrix.builds);
    const piece = wanted.word.literals[0];
    if (words === undefined || wanted.word.at === undefined || piece === undefined) return undefined;
    const need = needAt({ request, words, at: wanted.word.at, quoting: piece.quoting, stage: request.stage.index, context: contextOf(wanted) });
    if (need === undefined) return undefined;
    needs.set(rangeKey(wanted.word.at), need);
    if (!addDependents({ request, wanted, words, needs })) return undefined;
  }
  return [...needs.values()];
}

interface DependentsOf {
  readonly request: RewriteRequest;
  readonly wanted: WantedWord;
  readonly words: Words;
  readonly needs: Map<string, Need>;
}

function addDependents({ request, wanted, words, needs }: DependentsOf): boolean {
  for (const { piece, stage } of dependentsOf(request, wanted.word)) {
    if (needs.has(rangeKey(piece.from))) continue;
    const need = needAt({ request, words, at: piece.from, quoting: piece.quoting, stage: stage.index, context: contextOf(wanted) });
    if (need === undefined) return false;
    needs.set(rangeKey(piece.from), need);
  }
  return true;
}

interface NeedAt extends Pick<Spot, "at" | "quoting"> {
  readonly request: RewriteRequest;
  readonly words: Words;
  readonly stage: number;
  readonly context: string;
}

function needAt({ request, words, at, quoting, stage, context }: NeedAt): Need | undefined {
  const scene = sceneAt(request.matrix, at, stage);
  if (scene === undefined || scene.instruction?.keyword === "ONBUILD") return undefined;
  const core = coreOf(words);
  const inner = { file: at.file, start: at.start + core.before, end: at.end - core.after };
  if (inner.end < inner.start) return undefined;
  return { spot: { at: inner, quoting, scene }, words: core.words, runsIn: stage, context, text: scene.text.slice(inner.start, inner.end) };
}

/** The text around the word, as far as it tells whose word is meant there. */
function contextOf({ word }: WantedWord): string {
  let text = "";
  for (const piece of word.value.pieces) text += piece.kind === "text" ? piece.text : piece.kind === "unknown" ? "\uFFFC" : "";
  return `${text.slice(Math.max(0, word.start - 20), word.start)}\uFFFF${text.slice(word.end, word.end + 20)}`;
}

