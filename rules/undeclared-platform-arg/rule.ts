import {
  automaticText, contains, declareArg, effectsOf, foreignWords, rangeKey, valuesOf,
  type CheckInput, type Effect, type EffectOf, type EvaluatedStage, type FixInput, type Instruction, type Problem, type Proposal, type Range, type Rule, type Staged, type TextEdit,
} from "../../src/rulekit/index.ts";
import { harmlessTest, printedOnly, sameIfDeclared, testedOnly } from "./harmless.ts";

const rule: Rule = {
  meta: {
    id: "undeclared-platform-arg",
    summary: "Require platform arguments to be declared in the stage that uses them",
    level: "error",
    consequence: "build-fails",
    fixable: "safe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

type Read = Staged<EffectOf<"read-unset">>;

interface Undeclared {
  readonly name: string;
  readonly stage: EvaluatedStage;
  readonly instruction: number;
  /** The ARG of the stage that comes too late. */
  readonly late: Instruction | undefined;
}

/** One problem for each name and stage, at its first use: one declaration mends them all. */
function* problemsIn(input: CheckInput): Generator<Problem> {
  const uses = new Map<string, Read[]>();
  for (const read of effectsOf(input.build, "read-unset")) {
    // The variant is empty on most platforms, declared or not.
    const value = automaticText(read.effect.name, input.build) ?? "";
    if (value === "" || !matters(read, input) || (!read.effect.hasDefault && sameIfDeclared(read.effect, read.stage, { input, value }))) continue;
    const key = `${String(read.stage.index)} ${read.effect.name}`;
    uses.set(key, [...(uses.get(key) ?? []), read]);
  }
  for (const reads of uses.values()) yield problemOf(reads, input);
}

function matters({ effect, stage }: Read, input: CheckInput): boolean {
  // What the image runs later has the environment of its container and no build argument, declared or not.
  if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(input.dockerfile.instructions[effect.instruction]?.keyword ?? "")) return false;
  const written = input.textOf(effect.at.file)?.slice(effect.at.start, effect.at.end) ?? "";
  if (effect.hasDefault && !/:?-\}$|:?\?[^}]*\}$|:?\+/.test(written)) return defaultIsForeign(effect, stage);
  if (stopsThere({ effect, stage })) return true;
  return !harmlessTest(effect.at, input) && !printedOnly(effect, stage, input);
}

function stopsThere({ effect, stage }: Read): boolean {
  return stage.effects.some((other) => other.kind === "fail" && other.runs === "always" && other.instruction === effect.instruction);
}

/** Whether what stands in for the missing value is a word of another CPU: `${TARGETARCH:-amd64}`. */
function defaultIsForeign({ at }: Effect, stage: EvaluatedStage): boolean {
  return stage.effects.some((other) =>
    valuesOf(other).some((value) => foreignWords(value, stage.platform).some((word) => word.literals.some((piece) => contains(at, piece.from)))),
  );
}

function problemOf(reads: readonly Read[], input: CheckInput): Problem {
  const [{ effect, stage }] = reads as readonly [Read, ...Read[]];
  const { name } = effect;
  const late = stage.instructions.find((instruction) => declares(instruction, name));
  const data: Undeclared = { name, stage, instruction: effect.instruction, late };
  const at = placeOf(effect, input);
  const places = new Map<string, Range>(reads.map((read) => [rangeKey(read.effect.at), read.effect.at]));
  places.delete(rangeKey(at));
  const related = [...places.values()].map((place) => ({ at: place, message: `${name} is used here` }));
  if (late !== undefined) related.push({ at: late.range, message: "declared here, after its use" });
  const before = input.dockerfile.instructions.find((instruction) => instruction.keyword === "FROM" || declares(instruction, name));
  if (late === undefined && before?.keyword === "ARG") related.push({ at: before.range, message: "declared here for FROM alone" });
  const where = late === undefined ? "in a stage that doesn't declare it" : "before the stage declares it";
  // A base that nothing is known of may set the variable, though hardly any does.
  const isKnown = stage.base.kind !== "image" || stage.base.traits !== undefined;
  const what = effect.hasDefault ? "never has the platform's value" : "is always empty";
  const goesOn = reads.every((read) => !stopsThere(read) && testedOnly(read.effect, read.stage, input));
  return { at, related, data, ...(goesOn ? { consequence: "wrong-binary" as const } : {}), confidence: isKnown ? "certain" : "likely", message: `\`${name}\` is used ${where}, so it ${what} here` };
}

/** A use in a script is shown at the instruction that runs it: the declaration is missing there. */
function placeOf({ at, instruction }: Effect, { dockerfile }: CheckInput): Range {
  return at.file === dockerfile.source.file ? at : (dockerfile.instructions[instruction]?.range ?? at);
}

function declares(instruction: Instruction, name: string): boolean {
  return instruction.keyword === "ARG" && new RegExp(`(?:^|\\s)${name}(?:[\\s=]|$)`).test(instruction.operands.text);
}

function* proposalsFor(input: FixInput): Generator<Proposal> {
  const { name, stage, instruction, late } = input.problem.data as Undeclared;
  const edits = declareArg(name, { matrix: input, stage: stage.index, before: input.dockerfile.instructions[instruction] });
  if (edits === undefined || edits.length === 0) return;
  const removal = late === undefined ? undefined : removalOf(late, name, input);
  if (removal !== undefined) yield { title: `Declare ARG ${name} before its use`, safety: "safe", edits: [...edits, removal] };
  yield { title: `Declare ARG ${name} in the stage`, safety: "safe", edits };
}

/** Takes out a late `ARG NAME` that stands for itself; one with a comment above keeps its place. */
function removalOf(late: Instruction, name: string, { dockerfile }: FixInput): TextEdit | undefined {
  const { text, file } = dockerfile.source;
  const start = text.lastIndexOf("\n", late.range.start - 1) + 1;
  const newline = text.indexOf("\n", late.range.end);
  const above = text.slice(text.lastIndexOf("\n", start - 2) + 1, start).trim();
  if (late.operands.text !== name || newline < 0 || above.startsWith("#")) return undefined;
  return { range: { file, start, end: newline + 1 }, newText: "" };
}
