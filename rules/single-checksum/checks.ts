import { knownText, Memo, rangeKey, sliceValue, textOf, type Effect, type EffectOf, type EvaluatedStage, type Range, type Value } from "../../src/rulekit/index.ts";

/** A checksum that somebody wrote, and the download that it is asked of. */
export interface Check {
  /** In lower case, without the name of its algorithm. */
  readonly sum: string;
  readonly checksum: Value;
  readonly download: EffectOf<"download">;
  /** The command or flag that checks. */
  readonly place: Range;
  /** False where a build argument may bring another checksum, or where a condition decides whether it is checked. */
  readonly isCertain: boolean;
}

const known = new Memo<EvaluatedStage, ReadonlyMap<string, readonly Check[]>>();

/** All written checksums of a stage for which it is known which file they are asked of, by the place where they are checked. */
export function checksIn(stage: EvaluatedStage): ReadonlyMap<string, readonly Check[]> {
  const before = known.get(stage);
  if (before !== undefined) return before;
  const found = new Map<string, Check[]>();
  for (const check of findChecks(stage)) push(found, rangeKey(check.place), check);
  known.set(stage, found);
  return found;
}

type Download = EffectOf<"download">;
type Verify = EffectOf<"verify">;

/** What a stage downloaded so far, and what each of its steps does. */
interface Seen {
  readonly byName: Map<string, Download>;
  readonly byStep: Map<number, Download[]>;
  readonly steps: ReadonlyMap<number, readonly Effect[]>;
}

function* findChecks(stage: EvaluatedStage): Generator<Check> {
  const seen: Seen = { byName: new Map(), byStep: new Map(), steps: stepsOf(stage) };
  for (const effect of stage.effects) {
    if (effect.runs === "never") continue;
    if (effect.kind === "download") {
      note(effect, seen);
      const check = effect.checksum === undefined ? undefined : checkOf(effect.checksum, effect, effect);
      if (check !== undefined) yield check;
    }
    if (effect.kind !== "verify" || effect.how !== "checksum") continue;
    for (const { checksum, file } of asked(effect, seen)) {
      const download = downloadOf(file, effect, seen);
      const check = download === undefined ? undefined : checkOf(checksum, download, effect);
      if (check !== undefined) yield check;
    }
  }
}

/** A step with more commands than this is generated, and lists of checksums in it are not looked for. */
const MAX_STEP = 512;

/** The commands of each step and the files that it writes. */
function stepsOf({ effects }: EvaluatedStage): ReadonlyMap<number, readonly Effect[]> {
  const steps = new Map<number, Effect[]>();
  for (const effect of effects) {
    if (effect.kind !== "run" && effect.kind !== "write") continue;
    if ((steps.get(effect.instruction)?.length ?? 0) < MAX_STEP) push(steps, effect.instruction, effect);
  }
  return steps;
}

function note(download: Download, { byName, byStep }: Seen): void {
  const name = nameOf(download.to ?? download.url);
  if (name !== undefined) byName.set(name, download);
  push(byStep, download.instruction, download);
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

function checkOf(checksum: Value, download: Download, by: Download | Verify): Check | undefined {
  // Where the architecture decides whether it is checked, each has its own check.
  if ([...by.choices, ...download.choices].some(({ aboutArchitecture }) => aboutArchitecture)) return undefined;
  const sum = HEXADECIMAL.exec(knownText(checksum)?.trim() ?? "")?.[1]?.toLowerCase();
  if (sum === undefined || !checksum.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal")) return undefined;
  return { sum, checksum, download, place: by.at, isCertain: by.runs === "always" };
}

/** From MD5 to SHA-512, in hexadecimal digits, with the name of the algorithm as ADD has it or without. */
const HEXADECIMAL = /^(?:[a-z0-9]+:)?([0-9a-f]{32}(?:[0-9a-f]{8}|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{96})?)$/i;

interface Asked {
  readonly checksum: Value;
  /** The name of the file, where it is told. */
  readonly file: string | undefined;
}

/** What is checked: told at once, or in a list that the same step wrote. */
function asked(effect: Verify, seen: Seen): readonly Asked[] {
  if (effect.checksum !== undefined) return [{ checksum: effect.checksum, file: nameOf(effect.file) }];
  const step = seen.steps.get(effect.instruction) ?? [];
  const list = listOf(effect, step);
  if (list === undefined) return [];
  return step.flatMap((other) => {
    if (other.kind !== "write" || nameOf(other.path) !== list) return [];
    const line = LINE.exec(textOf(other.content));
    return line === null ? [] : [{ checksum: sliceValue(other.content, 0, line[1]?.length ?? 0), file: fileName(line[2] ?? "") }];
  });
}

/** One line of a list of checksums. */
const LINE = /^([0-9a-f]{32,128}) [ *]?(\S+)\s*$/i;

/** The name of the list that `sha256sum -c LIST` reads. */
function listOf({ at }: Verify, step: readonly Effect[]): string | undefined {
  for (const effect of step) {
    if (effect.kind !== "run") continue;
    const word = effect.words.findIndex((range) => rangeKey(range) === rangeKey(at));
    if (word > 0) return nameOf(effect.argv[word]);
  }
  return undefined;
}

/** The download that wrote a file last; without a name the one download of the step. */
function downloadOf(file: string | undefined, { instruction }: Verify, { byName, byStep }: Seen): Download | undefined {
  if (file !== undefined) return byName.get(file);
  const own = byStep.get(instruction) ?? [];
  return own.length === 1 ? own[0] : undefined;
}

/** The last part of a path or URL; undefined for standard input and for what is not known to the end. */
function nameOf(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : fileName(textOf(value).trim());
}

function fileName(path: string): string | undefined {
  const text = path.replace(/[?#].*$/s, "");
  const name = text.slice(text.lastIndexOf("/") + 1);
  return name === "" || name === "-" ? undefined : name;
}
