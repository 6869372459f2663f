import { textOf, type Value } from "../evaluate/value.ts";
import type { Platform } from "../model/platform.ts";
import { platformNamed } from "./foreign-words.ts";
import { pinnedReference } from "./pinned-image.ts";

/**
 * A text that is equal for images that are the same on a platform: on linux/amd64 `amd64/debian:12` is `debian:12`. Images that
 * are named for another CPU, be it one whose code runs here too, and names that can't be read, stay what they are.
 */
export function imageIdentity(image: Value, platform: Platform): string {
  const text = textOf(image);
  const found = pinnedReference(image);
  if (found?.pinned.multiPlatformName === undefined) return text;
  const { os, arch } = platformNamed(found.pinned.platform);
  return os === platform.os && arch === platform.arch ? text.slice(0, found.cut[0]) + text.slice(found.cut[1]) : text;
}
