import type { StageSystem } from "../evaluate/system/system.ts";
import { nativePython } from "../knowledge/python-native.ts";
import type { LackingInstall } from "./python-releases.ts";

/** Whether a stage has a C compiler when it must compile a package: yes, certainly not, or not known. */
export type CompilerState = "there" | "missing" | "unknown";

const COMPILERS = ["gcc", "g++", "clang", "build-essential", "build-base", "alpine-sdk", "gcc-c++", "@development-tools", "@development", "Development Tools", "@Development Tools", "musl-dev"];

/** What is known of the compiler of a stage. */
export function compilerIn({ packages, closed }: StageSystem): CompilerState {
  if (COMPILERS.some((name) => packages.has(name))) return "there";
  return closed ? "missing" : "unknown";
}

/** Whether compiling this release takes so long that it is worth a warning. */
export function isHeavyBuild({ dependency, install }: Pick<LackingInstall, "dependency" | "install">): boolean {
  return nativePython(dependency.name, install.system.pythonOfDistribution).isHeavy;
}
