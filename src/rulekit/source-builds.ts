import type { Facts } from "../facts/index.ts";
import type { Install, InstalledPackage } from "../evaluate/install/types.ts";
import { firstPrebuilt, NATIVE_PACKAGES_AS_OF, type BuildNeeds } from "../knowledge/native-packages.ts";
import { installScriptsOf, type ScriptedInstall } from "./install-scripts.ts";
import { pythonSourceBuilds } from "./python-builds.ts";
import type { Confidence, Evidence } from "./types.ts";

/** A package that an installation compiles on this platform, and takes prebuilt on others. */
export interface SourceBuild {
  readonly installed: InstalledPackage;
  /** As people write it: `canvas 2.11.2`. */
  readonly name: string;
  readonly needs: BuildNeeds;
  /** The first version from which on all have a prebuilt file here, where there is one. */
  readonly prebuiltFrom: string | undefined;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
}

/** The packages that an installation compiles because nobody published a file of them for its platform. */
export function sourceBuildsOf(install: Install, facts: Facts): readonly SourceBuild[] {
  if (install.ecosystem === "python") return pythonSourceBuilds(install, facts);
  return installScriptsOf(install)
    .filter(({ outcome }) => outcome === "compiles")
    .map((scripted) => ofScript(install, scripted));
}

function ofScript({ stage, system: { libc } }: Install, scripted: ScriptedInstall): SourceBuild {
  const { installed, native } = scripted;
  const platform = libc === undefined ? undefined : { arch: stage.platform.arch, libc: libc.kind, ...(libc.version === undefined ? {} : { libcVersion: libc.version }) };
  const prebuiltFrom = platform === undefined ? undefined : firstPrebuilt(native.name, platform);
  const since = prebuiltFrom === undefined || prebuiltFrom.includes("-") ? [] : [`${native.name} has a prebuilt file here from ${prebuiltFrom} on`];
  const instead = native.alternative === "" ? [] : [`${native.alternative} serves the same purpose`];
  const first = scriptedEvidence(scripted);
  return {
    installed,
    name: scriptedName(scripted),
    needs: native.needs,
    prebuiltFrom,
    confidence: scriptedConfidence(scripted),
    evidence: [first, ...[...since, ...instead].map((statement) => ({ ...first, statement }))],
  };
}

/** `canvas 2.11.2`, and for a range its least version. */
export function scriptedName({ native, version, versionIs }: Pick<ScriptedInstall, "native" | "version" | "versionIs">): string {
  return versionIs === "newest" ? native.name : `${native.name} ${version}`;
}

/** Nobody knows which version a name alone will be. */
export function scriptedConfidence({ native, versionIs }: Pick<ScriptedInstall, "native" | "versionIs">): Confidence {
  return native.confidence === "high" && versionIs !== "newest" ? "certain" : "likely";
}

/** Why it is known what the install script does. */
export function scriptedEvidence({ native, version, outcome }: Pick<ScriptedInstall, "native" | "version" | "outcome">): Evidence {
  const statements: Readonly<Record<typeof outcome, string>> = {
    compiles: `${native.name} ${version} has no prebuilt file for this CPU and C library; its install script compiles it instead`,
    fails: `the install script of ${native.name} ${version} has no file for this CPU and stops`,
    foreign: `the install script of ${native.name} ${version} brings a program for another CPU`,
    "no-file": `${native.name} ${version} has no program for this CPU`,
  };
  return { statement: statements[outcome], source: native.source, asOf: NATIVE_PACKAGES_AS_OF };
}
