import { knownText, rangeKey, sliceValue, textOf, type EffectOf, type EvaluatedStage, type Range, type Value } from "../../src/rulekit/index.ts";

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

const known = new WeakMap<EvaluatedStage, readonly Check[]>();

/** All written checksums of a stage for which it is known which file they are asked of. */
export function checksIn(stage: EvaluatedStage): readonly Check[] {
  const found = known.get(stage) ?? [...findChecks(stage)];
  known.set(stage, found);
  return found;
}

type Download = EffectOf<"download">;
type Verify = EffectOf<"verify">;

function* findChecks(stage: EvaluatedStage): Generator<Check> {
  const downloads: Download[] = [];
  for (const effect of stage.effects) {
    if (effect.runs === "never") continue;
    if (effect.kind === "download") {
      downloads.push(effect);
      const check = effect.checksum === undefined ? undefined : checkOf(effect.checksum, effect, effect);
      if (check !== undefined) yield check;
    }
    if (effect.kind !== "verify" || effect.how !== "checksum") continue;
    for (const { checksum, file } of asked(effect, stage)) {
      const download = downloadOf(file, effect, downloads);
      const check = download === undefined ? undefined : checkOf(checksum, download, effect);
      if (check !== undefined) yield check;
    }
  }
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
function asked(effect: Verify, stage: EvaluatedStage): readonly Asked[] {
  if (effect.checksum !== undefined) return [{ checksum: effect.checksum, file: nameOf(effect.file) }];
  const list = listOf(effect, stage);
  if (list === undefined) return [];
  return stage.effects.flatMap((other) => {
    if (other.kind !== "write" || other.instruction !== effect.instruction || nameOf(other.path) !== list) return [];
    const line = LINE.exec(textOf(other.content));
    return line === null ? [] : [{ checksum: sliceValue(other.content, 0, line[1]?.length ?? 0), file: fileName(line[2] ?? "") }];
  });
}

/** One line of a list of checksums. */
const LINE = /^([0-9a-f]{32,128}) [ *]?(\S+)\s*$/i;

/** The name of the list that `sha256sum -c LIST` reads. */
function listOf({ at, instruction }: Verify, stage: EvaluatedStage): string | undefined {
  for (const effect of stage.effects) {
    if (effect.kind !== "run" || effect.instruction !== instruction) continue;
    const word = effect.words.findIndex((range) => rangeKey(range) === rangeKey(at));
    if (word > 0) return nameOf(effect.argv[word]);
  }
  return undefined;
}

/** The download that wrote a file; without a name the one download of the step. */
function downloadOf(file: string | undefined, { instruction }: Verify, downloads: readonly Download[]): Download | undefined {
  if (file !== undefined) return downloads.findLast(({ to, url }) => nameOf(to) === file || (to === undefined && nameOf(url) === file));
  const own = downloads.filter((download) => download.instruction === instruction);
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
