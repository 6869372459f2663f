import { isArchitectureIndependentFile } from "../../src/knowledge/architecture.ts";
import { assetFor, bareLinuxMeans86 } from "../../src/knowledge/assets.ts";
import {
  bareUse, consequenceOfFile, copiesFrom, downloadsIn, fixForeignUses, foreignUse, foreignUseOn, isChosenByBranch, knownText, platformNamed, problemsOf, samePlatform, stagePlatforms, textOf, wordRunsOn,
  type Build, type CheckInput, type Consequence, type EffectOf, type EvaluatedStage, type Evidence, type ForeignUse, type Rule,
} from "../../src/rulekit/index.ts";
import { echoesIn } from "./echoes.ts";
import { selectedIn } from "./selected.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-arch-in-url",
    summary: "Disallow downloads whose URL names one architecture whatever the platform",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check(input) {
    const echoes = echoesIn(input.build);
    return problemsOf(
      usesIn(input.build),
      (use, all) => ({
        message: use.effect.kind === "run" ? messageForChoice(use) : isChosenByBranch(use, input.builds) ? messageForBranch(use) : messageFor(use.words[0]),
        consequence: consequenceOf(input, all),
        evidence: evidenceFor(use),
        related: echoes(use),
      }),
      "downloaded here",
    );
  },
  fixes: (input) => fixForeignUses(input),
};

export default rule;

function* usesIn(build: Build): Generator<ForeignUse> {
  yield* selectedIn(build);
  for (const { effect, stage } of downloadsIn(build)) {
    if (isArchitectureIndependentFile(textOf(effect.url))) continue;
    const use = foreignUse(build, { effect, stage }, effect.url) ?? shippedUseIn(build, effect, stage) ?? bareUseIn(build, effect, stage);
    if (use !== undefined) yield use;
  }
}

/** What runs where it is downloaded is a tool; copied from there into the image as it is, it must be for the image's platform. */
function shippedUseIn(build: Build, effect: EffectOf<"download">, stage: EvaluatedStage): ForeignUse | undefined {
  const file = effect.to === undefined ? undefined : knownText(effect.to);
  if (file?.startsWith("/") !== true || samePlatform(stage.platform, build.target)) return undefined;
  const shipped = copiesFrom(build, stage.index).some((copy) => copy.stage.shipped && copy.effect.sources.some((source) => knownText(source) === file));
  return shipped ? foreignUseOn([build.target], { effect, stage }, effect.url) : undefined;
}

const X86 = ["linux/amd64"];

/** A file whose name tells no architecture, because only its builds for others do. */
function bareUseIn(build: Build, effect: EffectOf<"download">, stage: EvaluatedStage): ForeignUse | undefined {
  if (stagePlatforms(build, stage).some((platform) => wordRunsOn(platformNamed("linux/amd64"), platform))) return undefined;
  const bare = bareLinuxMeans86(textOf(effect.url));
  return bare === undefined || bare.confidence === "low" ? undefined : bareUse({ effect, stage }, effect.url, { ...bare, platforms: X86 });
}

function consequenceOf(input: CheckInput, uses: readonly ForeignUse[]): Consequence {
  const all = uses.map(({ effect, stage }) => (effect.kind === "download" ? consequenceOfFile(input, { effect, stage }) : "wrong-binary"));
  return all.find((one) => one === "build-fails") ?? all[0] ?? "wrong-binary";
}

function messageForChoice({ words }: ForeignUse): string {
  return `\`${words[0]?.word ?? ""}\` is written into what picks the file to download, so it is the one for that CPU on every platform`;
}

function messageForBranch({ words }: ForeignUse): string {
  return `\`${words[0]?.word ?? ""}\` is written into the URL that this platform gets, and so it gets a file for another CPU`;
}

function messageFor(word: ForeignUse["words"][number] | undefined): string {
  if (word?.wordOn !== undefined) return `\`${word.word}\` without a suffix is the build for one CPU, and it is downloaded on every platform`;
  return `\`${word?.word ?? ""}\` is written into the URL, so this file is downloaded for that CPU on every platform`;
}

/** What is known of the tool's other builds, and what to take where there is none. */
function evidenceFor({ effect }: ForeignUse): readonly Evidence[] {
  const asset = effect.kind === "download" ? assetFor(textOf(effect.url)) : undefined;
  if (asset === undefined || asset.status === "unknown") return [];
  const instead = asset.status === "none" ? asset.alternative : undefined;
  return [asset.evidence, ...(instead === undefined ? [] : [{ ...asset.evidence, statement: `what is used instead of ${asset.tool}: ${instead}` }])];
}
