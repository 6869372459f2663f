import {
  copiesFrom, effectsOf, formatPlatform, primaryPlace, relatedReadings, removeFlag, runsOn, textOf,
  type Build, type CheckInput, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Rule, type Value,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-constant-platform",
    summary: "Disallow a written-out platform on FROM",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

interface ConstantStage {
  readonly stage: EvaluatedStage;
  readonly flag: Value;
}

function* problemsIn({ build }: CheckInput): Generator<Problem> {
  for (const stage of build.stages) {
    const flag = stage.platformFlag;
    // A stage that is built FROM another keeps that one's platform, whatever its own flag says.
    if (!stage.reachable || flag === undefined || stage.base.kind !== "image" || !isWrittenOut(flag)) continue;
    if (runsOn(stage.platform, build.target)) continue;
    yield problemOf({ stage, flag }, build);
  }
}

function isWrittenOut(flag: Value): boolean {
  return flag.pieces.length > 0 && flag.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal");
}

function problemOf({ stage, flag }: ConstantStage, build: Build): Problem {
  const at = primaryPlace(flag) ?? stage.from.range;
  const shown = `\`${textOf(flag)}\` is written out`;
  const related = relatedReadings(flag.pieces, at);
  const data: ConstantStage = { stage, flag };
  if (stage.shipped) return { at, related, data, message: `${shown}, so the image holds code for that CPU whatever platform is asked for` };
  if (givesOnlyIndependentFiles(build, stage)) {
    return { at, related, data, level: "note", consequence: "emulated", message: `${shown}, so this stage is emulated on builders with another CPU, although its files fit every platform` };
  }
  return { at, related, data, message: `${shown}, so what other stages take from this one is code for that CPU whatever platform is asked for` };
}

/** Files that are the same on every CPU: bundles of a web project, jars, pages. Judged by what is copied out and what made it. */
function givesOnlyIndependentFiles(build: Build, stage: EvaluatedStage): boolean {
  const copies = copiesFrom(build, stage.index);
  if (copies.length === 0) return true;
  const tools = [...effectsOf(build, "compile")].filter((entry) => entry.stage === stage).map(({ effect }) => effect.tool);
  if (tools.some((tool) => NATIVE_COMPILERS.has(tool))) return false;
  return copies.every(({ effect }) => effect.sources.every((source) => INDEPENDENT_PATH.test(textOf(source))));
}

const NATIVE_COMPILERS: ReadonlySet<string> = new Set(["go", "cargo", "rustup", "gcc", "g++", "clang", "make", "cmake", "meson", "ninja", "configure", "dotnet", "swift", "cabal", "stack", "nvcc"]);

/** Where build tools put what runs in a browser or on a virtual machine. */
const INDEPENDENT_PATH = /(?:^|\/)(?:dist|public|static|assets|www|html|docs?|out|site|_site|storybook-static)(?:\/|$)|\.(?:jar|war|html?|css|m?js|map|json|md|txt|ya?ml)$/;

function* proposalsFor({ dockerfile, builds, found }: FixInput): Generator<Proposal> {
  const { stage, flag } = found[0]?.problem.data as ConstantStage;
  const written = stage.from.flags.find(({ name }) => name === "platform");
  const only = flag.pieces.length === 1 ? flag.pieces[0] : undefined;
  if (written === undefined || only?.kind !== "text") return;
  const known = builds.every((build) => baseServes(build.stages[stage.index], formatPlatform(build.target)));
  const safety = known ? "safe" : "unsafe";
  if (only.readings !== undefined) {
    if (only.verbatim) yield { title: "Follow the platform asked for", safety, edits: [{ range: only.from, newText: "$TARGETPLATFORM" }] };
    return;
  }
  if (found[0]?.problem.level === "note" && written.value?.isVerbatim() === true) {
    yield { title: "Run the stage on the builder's own platform", safety: "unsafe", edits: [{ range: written.value.rangeOf(), newText: "$BUILDPLATFORM" }] };
    return;
  }
  yield { title: "Remove the written-out platform", safety, edits: [removeFlag(dockerfile, written)] };
}

function baseServes(stage: EvaluatedStage | undefined, platform: string): boolean {
  return stage?.base.kind === "image" && stage.base.traits?.index?.includes(platform) === true;
}
