import { imagePlatforms, officialName } from "../../src/knowledge/images.ts";
import { officialTag } from "../../src/knowledge/official-images.ts";
import { formatPlatform, knownText, parseReference, type EvaluatedStage, type Platform } from "../../src/rulekit/index.ts";

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
