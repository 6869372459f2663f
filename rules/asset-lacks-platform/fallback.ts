import { officialName } from "../../src/knowledge/images.ts";
import { officialTag } from "../../src/knowledge/official-images.ts";
import { knownText, parseReference, selectFromIndex, type Build, type EvaluatedStage } from "../../src/rulekit/index.ts";

/** Whether the stage's image has no build for the platform and a builder takes one of a related CPU: what is asked for there is for that one. */
export function runsOnRelatedCpu(build: Build, stage: EvaluatedStage): boolean {
  const { base, platform } = stage;
  if (base.kind === "stage") {
    const parent = build.stages[base.stage];
    return parent !== undefined && runsOnRelatedCpu(build, parent);
  }
  const reference = base.kind === "image" ? parseReference(knownText(base.image) ?? "") : undefined;
  if (reference === undefined || "error" in reference || reference.digest !== undefined) return false;
  const tag = officialTag(officialName(reference) ?? "", reference.tag ?? "latest");
  const taken = tag === undefined ? undefined : selectFromIndex(platform, tag.platforms)?.platform;
  return taken !== undefined && taken.arch !== platform.arch;
}
