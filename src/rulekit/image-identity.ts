import { archPinnedImage } from "../knowledge/images.ts";
import { textOf, type Value } from "../evaluate/value.ts";
import { parseReference } from "../model/reference.ts";
import { runsOn } from "../model/platform-match.ts";
import type { Platform } from "../model/platform.ts";
import { platformNamed } from "./foreign-words.ts";

/**
 * A text that is equal for images that are the same on a platform: on linux/amd64 `amd64/debian:12` is `debian:12`. Images that
 * are named for another CPU, and names that can't be read, stay what they are.
 */
export function imageIdentity(image: Value, platform: Platform): string {
  const text = textOf(image);
  const reference = parseReference(text.replaceAll("\uFFFC", "x"));
  if ("error" in reference) return text;
  const name = text.slice(reference.namePart.start, reference.namePart.end);
  const host = name.includes("/") && reference.domain !== "docker.io" ? name.slice(0, name.indexOf("/") + 1) : "";
  const path = name.slice(host.length).replace(/^(?:index\.)?docker\.io\//, "");
  const tag = reference.tagPart === undefined ? undefined : text.slice(reference.tagPart.start, reference.tagPart.end);
  const pinned = archPinnedImage(path, tag);
  const other = pinned?.multiPlatformName;
  if (pinned === undefined || other === undefined || !runsOn(platformNamed(pinned.platform), platform)) return text;
  const digest = reference.digest === undefined ? "" : `@${reference.digest}`;
  return `${host}${other.path}${other.tag === undefined ? "" : `:${other.tag}`}${digest}`;
}
