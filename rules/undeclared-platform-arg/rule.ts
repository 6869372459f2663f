import {
  contains, declareArg, effectsOf, foreignWords, isPlatformArgument, rangeKey, valuesOf,
  type Build, type EffectOf, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "undeclared-platform-arg",
    summary: "Require platform arguments to be declared in the stage that uses them",
    level: "error",
    consequence: "build-fails",
    fixable: "safe",
  },
  check: ({ build }) => problemsIn(build),
  fixes: (input) => proposalsFor(input),
};

export default rule;

interface Undeclared {
  readonly name: string;
  readonly stage: EvaluatedStage;
  readonly instruction: number;
}

function* problemsIn(build: Build): Generator<Problem> {
  const seen = new Set<string>();
  for (const { effect, stage } of effectsOf(build, "read-unset")) {
    if (!isPlatformArgument(effect.name) || (effect.hasDefault && !defaultIsForeign(effect, stage))) continue;
    const key = rangeKey(effect.at);
    if (seen.has(key)) continue;
    seen.add(key);
    yield problemOf(effect, stage);
  }
}

/** Whether what stands in for the missing value is a word of another CPU: `${TARGETARCH:-amd64}`. */
function defaultIsForeign(effect: EffectOf<"read-unset">, stage: EvaluatedStage): boolean {
  return stage.effects.some((other) =>
    valuesOf(other).some((value) => foreignWords(value, stage.platform).some((word) => word.literals.some((piece) => contains(effect.at, piece.from)))),
  );
}

function problemOf(effect: EffectOf<"read-unset">, stage: EvaluatedStage): Problem {
  const later = stage.instructions.find((instruction) => declares(instruction, effect.name));
  const related = later === undefined ? [] : [{ at: later.range, message: "declared here, after its use" }];
  const data: Undeclared = { name: effect.name, stage, instruction: effect.instruction };
  const what = effect.hasDefault ? "always takes its default" : "is always empty";
  return { at: effect.at, related, data, message: `\`${effect.name}\` is used before this stage declares it, so it ${what} here` };
}

function declares(instruction: EvaluatedStage["instructions"][number], name: string): boolean {
  return instruction.keyword === "ARG" && new RegExp(`(?:^|\\s)${name}(?:[\\s=]|$)`).test(instruction.operands.text);
}

function* proposalsFor(input: FixInput): Generator<Proposal> {
  const { name, stage, instruction } = found(input);
  const edits = declareArg(name, { matrix: input, stage: stage.index, before: input.dockerfile.instructions[instruction] });
  if (edits === undefined || edits.length === 0) return;
  yield { title: `Declare ARG ${name} in the stage`, safety: "safe", edits };
}

function found(input: FixInput): Undeclared {
  return input.problem.data as Undeclared;
}
