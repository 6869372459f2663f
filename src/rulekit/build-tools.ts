import type { Install } from "../evaluate/install/types.ts";
import type { StageSystem } from "../evaluate/system/system.ts";
import type { BuildNeeds } from "../knowledge/native-packages.ts";

/** What a stage lacks to compile a package, in the words of its distribution. */
export interface MissingTools {
  readonly manager: SystemManager;
  readonly packages: readonly string[];
  /** `likely`: a compiler is there, and other packages may have brought the libraries. */
  readonly confidence: "certain" | "likely";
}

export type SystemManager = "apt" | "apk" | "yum" | "dnf" | "microdnf" | "zypper";

/** Whether a stage can compile: `ready`, `unknown`, or what it lacks. */
export type BuildReadiness = { readonly state: "ready" } | { readonly state: "unknown" } | { readonly state: "lacks"; readonly missing: MissingTools };

/** What is known of a stage's means to compile when an installation runs. */
export function buildReadiness(install: Install, needs: BuildNeeds): BuildReadiness {
  const { system } = install;
  const manager = managerOf(install);
  const wanted = manager === undefined ? [] : needs[familyOf(manager)];
  if (manager === undefined || wanted.length === 0) return { state: "unknown" };
  const lacking = wanted.filter((need) => !isThere(nameOf(need), system, manager));
  const hasCompiler = ["gcc", ...COMPILERS].some((name) => system.packages.has(name));
  if (!lacking.some((need) => !need.endsWith("?"))) return { state: "ready" };
  if (!system.closed) return { state: "unknown" };
  return { state: "lacks", missing: { manager, packages: lacking.map(nameOf), confidence: hasCompiler ? "likely" : "certain" } };
}

/** The whole command that installs packages, as people write it. */
export function installCommand({ manager, packages }: Pick<MissingTools, "manager" | "packages">): string {
  const names = packages.join(" ");
  switch (manager) {
    case "apt":
      return `apt-get update && apt-get install -y --no-install-recommends ${names}`;
    case "apk":
      return `apk add --no-cache ${names}`;
    case "yum":
    case "dnf":
    case "microdnf":
    case "zypper":
      return `${manager} install -y ${names}`;
  }
}

/** Which of the lists of `BuildNeeds` a manager's packages are in. */
export function familyOf(manager: SystemManager): keyof BuildNeeds {
  return manager === "apt" || manager === "apk" ? manager : "rpm";
}

const MANAGERS: ReadonlySet<string> = new Set(["apt", "apk", "yum", "dnf", "microdnf", "zypper"]);

/** The manager that the stage's own steps use, else the one that its distribution is used with. */
function managerOf({ stage, system }: Install): SystemManager | undefined {
  const used = stage.effects.findLast((effect) => effect.kind === "install" && MANAGERS.has(effect.manager));
  const name = used?.kind === "install" ? used.manager : system.distribution?.name === "amazonlinux" ? "yum" : (system.manager ?? BY_DISTRIBUTION[system.distribution?.name ?? ""]);
  return name !== undefined && MANAGERS.has(name) ? (name as SystemManager) : undefined;
}

const BY_DISTRIBUTION: Readonly<Partial<Record<string, SystemManager>>> = { debian: "apt", ubuntu: "apt", alpine: "apk", fedora: "dnf", rockylinux: "dnf", almalinux: "dnf", oraclelinux: "dnf", centos: "yum", ubi: "dnf", "opensuse-leap": "zypper" };

function nameOf(need: string): string {
  return need.replace(/\?$/, "");
}

const COMPILERS = ["build-essential", "g++", "clang", "build-base", "alpine-sdk", "gcc-c++", "@development-tools", "Development Tools", "@Development Tools", "@development"];
/** What brings the C++ compiler and make at once. */
const BUNDLES = ["build-essential", "build-base", "alpine-sdk", "@development-tools", "Development Tools", "@Development Tools", "@development"];

/** Names that stand for one another, or that bring the other along. */
const EQUIVALENTS: Readonly<Partial<Record<string, readonly string[]>>> = {
  gcc: [...COMPILERS],
  "libc6-dev": ["build-essential", "g++", "gcc"],
  "musl-dev": ["build-base", "alpine-sdk", "g++"],
  "g++": [...COMPILERS],
  "gcc-c++": [...COMPILERS],
  make: BUNDLES,
  "pkg-config": ["pkgconf"],
  pkgconf: ["pkgconfig", "pkg-config"],
  "libjpeg-dev": ["libjpeg62-turbo-dev", "libjpeg-turbo8-dev", "libjpeg8-dev"],
  "jpeg-dev": ["libjpeg-turbo-dev"],
};

function isThere(name: string, system: StageSystem, manager: SystemManager): boolean {
  const has = (one: string): boolean => system.packages.has(one);
  if (has(name) || EQUIVALENTS[name]?.some(has) === true) return true;
  if (name === "build-essential" || name === "build-base") return BUNDLES.some(has) || ((has("g++") || has("clang")) && has("make"));
  if (name !== "python3") return false;
  // yum and dnf are written in Python; microdnf is not.
  return system.python !== undefined || manager === "yum" || manager === "dnf" || [...system.packages].some((one) => /^(?:python3|py3-)/.test(one));
}
