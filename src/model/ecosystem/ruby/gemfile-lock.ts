import { readGemfileLock, type LockedGem } from "../../../syntax/manifest/gemfile-lock.ts";
import { NO_SETTINGS, type Dependency, type Manifest } from "../types.ts";

/** Gemfile.lock: a gem that was built for several platforms has an entry for each. */
export function gemfileLock(file: string, text: string): Manifest {
  const { gems, platforms, platformsEnd, problem } = readGemfileLock(file, text);
  return {
    kind: "gemfile-lock",
    ecosystem: "ruby",
    file,
    isLock: true,
    dependencies: gems.map(dependencyOf),
    includes: [],
    settings: NO_SETTINGS,
    platforms,
    ...(platformsEnd === undefined ? {} : { platformsAt: platformsEnd }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function dependencyOf({ name, version, platform, nameAt, versionAt, at, needs, source }: LockedGem): Dependency {
  return {
    name,
    at,
    nameAt,
    requirement: source === "GEM" ? { kind: "pin", version } : source === "PATH" ? { kind: "path", path: name } : { kind: "vcs", url: name },
    requirementAt: versionAt,
    extras: [],
    groups: [],
    optional: false,
    ...(needs.length === 0 ? {} : { needs }),
    ...(platform === undefined ? {} : { platform }),
  };
}
