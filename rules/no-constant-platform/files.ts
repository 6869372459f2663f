import {
  copiesFrom, effectsOf, textOf,
  type Build, type EffectOf, type EvaluatedStage, type Value,
} from "../../src/rulekit/index.ts";

/** Whether what other stages take from a stage is right for the platform asked for although the stage runs on another CPU. */
export function fitsEveryPlatform(build: Build, stage: EvaluatedStage): boolean {
  const family = withChildren(build, stage);
  const copies = [...family].flatMap((one) => copiesFrom(build, one.index)).filter((copy) => !family.has(copy.stage));
  const compiled = effectsIn(build, family, "compile").filter(({ tool }) => NATIVE_COMPILERS.has(tool));
  if (compiled.length > 0) return compiled.every(({ target }) => followsTarget(target));
  const downloads = effectsIn(build, family, "download").filter(({ runs }) => runs === "always");
  const fetched = downloads.length > 0 && downloads.every(({ url }) => followsTarget(url));
  return copies.every(({ effect }) => effect.sources.every((source) => INDEPENDENT_PATH.test(textOf(source)) || (fetched && !INSTALLED_PATH.test(textOf(source)))));
}

/** The stage and those that are built FROM it. */
function withChildren(build: Build, stage: EvaluatedStage): ReadonlySet<EvaluatedStage> {
  const family = new Set([stage]);
  for (const other of build.stages) {
    if (!other.reachable || other.base.kind !== "stage") continue;
    const parent = build.stages[other.base.stage];
    if (parent !== undefined && family.has(parent)) family.add(other);
  }
  return family;
}

function effectsIn<Kind extends "compile" | "download">(build: Build, family: ReadonlySet<EvaluatedStage>, kind: Kind): EffectOf<Kind>[] {
  return [...effectsOf(build, kind)].filter(({ stage }) => family.has(stage)).map(({ effect }) => effect);
}

/** Whether a text was made from the platform asked for: a cross build, a download for the target. */
function followsTarget(value: Value | undefined): boolean {
  return value?.pieces.some((piece) => piece.kind === "text" && piece.origin === "platform" && piece.follows === "target") === true;
}

const NATIVE_COMPILERS: ReadonlySet<string> = new Set(["go", "cargo", "rustup", "gcc", "g++", "clang", "make", "cmake", "meson", "ninja", "configure", "dotnet", "swift", "cabal", "stack", "nvcc"]);

/** Where build tools put what runs in a browser or on a virtual machine, and where data lies. */
const INDEPENDENT_PATH = /(?:^|\/)(?:[\w.]+-)*(?:data|models?|weights|fonts|certs|templates|locales?)(?:\/|$)|(?:^|\/)(?:dist|public|static|assets|www|html|docs?|out|site|_site|storybook-static)(?:\/|$)|\.(?:jar|war|html?|css|m?js|map|json|md|txt|ya?ml)$/;

/** Where packages put theirs. */
const INSTALLED_PATH = /^\/(?:usr\/)?(?:s?bin|lib\w*)(?:\/|$)/;
