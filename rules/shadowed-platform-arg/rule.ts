import {
  contains, dropArgDefault, formatPlatform, isPlatformArgument, keyValues, primaryPlace, rangeKey, textOf, valuesOf,
  type Build, type CheckInput, type Effect, type EffectOf, type EvaluatedStage, type FixInput, type Platform, type Problem, type Proposal, type Range, type Rule, type Value,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "shadowed-platform-arg",
    summary: "Disallow defaults that win over a platform argument's automatic value",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: ({ build }) => problemsIn(build),
  fixes: (input) => proposalsFor(input),
};

export default rule;

interface Shadow {
  readonly effect: EffectOf<"set-env">;
  /** Undefined before the first FROM. */
  readonly stage: EvaluatedStage | undefined;
}

function* problemsIn(build: Build): Generator<Problem> {
  const seen = new Set<string>();
  for (const { effect, stage } of argumentsIn(build)) {
    const automatic = automaticValue(effect.name, build);
    const at = primaryPlace(effect.value);
    if (automatic === undefined || at === undefined || !contains(effect.at, at)) continue;
    if (!isWritten(effect.value) || textOf(effect.value) === automatic || seen.has(rangeKey(at))) continue;
    if (!isUsed(build, { effect, stage }, at)) continue;
    seen.add(rangeKey(at));
    yield { at, message: `The default of \`${effect.name}\` wins over the value that BuildKit gives it, so it is the same on every platform` };
  }
}

/** ARGs of platform arguments, before the first FROM and in the stages that are built. */
function* argumentsIn(build: Build): Generator<Shadow> {
  for (const effect of build.effects) if (isArgument(effect)) yield { effect, stage: undefined };
  for (const stage of build.stages) {
    if (!stage.reachable) continue;
    for (const effect of stage.effects) if (isArgument(effect)) yield { effect, stage };
  }
}

function isArgument(effect: Effect): effect is EffectOf<"set-env"> {
  return effect.kind === "set-env" && effect.scope === "build" && isPlatformArgument(effect.name);
}

/** What BuildKit itself puts into the argument: https://docs.docker.com/build/building/variables/#multi-platform-build-arguments */
function automaticValue(name: string, build: Build): string | undefined {
  const platform: Platform = name.startsWith("TARGET") ? build.target : build.builder;
  if (name.endsWith("PLATFORM")) return formatPlatform(platform);
  if (name.endsWith("OS")) return platform.os;
  return name.endsWith("ARCH") ? platform.arch : (platform.variant ?? "");
}

function isWritten(value: Value): boolean {
  return value.pieces.length > 0 && value.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal");
}

/** Whether anything can see the default: a step that runs while it stands, or an operand that reads it. */
function isUsed(build: Build, { effect, stage }: Shadow, at: Range): boolean {
  const holds = (value: Value): boolean => value.pieces.some((piece) => contains(at, piece.from));
  if (stage !== undefined && stage.effects.some((other) => other.kind === "run" && other.instruction > effect.instruction)) return true;
  return build.stages.some((other) => {
    if (!other.reachable) return false;
    if (other.platformFlag !== undefined && holds(other.platformFlag)) return true;
    const taken = other.effects.find((entry) => isArgument(entry) && entry !== effect && holds(entry.value));
    if (taken !== undefined && other.effects.some((entry) => entry.kind === "run" && entry.instruction > taken.instruction)) return true;
    return other.effects.some((entry) => entry !== effect && !isArgument(entry) && valuesOf(entry).some(holds));
  });
}

function* proposalsFor({ dockerfile, problem }: FixInput): Generator<Proposal> {
  const instruction = dockerfile.instructions.find(({ range }) => contains(range, problem.at));
  if (instruction?.keyword !== "ARG") return;
  const pair = keyValues(instruction, dockerfile.escape).find(({ value }) => value !== undefined && contains(value.rangeOf(), problem.at));
  const edit = pair === undefined ? undefined : dropArgDefault(dockerfile, pair);
  if (edit !== undefined) yield { title: "Drop the default", safety: "safe", edits: [edit] };
}
