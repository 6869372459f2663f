import { NO_SETTINGS } from "../../../model/ecosystem/index.ts";
import { knownText } from "../../value.ts";
import type { Link, LinkInput } from "../types.ts";

/** `bundle install`: the gems of Gemfile.lock. Which of the files of a gem is taken hangs on the platform, so each entry is listed. */
export function linkBundle(input: LinkInput): Link {
  const { call } = input.effect;
  const value = call?.options.find(({ name }) => name === "--gemfile")?.value ?? call?.env.get("BUNDLE_GEMFILE");
  const gemfile = value === undefined ? "Gemfile" : knownText(value);
  const lock = gemfile === undefined ? undefined : input.manifest(gemfile.endsWith("gems.rb") ? gemfile.replace(/rb$/, "locked") : `${gemfile}.lock`, "lock");
  const packages = (lock?.manifest.dependencies ?? []).map((dependency) => ({ dependency, from: lock, version: dependency.requirement.kind === "pin" ? dependency.requirement.version : undefined }));
  return { packages, manifests: lock === undefined ? [] : [lock], settings: NO_SETTINGS, gaps: [], isPartial: lock === undefined };
}
