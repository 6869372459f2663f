import { isArchitectureIndependentFile } from "../../src/knowledge/architecture.ts";
import { bareLinuxMeans86 } from "../../src/knowledge/assets.ts";
import {
  bareUse, downloadsIn, fixForeignUses, foreignUse, platformNamed, problemsOf, stagePlatforms, textOf, wordRunsOn,
  type Build, type EffectOf, type EvaluatedStage, type ForeignUse, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-arch-in-url",
    summary: "Disallow downloads whose URL names one architecture whatever the platform",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: ({ build }) => problemsOf(usesIn(build), ({ words }) => ({ message: messageFor(words[0]) }), "downloaded here"),
  fixes: (input) => fixForeignUses(input),
};

export default rule;

function* usesIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of downloadsIn(build)) {
    if (isArchitectureIndependentFile(textOf(effect.url))) continue;
    const use = foreignUse(build, { effect, stage }, effect.url) ?? bareUseIn(build, effect, stage);
    if (use !== undefined) yield use;
  }
}

const X86 = ["linux/amd64"];

/** A file whose name tells no architecture, because only its builds for others do. */
function bareUseIn(build: Build, effect: EffectOf<"download">, stage: EvaluatedStage): ForeignUse | undefined {
  if (stagePlatforms(build, stage).some((platform) => wordRunsOn(platformNamed("linux/amd64"), platform))) return undefined;
  const bare = bareLinuxMeans86(textOf(effect.url));
  return bare === undefined || bare.confidence === "low" ? undefined : bareUse({ effect, stage }, effect.url, { ...bare, platforms: X86 });
}

function messageFor(word: ForeignUse["words"][number] | undefined): string {
  if (word?.wordOn !== undefined) return `\`${word.word}\` without a suffix is the build for one CPU, and it is downloaded on every platform`;
  return `\`${word?.word ?? ""}\` is written into the URL, so this file is downloaded for that CPU on every platform`;
}
