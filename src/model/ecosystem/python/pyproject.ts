import { tomlAt, tomlEntries, tomlItems, tomlText, type TomlTable, type TomlValue } from "../../../syntax/manifest/toml.ts";
import type { Dependency, Manifest, Requirement } from "../types.ts";
import { isPublicIndex, normalName } from "./requirements.ts";
import { fromToml, innerPlace, placedText, placeOf, requirementIn, textAt, type TomlManifest } from "./toml-manifest.ts";

/** pyproject.toml: PEP 621, PEP 735 and Poetry's own tables. */
export function readPyproject(file: string, text: string): Manifest {
  const manifest: TomlManifest = { kind: "pyproject", file, text };
  return fromToml(manifest, (root) => {
    const language = placedText(file, tomlAt(root, "project", "requires-python"));
    return {
      dependencies: [...standardDependencies(manifest, root), ...poetryDependencies(manifest, root)],
      settings: { otherIndex: hasOtherIndex(root), onlyBinary: [], noBinary: [] },
      ...(language === undefined ? {} : { language }),
    };
  });
}

function standardDependencies(manifest: TomlManifest, root: TomlTable): Dependency[] {
  const listed = (value: TomlValue | undefined, groups: readonly string[]): Dependency[] =>
    tomlItems(value).flatMap((item) => {
      const dependency = requirementIn(manifest, item, groups);
      return dependency === undefined ? [] : [dependency];
    });
  return [
    ...listed(tomlAt(root, "project", "dependencies"), []),
    ...tomlEntries(tomlAt(root, "project", "optional-dependencies")).flatMap(([extra, { value }]) => listed(value, [`extra:${normalName(extra)}`])),
    ...tomlEntries(tomlAt(root, "dependency-groups")).flatMap(([group, { value }]) => listed(value, [normalName(group)])),
  ];
}

function poetryDependencies(manifest: TomlManifest, root: TomlTable): Dependency[] {
  const poetry = tomlAt(root, "tool", "poetry");
  const listed = (table: TomlValue | undefined, groups: readonly string[]): Dependency[] =>
    tomlEntries(table).flatMap(([name, { keyAt, value }]) => (name === "python" ? [] : [poetryDependency(manifest, { name, keyAt, value }, groups)]));
  return [
    ...listed(tomlAt(poetry, "dependencies"), []),
    ...listed(tomlAt(poetry, "dev-dependencies"), ["dev"]),
    ...tomlEntries(tomlAt(poetry, "group")).flatMap(([group, { value }]) => listed(tomlAt(value, "dependencies"), [normalName(group)])),
  ];
}

interface PoetryEntry {
  readonly name: string;
  readonly keyAt: { readonly start: number; readonly end: number };
  readonly value: TomlValue;
}

function poetryDependency({ file }: TomlManifest, { name, keyAt, value }: PoetryEntry, groups: readonly string[]): Dependency {
  const version = value.kind === "string" ? value : tomlAt(value, "version");
  const marker = placedText(file, tomlAt(value, "markers"));
  const requirement = poetryRequirement(value, tomlText(version));
  return {
    name: normalName(name),
    at: placeOf(file, { start: keyAt.start, end: value.at.end }),
    nameAt: placeOf(file, keyAt),
    requirement,
    ...(version?.kind === "string" && version.inner !== undefined ? { requirementAt: pinPlace(innerPlace(file, version), version.text) } : {}),
    ...(marker === undefined ? {} : { marker }),
    extras: tomlItems(tomlAt(value, "extras")).flatMap((item) => tomlText(item) ?? []),
    groups: isOptional(value) ? [...groups, "extra:*"] : groups,
    optional: false,
  };
}

function isOptional(value: TomlValue): boolean {
  const found = tomlAt(value, "optional");
  return found?.kind === "other" && found.text === "true";
}

/** Of `==1.2` the version alone, as everywhere. */
function pinPlace(at: Dependency["at"], text: string): Dependency["at"] {
  const operator = /^\s*==?=?\s*/.exec(text)?.[0].length ?? 0;
  return isPin(text) ? { ...at, start: at.start + operator } : at;
}

function isPin(text: string): boolean {
  return /^\s*(?:==?=?\s*)?\d[\w.+!-]*\s*$/.test(text) && !text.includes("*");
}

function poetryRequirement(value: TomlValue, version: string | undefined): Requirement {
  const [git, url, path] = ["git", "url", "path"].map((key) => textAt(value, key));
  if (git !== undefined && git !== "") return { kind: "vcs", url: git };
  if (url !== undefined && url !== "") return { kind: "url", url };
  if (path !== undefined && path !== "") return { kind: "path", path };
  if (version === undefined || version.trim() === "*") return { kind: "any" };
  if (isPin(version)) return { kind: "pin", version: version.replace(/^\s*=*\s*|\s+$/g, "") };
  return { kind: "range", specifier: pepSpecifier(version) };
}

/** Poetry's caret and tilde in the notation of PEP 440; `||` is left, and satisfied by nothing that is known. */
function pepSpecifier(text: string): string {
  return text.split(",").map((clause) => clause.trim()).map((clause) => {
    const [, operator = "", version = ""] = /^(\^|~(?!=))\s*(\d[\w.]*)$/.exec(clause) ?? [];
    if (operator === "") return /^\d/.test(clause) ? `==${clause}` : clause;
    const parts = version.split(".").map((part) => Number.parseInt(part, 10));
    const firstSet = parts.findIndex((part) => part > 0);
    const position = operator === "~" ? Math.min(1, parts.length - 1) : firstSet < 0 ? parts.length - 1 : firstSet;
    const upper = parts.slice(0, position + 1).map((part, i) => (i === position ? part + 1 : part));
    return `>=${version},<${upper.join(".")}`;
  }).join(",");
}

function hasOtherIndex(root: TomlTable): boolean {
  const sources = [...tomlItems(tomlAt(root, "tool", "uv", "index")), ...tomlItems(tomlAt(root, "tool", "poetry", "source")), ...tomlItems(tomlAt(root, "tool", "pdm", "source"))];
  const urls = [...sources.map((source) => textAt(source, "url")), textAt(tomlAt(root, "tool", "uv"), "index-url"), ...tomlItems(tomlAt(root, "tool", "uv", "extra-index-url")).map((item) => tomlText(item) ?? "")];
  return urls.some((url) => url !== "" && !isPublicIndex(url));
}
