import { readBunLock } from "../../../syntax/manifest/bun-lock.ts";
import type { LockedPackage, NodeLock } from "../../../syntax/manifest/locked-package.ts";
import { readNpmLock } from "../../../syntax/manifest/npm-lock.ts";
import { readPnpmLock } from "../../../syntax/manifest/pnpm-lock.ts";
import { readYarnLock } from "../../../syntax/manifest/yarn-lock.ts";
import type { Range } from "../../../text/index.ts";
import { NO_SETTINGS, type Dependency, type Manifest, type ManifestKind, type ManifestReader } from "../types.ts";

/** package-lock.json. */
export const packageLock: ManifestReader = (file, text) => manifestOf("package-lock", readNpmLock(file, text));
/** npm-shrinkwrap.json: a package-lock.json that is published. */
export const npmShrinkwrap: ManifestReader = (file, text) => manifestOf("npm-shrinkwrap", readNpmLock(file, text));
/** pnpm-lock.yaml. */
export const pnpmLock: ManifestReader = (file, text) => manifestOf("pnpm-lock", readPnpmLock(file, text));
/** yarn.lock. */
export const yarnLock: ManifestReader = (file, text) => manifestOf("yarn-lock", readYarnLock(file, text));
/** bun.lock. */
export const bunLock: ManifestReader = (file, text) => manifestOf("bun-lock", readBunLock(file, text));

function manifestOf(kind: ManifestKind, lock: NodeLock): Manifest {
  return {
    kind,
    ecosystem: "node",
    file: lock.file,
    isLock: true,
    dependencies: lock.packages.map((one) => dependencyOf(lock, one)),
    includes: [],
    settings: NO_SETTINGS,
    ...(lock.problem === undefined ? {} : { problem: lock.problem }),
  };
}

function dependencyOf(lock: NodeLock, one: LockedPackage): Dependency {
  const { name, version, os, cpu, libc, optional, dev, installScript, dependencies, optionalDependencies } = one;
  let place: Range | undefined;
  // Looked for when a finding needs it: of thousands of packages hardly one does.
  const at = (): Range => (place ??= lock.placeOf(one));
  return {
    name,
    get at() {
      return at();
    },
    get nameAt() {
      return at();
    },
    requirement: version === "" ? { kind: "any" } : { kind: "pin", version },
    extras: [],
    groups: dev ? ["dev"] : [],
    optional,
    ...(os.length + cpu.length + libc.length === 0 ? {} : { limits: { os, cpu, libc } }),
    ...(dependencies.size === 0 ? {} : { needs: [...dependencies.keys()] }),
    ...(optionalDependencies.size === 0 ? {} : { optionalNeeds: optionalDependencies }),
    ...(installScript === undefined ? {} : { installScript }),
  };
}
