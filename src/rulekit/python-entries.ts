import type { InstalledPackage } from "../evaluate/install/types.ts";
import type { Dependency, Manifest } from "../model/ecosystem/index.ts";
import { hasWheelSomewhere, type Target } from "../model/ecosystem/python/outcome.ts";

/** The entry that decides a package's version: its own, or the constraint that pins it. */
export function entryOf({ dependency, pinnedBy }: InstalledPackage): Dependency {
  return pinnedBy ?? dependency;
}

/** Whether a pin can be changed by itself: not in a lockfile, which is made anew, and not beside checksums. */
export function isEditable({ requirement, hashed }: Dependency, manifest: Manifest | undefined): boolean {
  return requirement.kind === "pin" && hashed !== true && manifest?.isLock !== true;
}

/** Whether a release has a wheel on a target, or may have one where Python or libc aren't known. */
export function mayHaveWheel(name: string, version: string, target: Target): boolean {
  return hasWheelSomewhere(name, version, { target });
}
