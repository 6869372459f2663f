import { compareVersions } from "../knowledge/version.ts";
import type { Proposal } from "./types.ts";
import type { SourceBuild } from "./source-builds.ts";

/** Raises each pin to the first version that has a file for the platform, where all of them have one in the same major version. */
export function raisedPins(builds: readonly SourceBuild[]): readonly Proposal[] {
  const raised = builds.map(({ installed, prebuiltFrom }) => {
    const { requirement, requirementAt } = installed.dependency;
    if (requirement.kind !== "pin" || requirementAt === undefined || prebuiltFrom === undefined || installed.from?.manifest.isLock === true) return undefined;
    const isSameMajor = majorOf(requirement.version) === majorOf(prebuiltFrom) && (compareVersions(prebuiltFrom, requirement.version) ?? 0) > 0;
    // A project's own list must agree with its lockfile, so only the word of a command can change alone.
    return isSameMajor && installed.from === undefined ? { range: requirementAt, newText: prebuiltFrom } : undefined;
  });
  const edits = raised.filter((edit) => edit !== undefined);
  if (edits.length === 0 || edits.length < builds.length) return [];
  return [{ title: `raise ${builds.map(({ installed, prebuiltFrom }) => `${installed.dependency.name} to ${prebuiltFrom ?? ""}`).join(", ")}`, safety: "unsafe", edits, raises: edits.map(({ range }) => range) }];
}

function majorOf(version: string): string {
  return /^v?(\d+)/.exec(version)?.[1] ?? version;
}
