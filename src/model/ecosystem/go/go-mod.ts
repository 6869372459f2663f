import { readGoMod } from "../../../syntax/manifest/go-mod.ts";
import { NO_SETTINGS, type Manifest } from "../types.ts";

/** go.mod: since Go 1.17 it names everything that the module's packages need. */
export function goMod(file: string, text: string): Manifest {
  const { modules, go } = readGoMod(file, text);
  return {
    kind: "go-mod",
    ecosystem: "go",
    file,
    isLock: true,
    dependencies: modules.map(({ path, version, pathAt, versionAt, indirect }) => ({
      name: path,
      at: { ...pathAt, end: versionAt.end },
      nameAt: pathAt,
      requirement: { kind: "pin", version },
      requirementAt: versionAt,
      extras: [],
      groups: indirect ? ["indirect"] : [],
      optional: false,
    })),
    includes: [],
    settings: NO_SETTINGS,
    ...(go === undefined ? {} : { language: { text: go, at: { file, start: 0, end: 0 } } }),
  };
}
