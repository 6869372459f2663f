import { architectureWordsIn } from "../../src/knowledge/architecture.ts";
import {
  contains, effectsOf, formatPlatform, rangeKey, textOf, valuesOf,
  type Build, type CheckInput, type Effect, type EffectOf, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Range, type Rule,
} from "../../src/rulekit/index.ts";
import { branchLike } from "./branch.ts";
import { leftOut, type Outcome } from "./left-out.ts";

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

function* problemsIn(input: CheckInput): Generator<Problem> {
  const seen = new Set<string>();
  for (const { effect: select, stage } of effectsOf(input.build, "select")) {
    if (select.runs !== "always" || seen.has(rangeKey(select.subjectAt))) continue;
    const problem = select.taken === "pattern" ? refusal({ select, stage }, input) : unhandled({ select, stage }, input);
    if (problem === undefined) continue;
    seen.add(rangeKey(select.subjectAt));
    yield problem;
  }
}

interface Chosen {
  readonly select: Select;
  readonly stage: EvaluatedStage;
}

function unhandled({ select, stage }: Chosen, { build, builds }: CheckInput): Problem | undefined {
  if (!builds.some((other) => other !== build && selectLike(other, select) !== undefined && goesOn(other, { select, stage }))) return undefined;
  const outcome = outcomeOf({ select, stage, build }, builds);
  return outcome === undefined ? undefined : problemOf(select, outcome, build);
}

/** A branch that names the platform in order to stop, where another platform goes on. */
function refusal({ select, stage }: Chosen, { build, builds }: CheckInput): Problem | undefined {
  if (select.takenAt === undefined) return undefined;
  const failed = failureIn(stage, select);
  if (failed === undefined || !builds.some((other) => other !== build && goesOn(other, { select, stage }))) return undefined;
  return { at: select.subjectAt, message: "The platform is turned away by name, so the build stops here", related: [{ at: failed.at, message: "the step fails here" }], data: undefined };
}

/** Whether the step asks the same question on another platform and ends well there. */
function goesOn(build: Build, { select, stage }: Chosen): boolean {
  const same = build.stages[stage.index];
  if (same === undefined || same.effects.some((effect) => effect.kind === "fail" && effect.runs === "always" && effect.instruction === select.instruction)) return false;
  return same.effects.some((effect) => effect.kind === "select" && rangeKey(effect.subjectAt) === rangeKey(select.subjectAt));
}

/** The same question where it finds its branch, on another platform. */
function selectLike(build: Build, select: Select): Select | undefined {
  for (const { effect } of effectsOf(build, "select")) {
    if (effect.taken === "pattern" && rangeKey(effect.subjectAt) === rangeKey(select.subjectAt)) return effect;
  }
  return undefined;
}

/** What comes of it that no branch names the platform; undefined when nothing does. */
function outcomeOf({ select, stage, build }: Chosen & { readonly build: Build }, builds: readonly Build[]): Outcome | undefined {
  const failed = failureIn(stage, select);
  if (failed !== undefined) return { says: "so the build stops here", related: [{ at: failed.at, message: "the step fails here" }] };
  for (const effect of stage.effects) {
    const empty = effect.instruction >= select.instruction ? emptiedVariable(effect, stage, builds) : undefined;
    if (empty !== undefined) return { says: `so \`${empty.name}\` stays empty`, related: [{ at: empty.at, message: `${empty.name} is used here` }] };
  }
  return leftOut({ select, stage, build }, builds);
}

function failureIn(stage: EvaluatedStage, select: Select): Effect | undefined {
  return stage.effects.find((effect) => effect.kind === "fail" && effect.runs === "always" && follows(effect, select));
}

function follows(effect: Effect, select: Select): boolean {
  if (effect.instruction !== select.instruction) return false;
  return select.takenAt === undefined || contains(select.takenAt, effect.at);
}

/** Effects that come to nothing where a part of what they are told is missing; flags of a compiler may well be empty. */
const NEEDING: ReadonlySet<Effect["kind"]> = new Set(["download", "install", "verify", "add-source"]);

/** A variable that has no value here although it has one on another platform, in an operand that decides what is done. */
function emptiedVariable(effect: Effect, stage: EvaluatedStage, builds: readonly Build[]): { name: string; at: Range } | undefined {
  if (!NEEDING.has(effect.kind)) return undefined;
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
  const sure = outcome.likely === true ? { level: "warning" as const, confidence: "likely" as const } : {};
  const related = [...outcome.related, ...select.patterns.filter((pattern) => pattern !== misspelled).map(({ text, at }) => ({ at, message: `a branch for \`${text}\`` }))];
  if (misspelled !== undefined) {
    related.push({ at: select.subjectAt, message: `this answers \`${asked}\`` });
    return { at: misspelled.at, data, related, ...sure, message: `\`${misspelled.text}\` is never the answer to what is asked here, so no branch handles the platform, ${outcome.says.replace(/^so/, "and")}` };
  }
  return { at: select.subjectAt, data, related, ...sure, message: `No branch handles the platform, ${outcome.says}` };
}

function means(pattern: string, platform: string): boolean {
  const [word] = architectureWordsIn(pattern);
  return word !== undefined && !word.ambiguous && word.word === pattern && word.platforms.includes(platform);
}

function* proposalsFor(input: FixInput): Generator<Proposal> {
  const data = input.found[0]?.problem.data as Unhandled | undefined;
  // Whoever turned a platform away knows why.
  if (data === undefined) return;
  const { select, misspelled } = data;
  if (misspelled !== undefined) yield* respelled(select.by, misspelled, askedIn(input));
  else yield* added(input, select);
}

/** What the question answers on each platform that found no branch. */
function askedIn({ found }: FixInput): readonly string[] {
  return [...new Set(found.map(({ problem }) => textOf((problem.data as Unhandled).select.subject)))];
}

/** A case takes the other spelling too; a comparison or a key has room for one, and the one it has never matches. */
function* respelled(by: Select["by"], { at, text }: Pattern, asked: readonly string[]): Generator<Proposal> {
  if (by === "case") {
    yield { title: `Match ${asked.join(" and ")} too`, safety: "safe", edits: [{ range: { ...at, end: at.start }, newText: `${asked.join("|")}|` }] };
    return;
  }
  const [word] = asked;
  const quotes = (at.end - at.start - text.length) / 2;
  if (asked.length > 1 || word === undefined || (quotes !== 0 && quotes !== 1)) return;
  yield { title: `Match ${word}`, safety: "safe", edits: [{ range: { ...at, start: at.start + quotes, end: at.end - quotes }, newText: word }] };
}

function* added({ found, builds, textOf: sourceOf }: FixInput, select: Select): Generator<Proposal> {
  const missing = found.map(({ build, problem }) => ({ platform: build.target, word: textOf((problem.data as Unhandled).select.subject) }));
  for (const build of builds) {
    const handled = selectLike(build, select);
    const text = sourceOf(select.subjectAt.file);
    const edit = handled === undefined || text === undefined ? undefined : branchLike({ select: handled, platform: build.target, text }, missing);
    if (edit === undefined) continue;
    yield { title: `Add a branch for ${missing.map(({ word }) => word).join(" and ")}`, safety: "unsafe", edits: [edit] };
    return;
  }
}
