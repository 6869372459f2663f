import { parseRequirement } from "../../../syntax/manifest/pep508.ts";
import { tomlAt, tomlEntries, tomlItems, tomlText, type TomlValue } from "../../../syntax/manifest/toml.ts";
import type { Dependency, DependencyEdge, Manifest, ManifestKind, ManifestProblem, ReleaseFile, Requirement } from "../types.ts";
import { isPublicIndex, normalName } from "./requirements.ts";
import { fromToml, placedText, placeOf, textAt } from "./toml-manifest.ts";

/** uv.lock, with the conditions of every edge. */
export function readUvLock(file: string, text: string): Manifest {
  return fromToml({ kind: "uv-lock", file, text }, (root) => {
    const version = tomlAt(root, "version");
    if (version?.kind !== "other" || version.text !== "1") return unknownVersion(file, version);
    const language = placedText(file, tomlAt(root, "requires-python"));
    const environments = tomlItems(tomlAt(root, "supported-markers")).flatMap((item) => placedText(file, item) ?? []);
    return {
      dependencies: tomlItems(tomlAt(root, "package")).flatMap((entry) => uvPackage(file, entry)),
      ...(language === undefined ? {} : { language }),
      ...(environments.length === 0 ? {} : { platforms: environments }),
    };
  });
}

function unknownVersion(file: string, version: TomlValue | undefined): ManifestProblem {
  const written = version?.kind === "other" || version?.kind === "string" ? ` ${version.text}` : "";
  return { message: `is in a version${written} of its format that is not known`, at: placeOf(file, version?.at) };
}

function uvPackage(file: string, entry: TomlValue): Dependency[] {
  const source = tomlAt(entry, "source");
  const edges = [
    ...edgesIn(tomlAt(entry, "dependencies")),
    ...tomlEntries(tomlAt(entry, "optional-dependencies")).flatMap(([extra, { value }]) => edgesIn(value, `extra:${normalName(extra)}`)),
    ...tomlEntries(tomlAt(entry, "dev-dependencies")).flatMap(([group, { value }]) => edgesIn(value, normalName(group))),
  ];
  const wheels = tomlItems(tomlAt(entry, "wheels")).map(fileIn);
  const sdist = tomlAt(entry, "sdist");
  const found = locked(file, entry, { requirement: sourceRequirement(source), edges, files: sdist === undefined ? wheels : [...wheels, fileIn(sdist)], isComplete: true });
  // Where several versions are locked, each says for which environments it is.
  const forks = tomlAt(entry, "resolution-markers");
  const conditions = tomlItems(forks).flatMap((item) => tomlText(item) ?? []);
  if (conditions.length === 0) return found;
  const marker = { text: conditions.map((condition) => `(${condition})`).join(" or "), at: placeOf(file, forks?.at) };
  return found.map((dependency) => ({ ...dependency, marker }));
}

function sourceRequirement(source: TomlValue | undefined): Requirement | undefined {
  for (const kind of ["virtual", "editable", "directory", "path"]) if (tomlAt(source, kind) !== undefined) return { kind: "path", path: textAt(source, kind) };
  if (tomlAt(source, "git") !== undefined) return { kind: "vcs", url: textAt(source, "git") };
  return tomlAt(source, "url") === undefined ? undefined : { kind: "url", url: textAt(source, "url") };
}

function edgesIn(value: TomlValue | undefined, group?: string): DependencyEdge[] {
  return tomlItems(value).flatMap((item) => {
    const name = textAt(item, "name");
    const marker = tomlText(tomlAt(item, "marker"));
    const edge = { name: normalName(name), marker, ...(group === undefined ? {} : { group }) };
    // An extra that is asked for brings edges of its own.
    const extras = tomlItems(tomlAt(item, "extra")).flatMap((extra) => tomlText(extra) ?? []);
    return name === "" ? [] : [edge, ...extras.map((extra) => ({ ...edge, name: `${edge.name}[${normalName(extra)}]` }))];
  });
}

function fileIn(value: TomlValue): ReleaseFile {
  const url = textAt(value, "url");
  const named = [textAt(value, "filename"), textAt(value, "file"), textAt(value, "name"), textAt(value, "path")].find((name) => name !== "");
  const name = decoded((named ?? url).replace(/[?#].*$/, "").replace(/^.*\//, ""));
  return url === "" ? { name } : { name, url };
}

function decoded(name: string): string {
  return name.replace(/%2B/gi, "+").replace(/%21/g, "!");
}

interface LockedEntry {
  readonly requirement?: Requirement | undefined;
  readonly edges?: readonly DependencyEdge[];
  readonly files: readonly ReleaseFile[];
  readonly isComplete: boolean;
  readonly groups?: readonly string[];
}

function locked(file: string, entry: TomlValue, { requirement, edges, files, isComplete, groups = [] }: LockedEntry): Dependency[] {
  const nameEntry = entry.kind === "table" ? entry.entries.get("name") : undefined;
  const versionValue = tomlAt(entry, "version");
  const name = tomlText(nameEntry?.value);
  if (nameEntry === undefined || name === undefined) return [];
  const version = tomlText(versionValue);
  const marker = placedText(file, tomlAt(entry, "marker") ?? tomlAt(entry, "markers"));
  const versionAt = versionValue?.kind === "string" ? placeOf(file, versionValue.inner ?? versionValue.at) : undefined;
  return [
    {
      name: normalName(name),
      at: placeOf(file, entry.at),
      nameAt: placedText(file, nameEntry.value)?.at ?? placeOf(file, nameEntry.keyAt),
      requirement: requirement ?? (version === undefined ? { kind: "any" } : { kind: "pin", version }),
      ...(versionAt === undefined ? {} : { requirementAt: versionAt }),
      ...(marker === undefined ? {} : { marker }),
      extras: [],
      groups,
      optional: false,
      ...(files.length === 0 ? {} : { files, filesIncomplete: !isComplete }),
      ...(edges === undefined ? {} : { edges }),
    },
  ];
}

/** poetry.lock of Poetry 1 and 2. */
export function readPoetryLock(file: string, text: string): Manifest {
  return fromToml({ kind: "poetry-lock", file, text }, (root) => {
    const version = tomlAt(root, "metadata", "lock-version");
    if (version !== undefined && !/^[12]\./.test(tomlText(version) ?? "")) return unknownVersion(file, version);
    const byName = new Map(tomlEntries(tomlAt(root, "metadata", "files")).map(([name, { value }]) => [normalName(name), tomlItems(value).map(fileIn)]));
    const language = placedText(file, tomlAt(root, "metadata", "python-versions"));
    return {
      dependencies: tomlItems(tomlAt(root, "package")).flatMap((entry) => poetryPackage(file, entry, byName)),
      ...(language === undefined ? {} : { language }),
    };
  });
}

function poetryPackage(file: string, entry: TomlValue, byName: ReadonlyMap<string, ReleaseFile[]>): Dependency[] {
  const source = tomlAt(entry, "source");
  const isOther = source !== undefined && !isPublicIndex(textAt(source, "url"));
  const requirement: Requirement | undefined = isOther && textAt(source, "type") !== "legacy" ? { kind: textAt(source, "type") === "git" ? "vcs" : "url", url: textAt(source, "url") } : undefined;
  const edges = tomlEntries(tomlAt(entry, "dependencies")).map(([name, { value }]): DependencyEdge => ({ name: normalName(name), marker: tomlText(tomlAt(tomlItems(value)[0] ?? value, "markers")) }));
  const own = tomlItems(tomlAt(entry, "files")).map(fileIn);
  const category = textAt(entry, "category");
  const groups = tomlItems(tomlAt(entry, "groups")).flatMap((item) => tomlText(item) ?? []);
  const isOptional = tomlAt(entry, "optional");
  return locked(file, entry, {
    requirement,
    edges,
    files: own.length > 0 ? own : (byName.get(normalName(textAt(entry, "name"))) ?? []),
    isComplete: true,
    groups: [...(category === "dev" ? ["dev"] : groups.includes("main") ? [] : groups), ...(isOptional?.kind === "other" && isOptional.text === "true" ? ["extra:*"] : [])],
  });
}

/** pdm.lock. */
export function readPdmLock(file: string, text: string): Manifest {
  return fromToml({ kind: "pdm-lock", file, text }, (root) => {
    const version = tomlAt(root, "metadata", "lock_version");
    if (version !== undefined && !/^[34]/.test(tomlText(version) ?? "")) return unknownVersion(file, version);
    const byName = new Map(tomlEntries(tomlAt(root, "metadata", "files")).map(([key, { value }]) => [key, tomlItems(value).map(fileIn)]));
    const targets = tomlItems(tomlAt(root, "metadata", "targets"));
    // A lock for one platform or one Python lists what fits there.
    const isComplete = targets.every((target) => tomlAt(target, "platform") === undefined);
    return {
      dependencies: tomlItems(tomlAt(root, "package")).flatMap((entry) => {
        const own = tomlItems(tomlAt(entry, "files")).map(fileIn);
        const groups = tomlItems(tomlAt(entry, "groups")).flatMap((item) => tomlText(item) ?? []);
        const requirement = tomlAt(entry, "git") === undefined && tomlAt(entry, "path") === undefined && tomlAt(entry, "url") === undefined ? undefined : ({ kind: "url", url: "" } as const);
        return locked(file, entry, { requirement, edges: textEdges(tomlAt(entry, "dependencies")), files: own.length > 0 ? own : (byName.get(`${textAt(entry, "name")} ${textAt(entry, "version")}`) ?? []), isComplete, groups: groups.includes("default") ? [] : groups });
      }),
    };
  });
}

function textEdges(value: TomlValue | undefined): DependencyEdge[] {
  return tomlItems(value).flatMap((item) => {
    const text = tomlText(item) ?? "";
    const read = parseRequirement(text);
    return "error" in read ? [] : [{ name: normalName(read.name), marker: read.markerAt === undefined ? undefined : text.slice(read.markerAt.start, read.markerAt.end) }];
  });
}

/** pylock.toml, PEP 751. */
export function readPylock(file: string, text: string): Manifest {
  return fromToml({ kind: "pylock", file, text }, (root) => {
    const version = tomlAt(root, "lock-version");
    if (!/^1\./.test(tomlText(version) ?? "")) return unknownVersion(file, version);
    const environments = tomlItems(tomlAt(root, "environments")).flatMap((item) => placedText(file, item) ?? []);
    const language = placedText(file, tomlAt(root, "requires-python"));
    return {
      isLock: true,
      dependencies: tomlItems(tomlAt(root, "packages")).flatMap((entry) => {
        const sdist = tomlAt(entry, "sdist");
        const files = [...tomlItems(tomlAt(entry, "wheels")), ...(sdist === undefined ? [] : [sdist])].map(fileIn);
        const requirement: Requirement | undefined = tomlAt(entry, "vcs") !== undefined ? { kind: "vcs", url: "" } : tomlAt(entry, "directory") !== undefined || tomlAt(entry, "archive") !== undefined ? { kind: "path", path: "" } : undefined;
        return locked(file, entry, { requirement, files, isComplete: environments.length === 0 });
      }),
      ...(environments.length === 0 ? {} : { platforms: environments }),
      ...(language === undefined ? {} : { language }),
    };
  });
}

/** Kinds that are read here. */
export const PYTHON_LOCKS: ReadonlyMap<ManifestKind, (file: string, text: string) => Manifest> = new Map([
  ["uv-lock", readUvLock],
  ["poetry-lock", readPoetryLock],
  ["pdm-lock", readPdmLock],
  ["pylock", readPylock],
]);

