import { readMsbuild } from "../../../syntax/manifest/msbuild.ts";
import { NO_SETTINGS, type Manifest } from "../types.ts";

/** A project of MSBuild, or Directory.Build.props: the runtimes it is made for, and its packages. */
export function msbuildProject(file: string, text: string): Manifest {
  const { runtimeIdentifier, runtimeIdentifiers, runtimeIdentifiersEnd, packages, problem } = readMsbuild(file, text);
  const platforms = [...(runtimeIdentifier === undefined ? [] : [runtimeIdentifier]), ...runtimeIdentifiers];
  return {
    kind: "csproj",
    ecosystem: "dotnet",
    file,
    isLock: false,
    dependencies: packages.map(({ name, version, nameAt, versionAt }) => ({
      name,
      at: nameAt,
      nameAt,
      requirement: /^\d/.test(version) ? { kind: "pin", version } : { kind: "any" },
      ...(versionAt === undefined ? {} : { requirementAt: versionAt }),
      extras: [],
      groups: [],
      optional: false,
    })),
    includes: [],
    settings: NO_SETTINGS,
    ...(platforms.length === 0 ? {} : { platforms }),
    ...(runtimeIdentifiersEnd === undefined ? {} : { platformsAt: runtimeIdentifiersEnd }),
    ...(problem === undefined ? {} : { problem }),
  };
}
