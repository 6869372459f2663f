import {
  architecturesAgree, automaticText, contains, dropArgDefault, effectsOf, keyValues, primaryPlace, rangeKey, relatedReadings, textOf,
  type Build, type CheckInput, type Effect, type EffectOf, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Rule,
} from "../../src/rulekit/index.ts";
import { usageOf, type Usage } from "./usage.ts";

const rule: Rule = {
  meta: {
    id: "shadowed-platform-arg",
    summary: "Disallow defaults that win over a platform argument's automatic value",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

type Setting = EffectOf<"set-env">;

interface Shadow {
  readonly effect: Setting;
  /** Undefined before the first FROM. */
  readonly stage: EvaluatedStage | undefined;
}

function* problemsIn(input: CheckInput): Generator<Problem> {
  const seen = new Set<string>();
  for (const shadow of shadowsIn(input.build)) {
    if (!hasDefault(shadow, input)) continue;
    const usage = usageOf(shadow.effect, shadow.stage, input);
    const problem = usage === "none" ? undefined : problemOf(shadow, usage);
    if (problem === undefined || seen.has(rangeKey(problem.at))) continue;
    seen.add(rangeKey(problem.at));
    yield problem;
  }
}

/** Written values that differ from the automatic one, before the first FROM and in the stages that are built. */
function* shadowsIn(build: Build): Generator<Shadow> {
  for (const effect of build.effects) if (isShadow(effect, build)) yield { effect, stage: undefined };
  for (const { effect, stage } of effectsOf(build, "set-env")) if (isShadow(effect, build)) yield { effect, stage };
}

function isShadow(effect: Effect, build: Build): effect is Setting {
  if (effect.kind !== "set-env" || effect.scope === "shell") return false;
  const automatic = automaticText(effect.name, build);
  if (automatic === undefined) return false;
  const isWritten = effect.value.pieces.every((piece) => piece.kind === "unset" || (piece.kind === "text" && piece.origin === "literal"));
  // Another spelling of the same CPU is wanted by whoever wrote it, and right for this platform.
  return isWritten && !architecturesAgree(textOf(effect.value), automatic);
}

/** A stage's bare `ARG NAME` only hands on the default that stands before the first FROM. */
function hasDefault({ effect }: Shadow, { textOf: sourceOf }: CheckInput): boolean {
  const { file, start, end } = effect.at;
  return effect.scope === "image" || (sourceOf(file) ?? "").slice(start, end + 1).includes("=");
}

function problemOf({ effect }: Shadow, usage: Usage): Problem {
  const written = primaryPlace(effect.value);
  const at = written !== undefined && contains(effect.at, written) ? written : effect.at;
  const isDefault = effect.scope === "build";
  const what = isDefault ? "The default of" : "The value that ENV gives to";
  const emulates = effect.name.startsWith("BUILD");
  return {
    at,
    related: relatedReadings(effect.value.pieces, effect.at),
    message: `${what} \`${effect.name}\` wins over the value that BuildKit gives it, so it is the same on every platform`,
    ...(usage === "likely" || emulates ? { level: "warning", confidence: "likely" } : {}),
    ...(emulates ? { consequence: "emulated" } : {}),
  };
}

function* proposalsFor({ dockerfile, problem }: FixInput): Generator<Proposal> {
  const instruction = dockerfile.instructions.find(({ range }) => contains(range, problem.at));
  if (instruction?.keyword !== "ARG") return;
  const pair = keyValues(instruction, dockerfile.escape).find(({ key, value }) => {
    const start = key.rangeOf().start;
    return value !== undefined && start <= problem.at.start && problem.at.start <= Math.max(value.rangeOf().end, key.rangeOf().end);
  });
  const edit = pair === undefined ? undefined : dropArgDefault(dockerfile, pair);
  if (edit !== undefined) yield { title: "Drop the default", safety: "safe", edits: [edit] };
}
