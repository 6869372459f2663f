import { architectureWordsIn, sameVocabularyWord } from "../../src/knowledge/architecture.ts";
import { contains, formatPlatform, type EffectOf, type Platform, type Range, type TextEdit } from "../../src/rulekit/index.ts";

type Select = EffectOf<"select">;

/** The branch that another platform takes: the model for the one that is missing. */
export interface Model {
  readonly select: Select;
  readonly platform: Platform;
  /** The text of the file it stands in. */
  readonly text: string;
}

/** A platform without a branch, and what the question answers on it. */
export interface Missing {
  readonly platform: Platform;
  readonly word: string;
}

/** An edit that puts branches for the missing platforms behind the model; undefined where it can't be translated word by word. */
export function branchLike(model: Model, missing: readonly Missing[]): TextEdit | undefined {
  const parts = model.select.by === "case" ? caseParts(model) : model.select.by === "if" ? ifParts(model) : undefined;
  if (parts === undefined) return undefined;
  const branches = missing.map((one) => translated(parts, { model, missing: one }));
  if (branches.some((branch) => branch === undefined)) return undefined;
  return { range: { file: parts.file, start: parts.insertAt, end: parts.insertAt }, newText: branches.join("") };
}

interface Parts {
  readonly file: string;
  readonly insertAt: number;
  /** The words that name the branch. */
  readonly patterns: Range;
  /** What is repeated: `[before] … [behind]` with the pattern somewhere in `whole`. */
  readonly before: string;
  readonly whole: Range;
  readonly behind: string;
}

const BLANKS_BEFORE = /(?:\s|\\\r?\n)*$/;

function caseParts({ select, text }: Model): Parts | undefined {
  const { takenAt } = select;
  const patterns = takenAt === undefined ? undefined : patternsIn(select, takenAt);
  if (takenAt === undefined || patterns === undefined) return undefined;
  const { file, start, end } = takenAt;
  const terminator = /^(?:\s|\\\r?\n)*;;&?/.exec(text.slice(end, end + 200))?.[0] ?? "";
  const whole = { file, start, end: end + terminator.length };
  const closed = text.slice(start, whole.end).trimEnd().endsWith(";;");
  return { file, insertAt: whole.end, patterns, before: (closed ? "" : " ;;") + gapBefore(text, start), whole, behind: "" };
}

function gapBefore(text: string, start: number): string {
  return BLANKS_BEFORE.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? " ";
}

function ifParts({ select, text }: Model): Parts | undefined {
  const { takenAt } = select;
  if (takenAt === undefined) return undefined;
  const condition = /\b(?:if|elif)(\s(?:(?!\b(?:if|elif|then)\b)[^])*?\bthen(?:\s|\\\r?\n)*)$/.exec(text.slice(Math.max(0, takenAt.start - 400), takenAt.start))?.[1];
  const next = /^(?:;|\s|\\\r?\n)*(?=(?:elif|else|fi)\b)/.exec(text.slice(takenAt.end, takenAt.end + 200))?.[0];
  if (condition === undefined || next === undefined || /&&|\|\||!/.test(condition)) return undefined;
  const { file, end } = takenAt;
  const whole = { file, start: takenAt.start - condition.length, end };
  const patterns = patternsIn(select, { ...whole, end: takenAt.start });
  if (patterns === undefined) return undefined;
  return { file, insertAt: end + next.length, patterns, before: "elif", whole, behind: next };
}

/** The span of the patterns that stand in `within`. */
function patternsIn({ patterns }: Select, within: Range): Range | undefined {
  const found = patterns.map(({ at }) => at).filter((at) => contains(within, at));
  const [first] = found;
  const last = found.at(-1);
  return first === undefined || last === undefined ? undefined : { ...first, end: last.end };
}

function translated({ patterns, before, whole, behind }: Parts, { model, missing }: { model: Model; missing: Missing }): string | undefined {
  const head = model.text.slice(whole.start, patterns.start);
  const body = wordsFor(model.text.slice(patterns.end, whole.end), { from: formatPlatform(model.platform), to: formatPlatform(missing.platform) });
  if (body === undefined) return undefined;
  const quote = /^["']/.exec(model.text.slice(patterns.start, patterns.end))?.[0] ?? "";
  return `${before}${head}${quote}${missing.word}${quote}${body}${behind}`;
}

/** The text with each word of one platform made the other's; undefined when there is none, or nobody knows the other's. */
function wordsFor(text: string, { from, to }: { from: string; to: string }): string | undefined {
  // A checksum belongs to the one file that it was taken of, and TeX Live has programs for musl on x86 alone.
  if (/[0-9a-f]{32}/i.test(text) || /x86_64-linuxmusl/.test(text)) return undefined;
  const words = architectureWordsIn(text).filter(({ platforms }) => platforms.includes(from));
  let result = "";
  let at = 0;
  for (const { word, start, end } of words) {
    const [other] = sameVocabularyWord(word, { from, to });
    if (other === undefined) return undefined;
    result += text.slice(at, start) + other.word;
    at = end;
  }
  return words.length === 0 ? undefined : result + text.slice(at);
}
