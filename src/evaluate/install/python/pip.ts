import type { Dependency, Manifest } from "../../../model/ecosystem/index.ts";
import { requirementAt } from "../../../model/ecosystem/python/requirements.ts";
import type { Range } from "../../../text/index.ts";
import { knownText, sliceValue, textOf, type Value } from "../../value.ts";
import type { InstalledPackage, Link, LinkedManifest, LinkInput } from "../types.ts";
import { commandSettings, mergeSettings } from "./settings.ts";

/** `pip install`, `uv pip install`: what is named, what requirement files and the project list, pinned by constraints. */
export function linkPip(input: LinkInput): Link {
  const walk: Walk = { input, manifests: [], dependencies: [], gaps: [], seen: new Set() };
  const { effect } = input;
  for (const [index, value] of effect.manifests.entries()) takeFile(walk, value, isConstraint(effect, index) ? "constraint" : "requirements");
  for (const { value, at } of effect.call?.operands ?? []) takeOperand(walk, value, at);
  return linkOf(walk);
}

interface Walk {
  readonly input: LinkInput;
  readonly manifests: LinkedManifest[];
  readonly dependencies: { readonly dependency: Dependency; readonly from: LinkedManifest | undefined; readonly folder: string }[];
  readonly gaps: { readonly at: Range; readonly because: string }[];
  readonly seen: Set<string>;
}

/** Files that one command takes in; a chain of includes has no end otherwise. */
const MAX_FILES = 100;

/** The values of `-r` and `-c` come in one list; the option that holds the value tells which it is. */
function isConstraint({ manifests, call }: LinkInput["effect"], index: number): boolean {
  const value = manifests[index];
  const option = call?.options.find((one) => one.value === value);
  return option !== undefined && /^(?:-c|--constraints?)$/.test(option.name);
}

function takeFile(walk: Walk, value: Value, as: "requirements" | "constraint"): void {
  const path = knownText(value);
  const { at } = walk.input.effect;
  if (path === undefined || path === "-" || /^https?:/.test(path)) walk.gaps.push({ at, because: "a list of requirements that is not known" });
  else if (/(?:^|\/)(?:pyproject\.toml|setup\.cfg|setup\.py)$/.test(path)) takeProject(walk, folderOf(path));
  else readFile(walk, { path, as, at });
}

interface Wanted {
  readonly path: string;
  readonly as: "requirements" | "constraint";
  readonly at: Range;
}

function readFile(walk: Walk, { path, as, at }: Wanted): void {
  const key = `${as} ${path}`;
  if (walk.seen.has(key) || walk.seen.size >= MAX_FILES) return;
  walk.seen.add(key);
  const found = walk.input.manifest(path, as);
  if (found === undefined) {
    walk.gaps.push({ at, because: `${path} is not in the build context` });
    return;
  }
  walk.manifests.push(found);
  addDependencies(walk, found, folderOf(path));
  for (const include of found.manifest.includes) {
    if (/^https?:/.test(include.path)) walk.gaps.push({ at: include.at, because: "a list of requirements that is not known" });
    else readFile(walk, { path: inFolder(folderOf(path), include.path), as: as === "constraint" ? "constraint" : include.as, at: include.at });
  }
}

function addDependencies(walk: Walk, from: LinkedManifest, folder: string): void {
  for (const dependency of from.manifest.dependencies) walk.dependencies.push({ dependency, from, folder });
}

/** `numpy==1.18.5`, `.[test]`, an address; the entry's ranges are mapped back to where its text was written. */
function takeOperand(walk: Walk, value: Value, at: Range): void {
  const text = textOf(value);
  const project = /^(\.{0,2}\/[^[\]]*|\.{1,2})(?:\[[^\]]*\])?$/.exec(text)?.[1];
  if (project !== undefined && !/\.(?:whl|tar\.gz|zip)$/.test(project)) {
    takeProject(walk, project.replace(/^\.\//, "").replace(/\/$/, ""));
    return;
  }
  const read = requirementAt("", text, { start: 0, end: text.length });
  if (read !== undefined) walk.dependencies.push({ dependency: placed(read, value, at), from: undefined, folder: "" });
}

/** Only what is always installed: which extras are wanted is a matter of the operand, and those are left out. */
function takeProject(walk: Walk, folder: string): void {
  const found = walk.input.firstIn(folder === "." ? "" : folder, ["pyproject.toml", "setup.cfg"], "project");
  if (found === undefined) return;
  walk.manifests.push(found);
  for (const dependency of found.manifest.dependencies) if (dependency.groups.length === 0) walk.dependencies.push({ dependency, from: found, folder });
}

function placed(dependency: Dependency, value: Value, at: Range): Dependency {
  const place = (range: Range): Range => placeIn(value, range) ?? at;
  return {
    ...dependency,
    at,
    nameAt: place(dependency.nameAt),
    ...(dependency.requirementAt === undefined ? {} : { requirementAt: place(dependency.requirementAt) }),
    ...(dependency.marker === undefined ? {} : { marker: { text: dependency.marker.text, at: place(dependency.marker.at) } }),
  };
}

/** Where characters of a value stand in one piece, so that an edit there edits exactly them. */
function placeIn(value: Value, { start, end }: Range): Range | undefined {
  const [piece, ...others] = sliceValue(value, start, end).pieces;
  return piece?.kind === "text" && piece.verbatim && others.length === 0 ? piece.from : undefined;
}

function linkOf({ input, manifests, dependencies, gaps }: Walk): Link {
  const constraints = new Map<string, Dependency>();
  for (const { dependency, from } of dependencies) if (from?.as === "constraint" && dependency.requirement.kind === "pin") constraints.set(dependency.name, dependency);
  const packages = dependencies.filter(({ from }) => from?.as !== "constraint").map(({ dependency, from }) => packageOf(dependency, from, constraints.get(dependency.name)));
  const settings = mergeSettings([commandSettings(input.effect), ...manifests.map(({ manifest }: { readonly manifest: Manifest }) => manifest.settings)]);
  // What packages need in turn is known to the index alone.
  return { packages, manifests, settings, gaps, isPartial: true };
}

function packageOf(dependency: Dependency, from: LinkedManifest | undefined, constraint: Dependency | undefined): InstalledPackage {
  const { requirement } = dependency;
  if (requirement.kind === "pin") return { dependency, from, version: requirement.version };
  if (constraint?.requirement.kind !== "pin" || (requirement.kind !== "any" && requirement.kind !== "range")) return { dependency, from, version: undefined };
  return { dependency, from, version: constraint.requirement.version, pinnedBy: constraint };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function inFolder(folder: string, path: string): string {
  return path.startsWith("/") || folder === "" ? path : `${folder}/${path}`;
}

