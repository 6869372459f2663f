import type { Facts } from "../facts/index.ts";
import type { StageSystem } from "../evaluate/system/system.ts";
import { nativePython } from "../knowledge/python-native.ts";
import type { Install } from "../evaluate/install/types.ts";
import type { BuildNeeds } from "../knowledge/native-packages.ts";
import { buildReadiness } from "./build-tools.ts";
import { outdatedLibraryOf } from "./outdated-library.ts";
import { lackingReleasesOf, type LackingInstall } from "./python-releases.ts";
import type { SourceBuild } from "./source-builds.ts";

/** Whether a stage has a C compiler when it must compile a package: yes, certainly not, or not known. */
export type CompilerState = "there" | "missing" | "unknown";

const COMPILERS = ["gcc", "g++", "clang", "build-essential", "build-base", "alpine-sdk", "gcc-c++", "@development-tools", "@development", "Development Tools", "@Development Tools"];

/** What is known of the compiler of a stage. */
export function compilerIn({ packages, closed }: StageSystem): CompilerState {
  if (COMPILERS.some((name) => packages.has(name))) return "there";
  return closed ? "missing" : "unknown";
}

/** What compiling this release needs, in the words of each family of distributions. */
export function pythonNeeds({ dependency, install }: Pick<LackingInstall, "dependency" | "install">): BuildNeeds {
  return nativePython(dependency.name, install.system.pythonOfDistribution).needs;
}

/**
 * The releases that an installation compiles whatever version is asked for: there is no later one to choose. Where all is there, only
 * what takes long and is known for certain is worth a word.
 */
export function pythonSourceBuilds(install: Install, facts: Facts): readonly SourceBuild[] {
  return lackingReleasesOf(install, facts)
    .filter((release) => release.state === "sdist" && release.next === undefined && outdatedLibraryOf(release) === undefined)
    .filter((release) => buildReadiness(install, pythonNeeds(release)).state !== "ready" || (isHeavyBuild(release) && release.confidence === "certain"))
    .map((release) => ({
      installed: release.installed,
      name: `${release.dependency.name} ${release.version}`,
      needs: pythonNeeds(release),
      prebuiltFrom: undefined,
      confidence: release.confidence,
      evidence: release.evidence,
    }));
}

/** Whether compiling this release takes so long that it is worth a warning. */
export function isHeavyBuild({ dependency, install }: Pick<LackingInstall, "dependency" | "install">): boolean {
  return nativePython(dependency.name, install.system.pythonOfDistribution).isHeavy;
}
