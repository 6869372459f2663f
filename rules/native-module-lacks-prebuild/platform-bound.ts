import { isPlatformPackage } from "../../src/knowledge/native-packages.ts";
import { entryPlace, isAllowed, isFor, listed, nodeCpu, platformInName, type Dependency, type Install, type InstalledPackage, type Problem } from "../../src/rulekit/index.ts";

/** Packages that only run on other machines: npm refuses them, or the package that brings them has nothing for this one. */
export function* platformBound(install: Install): Generator<Problem> {
  if (install.ecosystem !== "node" || install.effect.runs !== "always" || nodeCpu(install.stage.platform) === undefined) return;
  for (const installed of install.packages) {
    const { dependency } = installed;
    if (dependency.optional) continue;
    if (isRefused(installed, install)) yield refusal(installed, install);
    else if (lacksOwn(dependency, install)) yield lack(installed, install);
  }
}

/** By its limits; where no lockfile tells them, by the name of a package that is known to have a brother for this machine. */
function isRefused({ dependency, from }: InstalledPackage, { stage, system }: Install): boolean {
  if (dependency.limits !== undefined) return !isAllowed(dependency.limits, stage.platform, undefined) && isAllowed(dependency.limits, { os: "linux", arch: "amd64" }, system.libc?.kind);
  if (from?.manifest.isLock === true || stage.platform.arch !== "arm64") return false;
  const brother = brotherOf(dependency.name);
  return brother !== undefined && isPlatformPackage(brother);
}

/** The name of the package for arm64 beside one for x64. */
function brotherOf(name: string): string | undefined {
  const platform = platformInName(name);
  return platform?.os === "linux" && platform.cpu === "x64" ? name.replace(/(linux(?:musl)?-)(?:x64|64|amd64|x86_64)/, "$1arm64") : undefined;
}

function refusal(installed: InstalledPackage, install: Install): Problem {
  const brother = brotherOf(installed.dependency.name);
  const instead = install.stage.platform.arch === "arm64" && brother !== undefined && isPlatformPackage(brother) ? `; here it is ${brother}` : "";
  return {
    at: entryPlace(installed, install),
    message: `${installed.dependency.name} is made for another CPU and not optional, so the installation stops with EBADPLATFORM${instead}`,
    level: "error",
    consequence: "build-fails",
    related: installed.from === undefined ? [] : [{ at: install.effect.at, message: "it is installed here" }],
    evidence: [{ statement: limitsOf(installed.dependency), source: installed.from?.manifest.file ?? "the package's name", asOf: "this run" }],
  };
}

function limitsOf({ name, limits }: Dependency): string {
  return limits === undefined ? `${name} names the machine it is for` : `${name} is for ${[...(limits.os ?? []), ...(limits.cpu ?? [])].join(", ")}`;
}

/** Whether a package brings files of its own for linux on amd64 and none for this machine. */
function lacksOwn({ name, optionalNeeds }: Dependency, { stage, system }: Install): boolean {
  const own = ownPlatforms(name, optionalNeeds);
  const libc = system.libc?.kind;
  return own.some((one) => isFor(one, { os: "linux", arch: "amd64" }, libc)) && !own.some((one) => isFor(one, stage.platform, libc));
}

/** Only what is named after the package: others are there to help another package's lockfile. */
function ownPlatforms(name: string, optionalNeeds: Dependency["optionalNeeds"]): NonNullable<ReturnType<typeof platformInName>>[] {
  const scope = name.startsWith("@") ? name.slice(0, name.indexOf("/") + 1) : undefined;
  const isOwn = (one: string): boolean => (scope === undefined ? one.startsWith(`${name}-`) || one.startsWith(`@${name}/`) : one.startsWith(scope));
  return [...(optionalNeeds?.keys() ?? [])].filter(isOwn).flatMap((one) => platformInName(one) ?? []);
}

function lack(installed: InstalledPackage, install: Install): Problem {
  const { name, optionalNeeds, requirement } = installed.dependency;
  const version = requirement.kind === "pin" ? ` ${requirement.version}` : "";
  return {
    at: entryPlace(installed, install),
    message: `${name}${version} brings programs for other machines and none for this one`,
    confidence: "likely",
    consequence: "wrong-binary",
    related: installed.from === undefined ? [] : [{ at: install.effect.at, message: "it is installed here" }],
    evidence: [{ statement: `its optional dependencies are ${listed([...(optionalNeeds?.keys() ?? [])], 8)}`, source: installed.from?.manifest.file ?? "", asOf: "this run" }],
  };
}
