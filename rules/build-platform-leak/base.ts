import { imagePlatforms, officialName } from "../../src/knowledge/images.ts";
import { officialTag } from "../../src/knowledge/official-images.ts";
import { formatPlatform, knownText, parseReference, textOf, type Build, type EvaluatedStage, type Platform } from "../../src/rulekit/index.ts";

/** Whether the image that a stage starts from is known to be published for a platform; what a digest holds is not known. */
export function baseServes({ base }: EvaluatedStage, platform: Platform): boolean {
  if (base.kind !== "image") return false;
  const wanted = formatPlatform(platform);
  if (base.traits?.index?.includes(wanted) === true) return true;
  const reference = parseReference(knownText(base.image) ?? "");
  if ("error" in reference || reference.digest !== undefined) return false;
  const official = officialName(reference);
  const tag = official === undefined ? undefined : officialTag(official, reference.tag ?? "latest");
  if (tag !== undefined) return tag.platforms.includes(wanted);
  const known = imagePlatforms(reference);
  return known?.confidence === "high" && known.platforms.includes(wanted);
}

/** Images of certificates, time zones and the like: the same files on every platform. */
const WITHOUT_CODE = /^(?:gcr\.io\/distroless\/static(?:-debian\d+)?|cgr\.dev\/chainguard\/static)(?::|@|$)/;

/** Whether a stage starts from an image without any program and runs nothing, so that only what it copies is for some CPU. */
export function holdsNoCode(build: Build, { base, effects }: EvaluatedStage): boolean {
  if (effects.some((effect) => effect.kind === "download" || (effect.kind === "run" && (effect.by === "shell" || effect.by === "exec")))) return false;
  if (base.kind === "image") return WITHOUT_CODE.test(textOf(base.image));
  const parent = base.kind === "stage" ? build.stages[base.stage] : undefined;
  return parent !== undefined && holdsNoCode(build, parent);
}
