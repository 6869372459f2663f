import {
  formatPlatform, isReadAsPlatformArgument, primaryPlace, relatedReadings, removeFlag, runsOn, textOf,
  type Build, type CheckInput, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Range, type Rule, type Value,
} from "../../src/rulekit/index.ts";
import { fitsEveryPlatform } from "./files.ts";

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
    // The default of a platform argument is judged as such, and `ARG BUILDPLATFORM=linux/amd64` is meant to be the builder's own.
    if (isReadAsPlatformArgument(flag)) continue;
    if (runsOn(stage.platform, build.target)) continue;
    yield problemOf({ stage, flag }, build);
  }
}

function isWrittenOut(flag: Value): boolean {
  return flag.pieces.length > 0 && flag.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal");
}

function problemOf({ stage, flag }: ConstantStage, build: Build): Problem {
  const at = placeOf(flag) ?? stage.from.range;
  const shown = `\`${textOf(flag)}\` is written out`;
  const related = relatedReadings(flag.pieces, at);
  const data: ConstantStage = { stage, flag };
  if (stage.shipped) return { at, related, data, message: `${shown}, so the image holds code for that CPU whatever platform is asked for` };
  if (fitsEveryPlatform(build, stage)) {
    return { at, related, data, level: "note", consequence: "emulated", message: `${shown}, so this stage is emulated on builders with another CPU, although its files fit the platform asked for` };
  }
  return { at, related, data, message: `${shown}, so what other stages take from this one is code for that CPU whatever platform is asked for` };
}

/** The flag's value, or the part of it that names the CPU where it was put together: `linux/${ARCH}`. */
function placeOf(flag: Value): Range | undefined {
  return primaryPlace(flag, flag.pieces.length === 1 ? 0 : textOf(flag).indexOf("/") + 1);
}

function* proposalsFor({ dockerfile, builds, found }: FixInput): Generator<Proposal> {
  const { stage, flag } = found[0]?.problem.data as ConstantStage;
  const written = stage.from.flags.find(({ name }) => name === "platform");
  if (written?.value === undefined) return;
  const known = builds.every((build) => baseServes(build.stages[stage.index], formatPlatform(build.target)));
  const only = flag.pieces.length === 1 ? flag.pieces[0] : undefined;
  // The default of an argument that FROM reads: whoever gives the argument keeps doing so.
  if (only?.kind === "text" && only.verbatim && written.value.text !== only.text) {
    yield { title: "Follow the platform asked for", safety: known ? "safe" : "unsafe", edits: [{ range: only.from, newText: "$TARGETPLATFORM" }] };
  }
  if (found[0]?.problem.level === "note" && written.value.isVerbatim()) {
    yield { title: "Run the stage on the builder's own platform", safety: "unsafe", edits: [{ range: written.value.rangeOf(), newText: "$BUILDPLATFORM" }] };
    return;
  }
  yield { title: "Remove the written-out platform", safety: known ? "safe" : "unsafe", edits: [removeFlag(dockerfile, written)] };
}

function baseServes(stage: EvaluatedStage | undefined, platform: string): boolean {
  return stage?.base.kind === "image" && stage.base.traits?.index?.includes(platform) === true;
}
