import type { Install, InstalledPackage } from "../evaluate/install/types.ts";
import { nodeOptions } from "../evaluate/install/node/options.ts";
import { nativePackage, scriptOutcome, type NativePackage, type ScriptOutcome, type ScriptPlatform } from "../knowledge/native-packages.ts";
import type { Requirement } from "../model/ecosystem/index.ts";
import type { Platform } from "../model/platform.ts";
import { knownText } from "../evaluate/value.ts";

/** A package whose install script is known to do something else on a platform than on amd64. */
export interface ScriptedPackage {
  readonly native: NativePackage;
  readonly outcome: Exclude<ScriptOutcome, "prebuilt">;
  /** The version that was judged: the pin, a range's least one, or the newest that is known. */
  readonly version: string;
  /** `newest`: nothing says which version it is. */
  readonly versionIs: "pinned" | "in-range" | "newest";
}

/** An installed package of npm with what its script does here. */
export interface ScriptedInstall extends ScriptedPackage {
  readonly installed: InstalledPackage;
}

/**
 * The packages of an installation whose scripts find no prebuilt file on the stage's platform while they do on amd64; each version
 * once. None where scripts don't run, and none that the installation goes on without.
 */
export function installScriptsOf(install: Install): readonly ScriptedInstall[] {
  if (install.ecosystem !== "node" || nodeOptions(install.effect).omitsScripts) return [];
  const found = new Map<string, ScriptedInstall>();
  for (const installed of install.packages) {
    const { dependency, version } = installed;
    if (dependency.optional || found.has(`${dependency.name}@${version ?? ""}`)) continue;
    const scripted = scriptedPackage(dependency.name, { requirement: dependency.requirement, platform: install.stage.platform, libc: install.system.libc });
    if (scripted !== undefined && !isSkipped(install, scripted.native)) found.set(`${dependency.name}@${version ?? ""}`, { ...scripted, installed });
  }
  return [...found.values()];
}

function isSkipped({ effect }: Install, { skippedBy }: NativePackage): boolean {
  return skippedBy.some((name) => {
    const value = effect.call?.env.get(name);
    const text = value === undefined ? "" : (knownText(value) ?? "unknown");
    return text !== "" && text !== "false";
  });
}

/** What is asked of a package, and where. */
export interface ScriptQuestion {
  readonly requirement: Requirement;
  readonly platform: Platform;
  readonly libc?: Install["system"]["libc"] | undefined;
}

/** What the install script of a package does; undefined where that isn't known, it is the same as on amd64, or a prebuilt file is there. */
export function scriptedPackage(name: string, { requirement, platform, libc }: ScriptQuestion): ScriptedPackage | undefined {
  const native = platform.os === "linux" ? nativePackage(name) : undefined;
  if (native === undefined) return undefined;
  for (const { version, last, versionIs } of versionsOf(requirement, native)) {
    const outcome = agreed([version, last].map((one) => outcomeOf(name, one, { arch: platform.arch, libc })));
    const elsewhere = agreed([version, last].map((one) => outcomeOf(name, one, { arch: "amd64", libc })));
    if (outcome !== undefined && outcome !== "prebuilt" && outcome !== elsewhere) return { native, outcome, version, versionIs };
  }
  return undefined;
}

function agreed<T>(all: readonly (T | undefined)[]): T | undefined {
  return all.every((one) => one === all[0]) ? all[0] : undefined;
}

function outcomeOf(name: string, version: string, { arch, libc }: { readonly arch: string; readonly libc: ScriptQuestion["libc"] }): ScriptOutcome | undefined {
  const on = (kind: ScriptPlatform["libc"]): ScriptOutcome | undefined => scriptOutcome(name, version, { arch, libc: kind, ...(libc?.version === undefined ? {} : { libcVersion: libc.version }) });
  return libc === undefined ? agreed([on("glibc"), on("musl")]) : on(libc.kind);
}

interface VersionSpan {
  readonly version: string;
  readonly last: string;
  readonly versionIs: ScriptedPackage["versionIs"];
}

/** The least and the greatest version that may be installed. */
function versionsOf(requirement: Requirement, { latest }: NativePackage): VersionSpan[] {
  if (requirement.kind === "pin") return [{ version: requirement.version, last: requirement.version, versionIs: "pinned" }];
  if (requirement.kind === "any") return latest === "" ? [] : [{ version: latest, last: latest, versionIs: "newest" }];
  if (requirement.kind !== "range") return [];
  const match = /^([\^~])(\d+)\.(\d+)\.(\d+(?:-[\w.-]+)?)$/.exec(requirement.specifier);
  if (match === null) return [];
  const [, sign, major = "", minor = "", patch = ""] = match;
  // Below 1.0.0 a caret lets only the last number move that isn't zero.
  const last = sign === "~" || major === "0" ? `${major}.${minor}.99999` : `${major}.99999.99999`;
  return [{ version: `${major}.${minor}.${patch}`, last, versionIs: "in-range" }];
}
