import { npmRequirement } from "../../../model/ecosystem/node/package-json.ts";
import { NO_SETTINGS, type Dependency, type Manifest } from "../../../model/ecosystem/index.ts";
import type { Range } from "../../../text/index.ts";
import { sliceValue, textOf, type Value } from "../../value.ts";
import type { InstalledPackage, Link, LinkedManifest, LinkInput } from "../types.ts";
import { nodeOptions, type NodeOptions } from "./options.ts";

/** The lockfiles that a manager looks for, first come first. */
const LOCKS: Readonly<Partial<Record<string, readonly string[]>>> = {
  npm: ["npm-shrinkwrap.json", "package-lock.json"],
  yarn: ["yarn.lock"],
  pnpm: ["pnpm-lock.yaml"],
  bun: ["bun.lock"],
};

/** npm, yarn, pnpm and bun: the packages that are named, or those of the project, as its lockfile has them. */
export function linkNode(input: LinkInput): Link {
  const options = nodeOptions(input.effect);
  const named = (input.effect.call?.operands ?? []).flatMap(({ value, at }) => namedPackage(value, at));
  const project = options.isGlobal || isForNamedOnly(input) ? undefined : projectIn(input, options);
  const listed = project === undefined ? [] : packagesOf(project, options, new Set(named.map(({ dependency }) => dependency.name)));
  const manifests = [project?.lock, project?.json].filter((one) => one !== undefined);
  return { packages: [...named, ...listed], manifests, settings: NO_SETTINGS, gaps: [], isPartial: project?.lock === undefined };
}

/** `pnpm dlx x` installs nothing of the project; `pnpm fetch` runs no scripts, and what it fetched is installed later. */
function isForNamedOnly({ effect }: LinkInput): boolean {
  const words = effect.call?.words ?? [];
  return words.includes("dlx") || words.includes("fetch") || effect.manager === "npx";
}

/** `canvas@^2.11.2`, `@scope/name`, `./folder`, an address. */
function namedPackage(value: Value, at: Range): InstalledPackage[] {
  const text = textOf(value);
  const match = /^((?:@[\w.~-]+\/)?[\w.~-]+)(?:@(.+))?$/.exec(text);
  const name = match?.[1];
  if (name === undefined || /^\.{1,2}$|\.tgz$/.test(name)) return [];
  const range = match?.[2] ?? "";
  const requirement = range.includes("\uFFFC") ? ({ kind: "any" } as const) : npmRequirement(range);
  const requirementAt = range === "" ? undefined : placeIn(value, name.length + 1, text.length);
  const dependency: Dependency = { name, at, nameAt: placeIn(value, 0, name.length) ?? at, requirement, extras: [], groups: [], optional: false, ...(requirementAt === undefined ? {} : { requirementAt }) };
  // A version that is not known is no word for the newest one.
  if (range.includes("\uFFFC")) return [{ dependency: { ...dependency, requirement: { kind: "range", specifier: "*" } }, from: undefined, version: undefined }];
  return [{ dependency, from: undefined, version: requirement.kind === "pin" ? requirement.version : undefined }];
}

/** Where characters of a value stand in one piece, so that an edit there edits exactly them. */
function placeIn(value: Value, start: number, end: number): Range | undefined {
  const [piece, ...others] = sliceValue(value, start, end).pieces;
  return piece?.kind === "text" && piece.verbatim && others.length === 0 ? piece.from : undefined;
}

interface Project {
  readonly lock: LinkedManifest | undefined;
  readonly json: LinkedManifest | undefined;
}

function projectIn(input: LinkInput, { folder }: NodeOptions): Project {
  return { lock: input.firstIn(folder, LOCKS[input.effect.manager] ?? [], "lock"), json: input.firstIn(folder, ["package.json"], "project") };
}

function packagesOf({ lock, json }: Project, options: NodeOptions, named: ReadonlySet<string>): InstalledPackage[] {
  const from = lock ?? json;
  if (from === undefined) return [];
  const kept = from.manifest.dependencies.filter(({ groups, optional }) => !groups.includes("peer") && !(options.omitsDev && groups.includes("dev")) && !(options.omitsOptional && optional));
  const needed = lock !== undefined && options.omitsDev && !tellsDev(lock.manifest) ? neededBy(json?.manifest, lock.manifest) : undefined;
  return kept
    .filter(({ name }) => (needed === undefined || needed.has(name)) && !(lock === undefined && named.has(name)))
    .map((dependency) => ({ dependency, from, version: dependency.requirement.kind === "pin" ? dependency.requirement.version : undefined }));
}

function tellsDev({ kind }: Manifest): boolean {
  return kind === "package-lock" || kind === "npm-shrinkwrap";
}

/** The names that the dependencies of a project lead to; empty where the project isn't known. */
function neededBy(project: Manifest | undefined, lock: Manifest): ReadonlySet<string> {
  const byName = new Map<string, Dependency[]>();
  for (const one of lock.dependencies) {
    const same = byName.get(one.name);
    if (same === undefined) byName.set(one.name, [one]);
    else same.push(one);
  }
  const needed = new Set<string>();
  const open = (project?.dependencies ?? []).filter(({ groups }) => groups.length === 0).map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    for (const { needs = [], optionalNeeds } of byName.get(name) ?? []) open.push(...needs, ...(optionalNeeds?.keys() ?? []));
  }
  return needed;
}
