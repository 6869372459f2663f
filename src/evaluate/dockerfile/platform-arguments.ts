import { formatPlatform, type Platform } from "../../model/platform.ts";
import type { Range } from "../../text/index.ts";
import type { BuildRequest } from "../build.ts";
import { type Follows, literal, platformText, type Value } from "../value.ts";
import type { StageEntry } from "./stages.ts";

interface Automatic {
  readonly text: string;
  readonly follows: Follows | undefined;
}

/** The arguments that BuildKit fills by itself, as they are before any `--build-arg` or default. */
export type AutomaticArguments = ReadonlyMap<string, Automatic>;

export function automaticArguments(request: BuildRequest, stages: readonly StageEntry[]): AutomaticArguments {
  const found = new Map<string, Automatic>();
  addPlatform(found, "TARGET", request.target);
  addPlatform(found, "BUILD", request.builder);
  found.set("TARGETSTAGE", { text: request.stage ?? stages.at(-1)?.name ?? "default", follows: undefined });
  return found;
}

function addPlatform(found: Map<string, Automatic>, prefix: "TARGET" | "BUILD", platform: Platform): void {
  const follows = prefix === "TARGET" ? "target" : "builder";
  const { os, arch, variant, osVersion } = platform;
  // Only the target's own argument carries the version of Windows.
  const shown = prefix === "TARGET" ? platform : { os, arch, ...(variant === undefined ? {} : { variant }) };
  found.set(`${prefix}PLATFORM`, { text: formatPlatform(shown), follows });
  found.set(`${prefix}OS`, { text: os, follows });
  found.set(`${prefix}OSVERSION`, { text: osVersion ?? "", follows });
  found.set(`${prefix}ARCH`, { text: arch, follows });
  found.set(`${prefix}VARIANT`, { text: variant ?? "", follows });
}

/** The value of an automatic argument that takes effect at `at`. */
export function automaticValue(args: AutomaticArguments, name: string, at: Range): Value | undefined {
  const found = args.get(name);
  if (found === undefined) return undefined;
  return found.follows === undefined ? given(found.text, at) : platformText(found.text, at, { follows: found.follows, source: name });
}

/** A value that the command line gave. */
export function given(text: string, at: Range): Value {
  const [piece] = literal(text, at).pieces;
  return piece?.kind === "text" ? { pieces: [{ ...piece, origin: "other" }] } : { pieces: [] };
}
