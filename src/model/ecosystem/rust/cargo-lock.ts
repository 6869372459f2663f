import { readCargoLock } from "../../../syntax/manifest/cargo-lock.ts";
import { NO_SETTINGS, type Manifest } from "../types.ts";

/** Cargo.lock: every crate that any feature and any platform of the workspace may need. */
export function cargoLock(file: string, text: string): Manifest {
  const { crates, problem } = readCargoLock(file, text);
  return {
    kind: "cargo-lock",
    ecosystem: "rust",
    file,
    isLock: true,
    dependencies: crates.map(({ name, version, nameAt, versionAt, registry, needs }) => ({
      name,
      at: { ...nameAt, end: versionAt.end },
      nameAt,
      requirement: registry ? { kind: "pin", version } : { kind: "path", path: name },
      requirementAt: versionAt,
      extras: [],
      groups: [],
      optional: false,
      needs,
    })),
    includes: [],
    settings: NO_SETTINGS,
    ...(problem === undefined ? {} : { problem }),
  };
}
