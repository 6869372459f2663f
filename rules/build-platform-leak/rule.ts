import {
  declareArg, isOfKind, primaryPlace, rangeKey, removeFlag, textOf,
  type Build, type CheckInput, type EffectOf, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Related, type Rule, type TextEdit,
} from "../../src/rulekit/index.ts";
import { baseServes, holdsNoCode } from "./base.ts";
import { leaksIn, type Leak } from "./leaks.ts";
import { isAlwaysBound } from "./packages.ts";
import { builderRoot, isOfBuilder } from "./trace.ts";

const rule: Rule = {
  meta: {
    id: "build-platform-leak",
    summary: "Disallow files made for the builder's own CPU in an image for another one",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

interface Found {
  /** The stages whose `--platform` keeps them on the builder, the one that decides first. */
  readonly stages: readonly EvaluatedStage[];
  readonly leak: Leak | undefined;
}

function* problemsIn({ build }: CheckInput): Generator<Problem> {
  yield* shippedProblems(build);
  const seen = new Set<string>();
  for (const leak of leaksIn(build)) {
    const problem = leakProblem(leak, build);
    if (problem === undefined || seen.has(rangeKey(problem.at))) continue;
    seen.add(rangeKey(problem.at));
    yield problem;
  }
}

/** The image itself is built on the builder's platform. */
function* shippedProblems(build: Build): Generator<Problem> {
  const shipped = build.stages.filter((stage) => stage.shipped);
  const last = shipped.at(-1);
  const root = last === undefined ? undefined : builderRoot(build, last);
  if (last === undefined || root === undefined || holdsNoCode(build, last)) return;
  const starts = shipped.some((stage) => stage.instructions.some(({ keyword }) => STARTING.has(keyword)));
  if (!starts && TASK.test(last.name ?? "")) return;
  const likely = starts ? {} : { level: "warning" as const, confidence: "likely" as const };
  for (const stage of shipped) {
    const at = placeOf(stage);
    if (at === undefined || stage.platformFlag === undefined || !isOfBuilder(stage.platformFlag)) continue;
    const data: Found = { stages: stage === root ? [root] : [root, stage], leak: undefined };
    const message = stage === last ? "The image is built on the builder's platform and so holds code for the builder's CPU" : "The image is built from this stage, which runs on the builder's platform, and so holds code for the builder's CPU";
    const related = stage === last ? [] : [{ at: last.from.range, message: "the image that starts from it" }];
    yield { at, message, related, data, ...likely };
  }
}

/** What only an image that somebody runs has. */
const STARTING: ReadonlySet<string> = new Set(["CMD", "ENTRYPOINT", "EXPOSE", "HEALTHCHECK", "VOLUME", "STOPSIGNAL"]);

/** Names of stages that are built for what they do and not for their image. */
const TASK = /lint|test|check|valid|verif|vendor|generat|docs?$|bench|format|update|coverage|artifact|export|cross|release/;

function placeOf(stage: EvaluatedStage): Problem["at"] | undefined {
  const flag = stage.from.flags.find(({ name }) => name === "platform")?.value;
  return flag === undefined || flag.text === "" ? undefined : flag.rangeOf();
}

function leakProblem(leak: Leak, build: Build): Problem | undefined {
  const { bound, copy } = leak;
  const { effect, stage } = bound;
  const root = builderRoot(build, stage);
  if (root === undefined) return undefined;
  const data: Found = { stages: [root], leak };
  const taken: Related = { at: copy.at, message: "copied into the image here" };
  const flag = placeOf(root);
  if (effect.kind === "compile") {
    const sure = effect.tool === "make" || effect.tool === "cmake" || bound.ifStarted === true ? LIKELY : {};
    const related = [taken, ...(flag === undefined ? [] : [{ at: flag, message: "the stage runs on the builder" }])];
    return { at: effect.at, data, related, ...sure, message: `\`${shownTool(effect)}\` runs on the builder's platform here and is not told the image's, so what it makes is for the builder's CPU` };
  }
  if (effect.kind === "download") {
    return { at: primaryPlace(effect.url) ?? effect.at, data, related: [taken], message: "The address follows the machine that builds, so the image gets a file for the builder's CPU" };
  }
  if (flag === undefined) return undefined;
  const related = [{ at: effect.at, message: "installed here" }, taken];
  const what = isAlwaysBound(effect.manager) ? "its programs are" : "parts of its packages are";
  const sure = isAlwaysBound(effect.manager) ? {} : LIKELY;
  return { at: flag, data, related, ...sure, message: `The stage runs on the builder's platform, so what \`${effect.manager}\` installs and the image takes is for the builder's CPU: ${what}` };
}

const LIKELY = { level: "warning", confidence: "likely" } as const;

function shownTool({ argv, tool }: EffectOf<"compile">): string {
  const second = textOf(argv[1] ?? { pieces: [] });
  return /^[a-z]+$/.test(second) ? `${tool} ${second}` : tool;
}

function* proposalsFor(input: FixInput): Generator<Proposal> {
  const { stages, leak } = input.found[0]?.problem.data as Found;
  const cross = leak === undefined ? undefined : crossCompile(input, leak);
  if (cross !== undefined) yield cross;
  const edits = stages.flatMap((stage) => {
    const flag = stage.from.flags.find(({ name }) => name === "platform");
    return flag === undefined ? [] : [removeFlag(input.dockerfile, flag)];
  });
  const [root] = stages;
  const known = leak === undefined && root !== undefined && input.builds.every(({ target }) => baseServes(root, target));
  const title = leak === undefined ? "Build the image on the platform asked for" : "Run the stage on the platform asked for";
  yield { title, safety: known ? "safe" : "unsafe", edits };
}

/** `GOARCH=$TARGETARCH` before the compiler: it makes code for every CPU, as long as it needs no C compiler. */
function crossCompile(input: FixInput, { bound }: Leak): Proposal | undefined {
  const { effect, stage } = bound;
  if (effect.kind !== "compile" || effect.tool !== "go") return undefined;
  const run = stage.effects.find((other): other is EffectOf<"run"> => isOfKind(other, "run") && other.instruction === effect.instruction && rangeKey(other.at) === rangeKey(effect.at));
  const word = run?.words[0];
  const instruction = input.dockerfile.instructions[effect.instruction];
  if (run?.by !== "shell" || word === undefined || textOf(run.argv[0] ?? { pieces: [] }) !== "go" || instruction?.keyword !== "RUN" || word.file !== input.dockerfile.source.file) return undefined;
  const cgo = cgoOf(stage, effect);
  const declared = cgo === "1" ? undefined : declareArg("TARGETARCH", { matrix: input, stage: stage.index, before: instruction });
  if (declared === undefined) return undefined;
  const edits: TextEdit[] = [...declared, { range: { ...word, end: word.start }, newText: "GOARCH=$TARGETARCH " }];
  const plain = cgo === "0" && input.builds.every(({ target }) => target.variant === undefined || target.arch !== "arm" || target.variant === "v7");
  return { title: "Compile for the platform asked for", safety: plain ? "safe" : "unsafe", edits };
}

function cgoOf(stage: EvaluatedStage, { instruction }: EffectOf<"compile">): string | undefined {
  const set = stage.effects.filter((effect): effect is EffectOf<"set-env"> => isOfKind(effect, "set-env") && effect.name === "CGO_ENABLED" && (effect.scope !== "shell" || effect.instruction === instruction));
  const last = set.at(-1);
  return last === undefined ? undefined : textOf(last.value);
}
