import { architectureWordsIn } from "../../src/knowledge/architecture.ts";
import {
  downloadsIn, effectsOf, fixForeignUses, foreignUseOn, namingEffects, servesPlatform, problemsOf, rangeKey, samePlatform, sliceValue, textOf, valuesOf,
  type Build, type Effect, type EffectOf, type EvaluatedStage, type ForeignUse, type Rule, type Value,
} from "../../src/rulekit/index.ts";
import { lacksLinker, usesC } from "./linker.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-build-target",
    summary: "Disallow compiling for one architecture whatever the platform",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  *check({ build }) {
    yield* problemsOf(compiledIn(build), ({ words }, all) => ({ message: `\`${words[0]?.word ?? ""}\` is written out as what is built for, so every platform gets code for that CPU`, consequence: all.some(lacksLinker) ? "build-fails" : "wrong-binary" }), "built here");
    yield* problemsOf(toolchainsIn(build), ({ words }) => ({ message: `\`${words[0]?.word ?? ""}\` is written out as the toolchain's target, so every platform prepares to build for that CPU` }), "installed here");
    yield* problemsOf(setIn(build), messageForVariable, "set here");
  },
  fixes: (input) => fixForeignUses(input, { known: (_, use, build) => isServedByCompiler(use, build) }),
};

export default rule;

function* compiledIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of effectsOf(build, "compile")) {
    for (const value of targetsOf(effect)) {
      // A list of targets: every platform finds its own among what is built.
      if (servesPlatform(value, build.target)) continue;
      const use = foreignUseOn([build.target], { effect, stage }, value);
      if (use !== undefined && !isOneOfSeveral(effect, stage, build)) yield use;
    }
  }
}

/** Targets and host names that a toolchain is told to fetch; what a compiler is told as well is judged there. */
function* toolchainsIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of effectsOf(build, "install")) {
    if (effect.manager !== "rustup") continue;
    const values = [...effect.packages, ...effect.platformOptions];
    // Several targets: every platform finds its own among them.
    if (values.some((value) => servesPlatform(value, build.target))) continue;
    for (const value of values) {
      const use = foreignUseOn([build.target], { effect, stage }, value);
      if (use !== undefined) yield use;
    }
  }
}

function* setIn(build: Build): Generator<ForeignUse> {
  let judged: ReadonlySet<string> | undefined;
  for (const { effect, stage } of namingEffects(build, "set-env")) {
    if (effect.scope !== "image" || isRowOfTable(effect) || !(TARGET_VARIABLES.has(effect.name) || isPlatformWord(effect.value))) continue;
    const use = foreignUseOn([build.target], { effect, stage }, effect.value);
    if (use === undefined) continue;
    const places = (judged ??= literalsJudgedElsewhere(build));
    if (!effect.value.pieces.some((piece) => places.has(rangeKey(piece.from)))) yield use;
  }
}

/** Where the words stand that decide a download, a package or a compiler's target: what uses them says what goes wrong. */
function literalsJudgedElsewhere(build: Build): ReadonlySet<string> {
  const places = new Set<string>();
  const effects: { readonly effect: Effect }[] = [...downloadsIn(build), ...effectsOf(build, "install"), ...effectsOf(build, "add-source")];
  const values = effects.flatMap(({ effect }) => valuesOf(effect));
  for (const { effect } of effectsOf(build, "compile")) values.push(...targetsOf(effect));
  for (const value of values) for (const piece of value.pieces) places.add(rangeKey(piece.from));
  return places;
}

/** `ARCH_amd64=x86_64` is what one platform gets: something else chooses among such variables by name. */
function isRowOfTable({ name }: EffectOf<"set-env">): boolean {
  return architectureWordsIn(name.toLowerCase().replaceAll("_", "-")).some(({ ambiguous }) => !ambiguous);
}

/** Variables by which build tools are told what to build for. */
const TARGET_VARIABLES: ReadonlySet<string> = new Set([
  "GOARCH", "CARGO_BUILD_TARGET", "npm_config_arch", "npm_config_target_arch", "CMAKE_SYSTEM_PROCESSOR", "CONDA_SUBDIR", "DOCKER_DEFAULT_PLATFORM", "RuntimeIdentifier",
]);

function messageForVariable({ effect, words }: ForeignUse): { readonly message: string; readonly level?: "warning"; readonly confidence?: "likely" } {
  const name = effect.kind === "set-env" ? effect.name : "";
  const message = `\`${name}\` is \`${words[0]?.word ?? ""}\` on every platform, so whatever reads it works for that CPU`;
  return TARGET_VARIABLES.has(name) ? { message } : { message, level: "warning", confidence: "likely" };
}

function targetsOf({ target, tool, argv }: EffectOf<"compile">): readonly Value[] {
  const tags = tool === "go" ? tagsIn(argv) : [];
  if (target !== undefined) return [target, ...tags];
  // What make is asked to make is often named for what it is made for: `make dist/tool-linux-amd64`, `make ARCH=x86_64`.
  return tool === "make" ? argv.slice(1).filter((value) => !textOf(value).startsWith("-")) : tags;
}

/** Build tags of Go named for a CPU choose the source files that are written for it. */
function tagsIn(argv: readonly Value[]): readonly Value[] {
  return argv.flatMap((value, i) => {
    const text = textOf(value);
    const tags = /^--?tags=/.test(text) ? sliceValue(value, text.indexOf("=") + 1) : /^--?tags$/.test(textOf(argv[i - 1] ?? { pieces: [] })) ? value : undefined;
    return tags !== undefined && textOf(tags).split(/[\s,]/).some((tag) => /^(?:amd64|arm64|386|arm|ppc64le|s390x|riscv64)$/.test(tag)) ? [tags] : [];
  });
}

/** Whether the stage builds with the same tool for the platform too, so that something later takes the right result. */
function isOneOfSeveral(effect: EffectOf<"compile">, stage: EvaluatedStage, build: Build): boolean {
  const others = stage.effects.filter((other): other is EffectOf<"compile"> => other.kind === "compile" && other.tool === effect.tool && other !== effect);
  return others.some((other) => targetsOf(other).some((value) => isWritten(value) && servesPlatform(value, build.target)));
}

function isWritten(value: Value): boolean {
  return value.pieces.every((piece) => piece.kind === "text" && piece.origin === "literal");
}

/** A value that is nothing but a word for a platform: whatever reads the variable takes it for the image's. */
function isPlatformWord(value: Value): boolean {
  return /^(?:linux[-_/]?)?[a-z]{1,4}[-_]?\d{2}(?:[-_]\d{2})?$/i.test(textOf(value));
}

/** Compilers that have every platform's code generator in them; cargo finds a linker for its own platform only. */
function isServedByCompiler({ effect, stage }: ForeignUse, build: Build): boolean {
  if (effect.kind === "set-env") return effect.name === "GOARCH";
  if (effect.kind !== "compile" || effect.target === undefined) return false;
  if (effect.tool === "cargo" || effect.tool === "go") return samePlatform(stage.platform, build.target) || (effect.tool === "go" && !usesC(stage));
  return effect.tool === "dotnet";
}
