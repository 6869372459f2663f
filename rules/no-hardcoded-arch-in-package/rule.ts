import { isArchitectureIndependentFile } from "../../src/knowledge/architecture.ts";
import { effectsOf, fixForeignUses, foreignUse, problemsOf, textOf, type Build, type EvaluatedStage, type Effect, type ForeignUse, type Rule, type Value } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-arch-in-package",
    summary: "Disallow packages and package sources of one architecture whatever the platform",
    level: "error",
    consequence: "build-fails",
    fixable: "safe",
  },
  *check({ build }) {
    yield* problemsOf(packagesIn(build), ({ words }) => ({ message: `\`${words[0]?.word ?? ""}\` is written into the package, so it is asked for on every platform` }), "installed here");
    yield* problemsOf(sourcesIn(build), ({ words }) => ({ message: `\`${words[0]?.word ?? ""}\` is written into the package source, so no other architecture is served from it` }), "added here");
  },
  fixes: (input) => fixForeignUses(input),
};

export default rule;

function* packagesIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of effectsOf(build, "install")) {
    if (effect.action === "remove") continue;
    // A URL among the packages is a download too, and judged as one.
    const packages = effect.packages.filter((value) => !/^[a-z+]+:\/\//.test(textOf(value)));
    yield* usesOf(build, { effect, stage }, [...packages, ...effect.platformOptions]);
  }
  for (const { effect, stage } of effectsOf(build, "run")) {
    if (PRINTS.has(textOf(effect.argv[0] ?? { pieces: [] }))) continue;
    yield* usesOf(build, { effect, stage }, effect.argv.filter((value) => isPackageFile(textOf(value))));
  }
}

function* sourcesIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of effectsOf(build, "add-source")) yield* usesOf(build, { effect, stage }, [effect.text]);
}

function* usesOf(build: Build, place: { effect: Effect; stage: EvaluatedStage }, values: readonly Value[]): Generator<ForeignUse> {
  for (const value of values) {
    if (isArchitectureIndependentFile(textOf(value))) continue;
    const use = foreignUse(build, place, value);
    if (use !== undefined) yield use;
  }
}

const PRINTS: ReadonlySet<string> = new Set(["echo", "printf"]);

/** A package file that no URL names: a URL is a download. */
function isPackageFile(text: string): boolean {
  return /\.(?:deb|rpm|apk|whl)$/.test(text) && !text.includes("://");
}
