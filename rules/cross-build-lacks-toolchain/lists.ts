import { manifestKindOf, readManifest, type EffectOf, type EvaluatedStage, type Manifest } from "../../src/rulekit/index.ts";

/** The list of what a build needs, in the folder where it runs; undefined where none is known there. */
export function listIn(stage: EvaluatedStage, { instruction, cwd }: EffectOf<"compile">, name: "go.mod" | "Cargo.lock"): Manifest | undefined {
  const kind = manifestKindOf(name)?.kind;
  if (cwd === undefined || kind === undefined) return undefined;
  const found = stage.fileAt(instruction, `${cwd === "/" ? "" : cwd}/${name}`);
  return found === undefined || !("text" in found) ? undefined : readManifest(kind, found.file, found.text);
}
