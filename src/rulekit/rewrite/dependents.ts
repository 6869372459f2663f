import type { EvaluatedStage } from "../../evaluate/build.ts";
import type { Effect } from "../../evaluate/effect.ts";
import { sliceValue, textOf, type TextPiece, type Value } from "../../evaluate/value.ts";
import { architectureWordsIn } from "../../knowledge/architecture.ts";
import type { ForeignWord } from "../foreign-words.ts";
import type { RewriteRequest } from "./request.ts";
import { Memo } from "../../text/index.ts";

/** A literal that repeats the word because it names the same file, as `tar xf tool-amd64.tgz` after its download. */
export interface Dependent {
  readonly piece: TextPiece;
  readonly stage: EvaluatedStage;
}

const ARCHIVE = /(?:\.(?:tar|t?gz|tgz|tbz2?|txz|bz2|xz|zst|zip|7z|deb|rpm|apk|run|sh|bin|sha\d+(?:sums?)?|asc|sig))+$/i;

/** Parts of names that, found in another text, say that it names the same file; `at` is the word's place in each. */
interface Trace {
  readonly text: string;
  readonly at: number;
}

/** The effect that names a file, and where it happens. */
export type Origin = Pick<RewriteRequest, "build" | "stage" | "effect">;

/** The literals that must change together with a word, in the steps from its own on and in copies out of its stage. */
export function dependentsOf(request: Origin, word: ForeignWord): readonly Dependent[] {
  const found: Dependent[] = [];
  const { strong, weak } = tracesOf(word);
  if (strong === undefined && weak.length === 0) return found;
  for (const { stage, names } of stagesAfter(request)) {
    const own = stage === request.stage;
    const files = strong === undefined ? [] : (names.byStem.get(strong.text) ?? []);
    const near = own ? (names.byInstruction.get(request.effect.instruction) ?? []) : [];
    const pieces = [
      ...files.flatMap((name) => (own && !isLater(name, request) ? [] : [...literalsIn(name, strong === undefined ? [] : [strong], word)])),
      ...near.flatMap((name) => [...literalsIn(name, picksLine(name) ? [...weak, { text: word.word, at: 0 }] : weak, word)]),
    ];
    found.push(...pieces.map((piece) => ({ piece, stage })));
  }
  return found;
}

/** Whether a text is what grep looks for in a step that checks checksums: `grep linux-amd64 SHA256SUMS | sha256sum -c`. */
function picksLine({ effect, value, checks }: FileName): boolean {
  if (effect.kind !== "run" || !PICKING.test(textOf(effect.argv[0] ?? { pieces: [] }))) return false;
  const pattern = effect.argv.slice(1).find((word) => !textOf(word).startsWith("-"));
  return checks && pattern === value;
}

const PICKING = /^(?:.*\/)?(?:[ef]?grep|sed|g?awk)$/;

function isLater({ effect }: FileName, request: Origin): boolean {
  return effect.instruction >= request.effect.instruction;
}

/** A text of an effect that can name files. */
interface FileName {
  readonly effect: Effect;
  readonly value: Value;
  readonly text: string;
  /** Whether checksums are checked in its step. */
  readonly checks: boolean;
}

interface FileNames {
  readonly byStem: ReadonlyMap<string, readonly FileName[]>;
  readonly byInstruction: ReadonlyMap<number, readonly FileName[]>;
}

const fileNames = new Memo<readonly Effect[], FileNames>();

/** The names in a list of effects that hold an architecture word, found once however many words ask for them. */
function fileNamesIn(effects: readonly Effect[]): FileNames {
  const known = fileNames.get(effects);
  if (known !== undefined) return known;
  const byStem = new Map<string, FileName[]>();
  const byInstruction = new Map<number, FileName[]>();
  const checking = new Set(effects.filter(({ kind }) => kind === "verify").map(({ instruction }) => instruction));
  for (const effect of effects) {
    for (const value of namesIn(effect)) {
      const text = textOf(value);
      if (text.length > LONGEST || architectureWordsIn(text).length === 0) continue;
      const name = { effect, value, text, checks: checking.has(effect.instruction) };
      push(byInstruction, effect.instruction, name);
      for (const part of new Set(text.split(/[\s/='":,]+/))) push(byStem, stemOf(part), name);
    }
  }
  const made = { byStem, byInstruction };
  fileNames.set(effects, made);
  return made;
}

function push<Key>(map: Map<Key, FileName[]>, key: Key, name: FileName): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [name]);
  else list.push(name);
}

/** Texts beyond this length are no file names. */
const LONGEST = 4096;

/** The stage itself, stages built from it, and stages that copy out of it. */
function* stagesAfter({ build, stage }: Origin): Generator<{ readonly stage: EvaluatedStage; readonly names: FileNames }> {
  yield { stage, names: fileNamesIn(stage.effects) };
  for (const other of build.stages) {
    if (other === stage) continue;
    const copies = other.effects.some((effect) => effect.kind === "copy" && effect.from.kind === "stage" && effect.from.stage === stage.index);
    if (copies || (other.base.kind === "stage" && other.base.stage === stage.index)) yield { stage: other, names: fileNamesIn(other.effects) };
  }
}

function* literalsIn({ value, text }: FileName, traces: readonly Trace[], word: ForeignWord): Generator<TextPiece> {
  for (const trace of traces) {
    for (let at = text.indexOf(trace.text); at >= 0; at = text.indexOf(trace.text, at + 1)) {
      const end = at + trace.at + word.word.length;
      const [piece, ...rest] = sliceValue(value, end - word.word.length, end).pieces.filter((each) => each.kind === "text");
      if (piece === undefined || rest.length > 0 || piece.origin !== "literal" || !piece.verbatim) continue;
      if (!/[A-Za-z0-9]/.test(text[end] ?? "")) yield piece;
    }
  }
}

function tracesOf(word: ForeignWord): { readonly strong?: Trace; readonly weak: readonly Trace[] } {
  const text = textOf(word.value);
  const base = text.lastIndexOf("/", word.start) + 1;
  const end = endOfSegment(text, word.end);
  // A folder of a URL is no file name, and a place without a word names nothing.
  if (word.start === word.end || text[end] === "/") return { weak: [] };
  const at = word.start - base;
  const stem = stemOf(text.slice(base, end));
  const weak = shortTraces(stem, at, word.word);
  return stem.length < at + word.word.length || stem === word.word ? { weak } : { strong: { text: stem, at }, weak };
}

/** `linux-amd64` and `tool-amd64` of `tool-1.2-linux-amd64`: what archives call their folders and programs. */
function shortTraces(stem: string, at: number, word: string): readonly Trace[] {
  const before = /([A-Za-z][A-Za-z0-9]*)[-_.]$/.exec(stem.slice(Math.max(0, at - 64), at));
  const first = /^[A-Za-z][A-Za-z0-9]*/.exec(stem)?.[0];
  const traces: Trace[] = [];
  for (const name of new Set([before?.[1], first])) {
    if (name === undefined || name.length < 2) continue;
    for (const joint of ["-", "_", "."]) traces.push({ text: `${name}${joint}${word}`, at: name.length + 1 });
  }
  return traces;
}

/** A file name without what archives add to it; longer names than file systems allow stay as they are. */
function stemOf(name: string): string {
  return name.length > 255 ? name : name.replace(ARCHIVE, "");
}

/** Where the part of a path or URL ends that holds a character. */
export function endOfSegment(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (/[/?#\s]/.test(text[at] ?? "")) return at;
  return text.length;
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
