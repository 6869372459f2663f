import type { Build } from "../evaluate/build.ts";
import { textOf } from "../evaluate/value.ts";
import { architectureWordsIn } from "../knowledge/architecture.ts";
import { platformNamed, wordRunsOn } from "./foreign-words.ts";
import type { Platform } from "../model/platform.ts";

/**
 * Whether a Dockerfile is there for other platforms than this one on purpose, so that what is wrong on this one is only worth a
 * note: its path names another architecture (`Dockerfile.arm64`, `docker/amd64/Dockerfile`), or it builds an image of Windows.
 */
export function isMeantForOthers(file: string, { target, stages }: Build): boolean {
  if (target.os !== "windows" && stages.some(({ reachable, base }) => reachable && base.kind === "image" && WINDOWS.test(textOf(base.image)))) return true;
  const named = platformsNamedBy(file);
  return named.length > 0 && !named.some((platform) => wordRunsOn(platform, target));
}

/** https://learn.microsoft.com/virtualization/windowscontainers/manage-containers/container-base-images */
const WINDOWS = /(?:^|\/)(?:windows\/(?:server(?:core)?|nanoserver)|dotnet\/framework\/[\w-]+)(?:[:@/]|$)|[:-](?:windowsservercore|nanoserver)-/;

/** A folder counts only when it is called nothing else: `conda-linux-64` may hold a Dockerfile for all. */
function platformsNamedBy(file: string): readonly Platform[] {
  const parts = file.split("/");
  return parts.flatMap((part, i) => {
    const words = architectureWordsIn(part).filter(({ platforms }) => platforms.some((platform) => platform.startsWith("linux/")));
    const isWhole = i === parts.length - 1 || (words.length === 1 && words[0]?.word === part);
    return isWhole ? words.flatMap(({ platforms }) => platforms.map(platformNamed)) : [];
  });
}
