import type { Dependency } from "../../../model/ecosystem/index.ts";
import { textOf } from "../../value.ts";
import type { Link, LinkedManifest, Linker, LinkInput } from "../types.ts";
import { lockedPackages } from "./locked.ts";
import { linkPip } from "./pip.ts";
import { commandSettings, mergeSettings } from "./settings.ts";

/** `uv sync`: the lockfile from the project on; `uv pip`, `uv add` and `uv tool` name what they install. */
export const linkUv: Linker = (input) => {
  const [word = ""] = input.effect.call?.words ?? [];
  if (word !== "sync" && word !== "add") return linkPip(input);
  const folder = optionText(input, "--directory", "--project") ?? "";
  const lock = input.firstIn(folder, ["uv.lock"], "lock");
  const named = word === "add" ? linkPip(input) : undefined;
  if (lock === undefined) return named ?? linkProject(input, folder);
  const groups = groupChoice(input, ["dev"]);
  const projects = lock.manifest.dependencies.filter(({ requirement }) => requirement.kind === "path");
  const own = projects.filter(({ requirement }) => requirement.kind === "path" && requirement.path === ".");
  const roots = (hasOption(input, "--all-packages") || own.length === 0 ? projects : own).map(({ name }) => name);
  const asked = optionTexts(input, "--package");
  const link = linkLock(input, lock, { roots: asked.length > 0 ? asked : roots, wantsGroup: groups });
  return named === undefined ? link : { ...link, packages: [...link.packages, ...named.packages] };
};

/** `poetry install`, with the project that tells which packages are asked for in which group. */
export const linkPoetry: Linker = (input) => {
  const named = (input.effect.call?.operands.length ?? 0) > 0;
  if (named) return linkPip(input);
  const folder = optionText(input, "-C", "--directory", "-P", "--project") ?? "";
  const project = input.firstIn(folder, ["pyproject.toml"], "project");
  const lock = input.firstIn(folder, ["poetry.lock"], "lock");
  if (lock === undefined) return linkProject(input, folder);
  const wants = groupChoice(input, ["*"]);
  const roots = project?.manifest.dependencies.filter(({ groups }) => groups.length === 0 || groups.every(wants)).map(({ name }) => name);
  const link = linkLock(input, lock, { roots, wantsGroup: wants });
  // Without the project the lock's own word for a group is all there is.
  const packages = link.packages.filter(({ dependency }) => project !== undefined || dependency.groups.length === 0 || dependency.groups.some(wants));
  return { ...link, packages, manifests: project === undefined ? link.manifests : [...link.manifests, project] };
};

/** `pdm install`, `pdm sync`. */
export const linkPdm: Linker = (input) => listedIn(input, ["pdm.lock", "pylock.toml"], hasOption(input, "--prod", "--production", "--no-dev") ? [] : ["*"]);

/** `pipenv install`, `pipenv sync`: packages for development only with `--dev`. */
export const linkPipenv: Linker = (input) => listedIn(input, ["Pipfile.lock"], hasOption(input, "--dev", "-d") ? ["dev"] : []);

function listedIn(input: LinkInput, names: readonly string[], defaults: readonly string[]): Link {
  if ((input.effect.call?.operands.length ?? 0) > 0 || input.effect.manifests.length > 0) return linkPip(input);
  const folder = optionText(input, "-p", "--project", "--directory") ?? "";
  const lock = input.firstIn(folder, names, "lock");
  if (lock === undefined) return linkProject(input, folder);
  const wants = groupChoice(input, defaults);
  const listed = lock.manifest.dependencies.filter(({ groups }) => groups.length === 0 || groups.some(wants));
  return linkOf(input, lock, listed);
}

interface Asked {
  readonly roots: readonly string[] | undefined;
  readonly wantsGroup: (group: string) => boolean;
}

function linkLock(input: LinkInput, lock: LinkedManifest, { roots, wantsGroup }: Asked): Link {
  const environment = { platform: input.stage.platform, python: input.system.python };
  return linkOf(input, lock, lockedPackages(lock.manifest, { environment, roots, wantsGroup }));
}

function linkOf({ effect }: LinkInput, lock: LinkedManifest, listed: readonly Dependency[]): Link {
  const packages = listed.map((dependency) => ({ dependency, from: lock, version: dependency.requirement.kind === "pin" ? dependency.requirement.version : undefined }));
  return { packages, manifests: [lock], settings: mergeSettings([commandSettings(effect), lock.manifest.settings]), gaps: [], isPartial: lock.manifest.problem !== undefined };
}

/** Without a lockfile: what the project asks for, as far as it is always installed. */
function linkProject(input: LinkInput, folder: string): Link {
  const project = input.firstIn(folder, ["pyproject.toml", "setup.cfg"], "project");
  if (project === undefined) return { packages: [], manifests: [], settings: commandSettings(input.effect), gaps: [{ at: input.effect.at, because: "no lockfile and no project is in the build context" }], isPartial: true };
  const link = linkOf(input, project, project.manifest.dependencies.filter(({ groups }) => groups.length === 0));
  return { ...link, isPartial: true };
}

/** Which groups and extras a command wants, `*` in `defaults` being all groups; what is excluded wins. */
function groupChoice(input: LinkInput, defaults: readonly string[]): (group: string) => boolean {
  const listed = (...names: readonly string[]): readonly string[] => optionTexts(input, ...names).flatMap((text) => text.split(/[\s,]+/));
  const only = listed("--only", "--only-group");
  const without = listed("--without", "--no-group");
  const extras = listed("-E", "--extras", "--extra");
  const more = listed("--with", "--group", "-G");
  const noDefaults = hasOption(input, "--no-default-groups", "--no-dev", "--production", "--only-dev") || (input.effect.call?.env.get("UV_NO_DEV") !== undefined);
  return (group) => {
    if (group.startsWith("extra:")) return hasOption(input, "--all-extras") || extras.some((extra) => group === `extra:${extra}` || (group === "extra:*" && extra !== ""));
    if (without.includes(group)) return false;
    if (only.length > 0) return only.includes(group);
    if (more.includes(group) || hasOption(input, "--all-groups") || (group === "dev" && hasOption(input, "--dev", "--only-dev"))) return true;
    return !noDefaults && (defaults.includes("*") || defaults.includes(group));
  };
}

function hasOption({ effect }: LinkInput, ...names: readonly string[]): boolean {
  return effect.call?.options.some(({ name }) => names.includes(name)) === true;
}

function optionTexts({ effect }: LinkInput, ...names: readonly string[]): string[] {
  return (effect.call?.options ?? []).flatMap(({ name, value }) => (value !== undefined && names.includes(name) ? [textOf(value)] : []));
}

function optionText(input: LinkInput, ...names: readonly string[]): string | undefined {
  return optionTexts(input, ...names).at(-1)?.replace(/^\.\//, "").replace(/\/$/, "");
}

/** `conda env create -f environment.yml`: the packages that pip installs in it. */
export const linkConda: Linker = (input) => {
  const files = input.effect.manifests.map((value) => input.manifest(textOf(value), "requirements")).filter((file) => file !== undefined && file.manifest.ecosystem === "conda");
  const fallback = input.effect.manifests.length === 0 && input.effect.call?.words[0] === "env" ? input.firstIn("", ["environment.yml", "environment.yaml"], "requirements") : undefined;
  const manifests = [...files, fallback].filter((file) => file !== undefined);
  const packages = manifests.flatMap((from) => from.manifest.dependencies.map((dependency) => ({ dependency, from, version: dependency.requirement.kind === "pin" ? dependency.requirement.version : undefined })));
  const python = manifests.map(({ manifest }) => /3\.\d+/.exec(manifest.language?.text ?? "")?.[0]).find((version) => version !== undefined);
  return { packages, manifests, settings: commandSettings(input.effect), gaps: [], isPartial: true, ...(python === undefined ? {} : { python }) };
};
