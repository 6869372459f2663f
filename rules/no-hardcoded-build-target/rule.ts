import {
  effectsOf, fixForeignUses, foreignUseOn, problemsOf, textOf,
  type Build, type EffectOf, type ForeignUse, type Rule, type Value,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-build-target",
    summary: "Disallow compiling for one architecture whatever the platform",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: ({ build }) =>
    problemsOf(usesIn(build), ({ words }) => ({ message: `\`${words[0]?.word ?? ""}\` is written out as what is built for, so every platform gets code for that CPU` }), "built here"),
  fixes: (input) => fixForeignUses(input),
};

export default rule;

function* usesIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of effectsOf(build, "compile")) {
    for (const value of targetsOf(effect)) {
      const use = foreignUseOn([build.target], { effect, stage }, value);
      if (use !== undefined) yield use;
    }
  }
  for (const { effect, stage } of effectsOf(build, "set-env")) {
    if (effect.scope !== "image" || !(TARGET_VARIABLES.has(effect.name) || isPlatformWord(effect.value))) continue;
    const use = foreignUseOn([build.target], { effect, stage }, effect.value);
    if (use !== undefined) yield use;
  }
}

/** Variables by which build tools are told what to build for. */
const TARGET_VARIABLES: ReadonlySet<string> = new Set([
  "GOARCH", "CARGO_BUILD_TARGET", "npm_config_arch", "npm_config_target_arch", "CMAKE_SYSTEM_PROCESSOR", "CONDA_SUBDIR", "DOCKER_DEFAULT_PLATFORM", "RuntimeIdentifier",
]);

function targetsOf({ target, tool, argv }: EffectOf<"compile">): readonly Value[] {
  if (target !== undefined) return [target];
  // What make is asked to make is often named for what it is made for: `make dist/tool-linux-amd64`, `make ARCH=x86_64`.
  return tool === "make" ? argv.slice(1).filter((value) => !textOf(value).startsWith("-")) : [];
}

/** A value that is nothing but a word for a platform: whatever reads the variable takes it for the image's. */
function isPlatformWord(value: Value): boolean {
  return /^(?:linux[-_/]?)?[a-z]{1,4}[-_]?\d{2}(?:[-_]\d{2})?$/i.test(textOf(value));
}
