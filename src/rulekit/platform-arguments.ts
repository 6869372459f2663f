import type { Build } from "../evaluate/build.ts";
import type { Value } from "../evaluate/value.ts";
import { architectureWordsIn } from "../knowledge/architecture.ts";
import { formatPlatform } from "../model/platform.ts";

/** Arguments that BuildKit fills by itself: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
const PLATFORM_ARGUMENTS: ReadonlySet<string> = new Set([
  "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT",
  "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT",
]);

/** Whether BuildKit fills an argument of this name, once it is declared. */
export function isPlatformArgument(name: string): boolean {
  return PLATFORM_ARGUMENTS.has(name);
}

/** Whether a text was read from a platform argument, even from a default of it, whose name begins so: `BUILD` for the builder's own. */
export function isReadAsPlatformArgument({ pieces }: Value, beginning = ""): boolean {
  return pieces.some((piece) => {
    for (let reading = piece.readings; reading !== undefined; reading = reading.before) if (isPlatformArgument(reading.name) && reading.name.startsWith(beginning)) return true;
    return false;
  });
}

/** What BuildKit puts into a platform argument; empty for the variant of a platform that has none. Undefined for any other name. */
export function automaticText(name: string, build: Build): string | undefined {
  if (!isPlatformArgument(name)) return undefined;
  const platform = name.startsWith("TARGET") ? build.target : build.builder;
  if (name.endsWith("PLATFORM")) return formatPlatform(platform);
  if (name.endsWith("OS")) return platform.os;
  return name.endsWith("ARCH") ? platform.arch : (platform.variant ?? "");
}

/** Whether two values of a platform argument say the same, be it in the words of two vocabularies: `amd64` and `x86_64`. */
export function architecturesAgree(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [wholeWord(a), wholeWord(b)];
  return one !== undefined && other !== undefined && one.some((platform) => other.includes(platform));
}

function wholeWord(text: string): readonly string[] | undefined {
  return architectureWordsIn(text).find(({ start, end }) => start === 0 && end === text.length)?.platforms;
}
