import { architecturesCrossCompiledIn, platformNamed, textOf, wordRunsOn, type EvaluatedStage, type ForeignUse } from "../../src/rulekit/index.ts";

/** Whether a stage has Go call a C compiler. */
export function usesC(stage: EvaluatedStage): boolean {
  return stage.effects.some((effect) => effect.kind === "set-env" && effect.name === "CGO_ENABLED" && textOf(effect.value) === "1");
}

/** Whether another CPU's code is to be linked by a C compiler that knows only the one it runs on: cgo and cargo need one for the target. */
export function lacksLinker({ effect, stage, words }: ForeignUse): boolean {
  if (effect.kind !== "compile" || words.some(({ platforms }) => platforms.some((name) => wordRunsOn(platformNamed(name), stage.platform)))) return false;
  if (!hasOrdinaryTools(stage)) return false;
  if (effect.targetFrom === "GOARCH") return usesC(stage);
  return effect.tool === "cargo" && LINKING.has(textOf(effect.argv[1] ?? { pieces: [] }));
}

const LINKING: ReadonlySet<string> = new Set(["build", "b", "install", "rustc", "run", "test"]);

/** Whether the stage starts from a plain image and neither installs nor names a linker for another CPU. */
function hasOrdinaryTools(stage: EvaluatedStage): boolean {
  if (stage.base.kind !== "image" || !PLAIN.test(textOf(stage.base.image))) return false;
  const names = stage.effects.some((effect) => effect.kind === "set-env" && /^(?:CC|CROSS_COMPILE|RUSTFLAGS|CARGO_TARGET_\w+_LINKER|CARGO_ENCODED_RUSTFLAGS)$/.test(effect.name));
  return !names && architecturesCrossCompiledIn(stage).size === 0;
}

const PLAIN = /^(?:(?:(?:docker\.io\/)?library\/)?(?:golang|rust|debian|ubuntu|alpine|fedora)|registry\.access\.redhat\.com\/ubi\d+\/(?:go-toolset|ubi\w*(?:-minimal)?))(?::|@|$)/;
