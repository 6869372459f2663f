import { architectureWordsIn } from "../../src/knowledge/architecture.ts";
import {
  contains, effectsOf, formatPlatform, rangeKey, textOf, valuesOf,
  type Build, type CheckInput, type Effect, type EffectOf, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Range, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "unhandled-architecture",
    summary: "Require a branch for every wanted platform where a step asks for the architecture",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

type Select = EffectOf<"select">;
type Pattern = Select["patterns"][number];

interface Unhandled {
  readonly select: Select;
  /** A pattern that means this platform in another vocabulary than the one the subject speaks. */
  readonly misspelled: Pattern | undefined;
}

function* problemsIn({ build, builds }: CheckInput): Generator<Problem> {
  const seen = new Set<string>();
  for (const { effect: select, stage } of effectsOf(build, "select")) {
    if (select.runs !== "always" || select.taken === "pattern" || seen.has(rangeKey(select.subjectAt))) continue;
    if (!builds.some((other) => other !== build && isHandledIn(other, select))) continue;
    const outcome = outcomeOf(select, stage, builds);
    if (outcome === undefined) continue;
    seen.add(rangeKey(select.subjectAt));
    yield problemOf(select, outcome, build);
  }
}

/** Whether the same question finds its branch on another platform. */
function isHandledIn(build: Build, select: Select): boolean {
  for (const { effect } of effectsOf(build, "select")) {
    if (effect.taken === "pattern" && rangeKey(effect.subjectAt) === rangeKey(select.subjectAt)) return true;
  }
  return false;
}

interface Outcome {
  readonly says: string;
  readonly related: readonly { readonly at: Range; readonly message: string }[];
}

/** What comes of it that no branch names the platform; undefined when nothing does. */
function outcomeOf(select: Select, stage: EvaluatedStage, builds: readonly Build[]): Outcome | undefined {
  const failed = stage.effects.find((effect) => effect.kind === "fail" && effect.runs === "always" && follows(effect, select));
  if (failed !== undefined) return { says: "so the build stops here", related: [{ at: failed.at, message: "the step fails here" }] };
  for (const effect of stage.effects) {
    const empty = effect.instruction >= select.instruction ? emptiedVariable(effect, stage, builds) : undefined;
    if (empty !== undefined) return { says: `so \`${empty.name}\` stays empty`, related: [{ at: empty.at, message: `${empty.name} is used here` }] };
  }
  return undefined;
}

function follows(effect: Effect, select: Select): boolean {
  if (effect.instruction !== select.instruction) return false;
  return select.takenAt === undefined || contains(select.takenAt, effect.at);
}

/** A variable that has no value here although it has one on another platform, in an operand that decides what is done. */
function emptiedVariable(effect: Effect, stage: EvaluatedStage, builds: readonly Build[]): { name: string; at: Range } | undefined {
  if (effect.kind !== "download" && effect.kind !== "install") return undefined;
  for (const value of valuesOf(effect)) {
    for (const piece of value.pieces) {
      if (piece.kind === "unset" && builds.some((other) => isSetIn(other, { effect, stage, at: piece.from }))) return { name: piece.name, at: effect.at };
    }
  }
  return undefined;
}

function isSetIn(build: Build, { effect, stage, at }: { effect: Effect; stage: EvaluatedStage; at: Range }): boolean {
  const same = build.stages[stage.index]?.effects.find((other) => other.kind === effect.kind && rangeKey(other.at) === rangeKey(effect.at));
  if (same === undefined) return false;
  return valuesOf(same).every((value) => value.pieces.every((piece) => piece.kind !== "unset" || rangeKey(piece.from) !== rangeKey(at)));
}

function problemOf(select: Select, outcome: Outcome, build: Build): Problem {
  const asked = textOf(select.subject);
  const misspelled = select.patterns.find(({ text }) => text !== asked && means(text, formatPlatform(build.target)));
  const data: Unhandled = { select, misspelled };
  const related = [...outcome.related, ...select.patterns.filter((pattern) => pattern !== misspelled).map(({ text, at }) => ({ at, message: `a branch for \`${text}\`` }))];
  if (misspelled !== undefined) {
    return { at: misspelled.at, data, related, message: `\`${misspelled.text}\` never matches, since what is asked here answers \`${asked}\`, ${outcome.says}` };
  }
  return { at: select.subjectAt, data, related, message: `No branch handles \`${asked}\`, ${outcome.says}` };
}

function means(pattern: string, platform: string): boolean {
  const [word] = architectureWordsIn(pattern);
  return word !== undefined && word.word === pattern && word.platforms.includes(platform);
}

function* proposalsFor({ found }: FixInput): Generator<Proposal> {
  const { select, misspelled } = found[0]?.problem.data as Unhandled;
  if (misspelled === undefined || select.by !== "case") return;
  const asked = [...new Set(found.map(({ problem }) => textOf((problem.data as Unhandled).select.subject)))];
  const at = { ...misspelled.at, end: misspelled.at.start };
  yield { title: `Match ${asked.join(" and ")} too`, safety: "safe", edits: [{ range: at, newText: `${asked.join("|")}|` }] };
}
