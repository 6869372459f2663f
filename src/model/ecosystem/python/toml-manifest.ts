import { parseRequirement, type Span } from "../../../syntax/manifest/pep508.ts";
import { readToml, tomlText, type TomlString, type TomlTable, type TomlValue } from "../../../syntax/manifest/toml.ts";
import { NO_SETTINGS, type Dependency, type Manifest, type ManifestKind, type ManifestProblem, type Placed } from "../types.ts";
import { dependencyOf } from "./requirements.ts";

/** A TOML file that is being read into a manifest. */
export interface TomlManifest {
  readonly kind: ManifestKind;
  readonly file: string;
  readonly text: string;
}

/** Reads a TOML file and hands its root over; a mistake in it gives a manifest with one problem. */
export function fromToml(manifest: TomlManifest, read: (root: TomlTable) => Partial<Manifest> | ManifestProblem): Manifest {
  const { kind, file, text } = manifest;
  const empty: Manifest = { kind, ecosystem: kind.startsWith("pixi") ? "conda" : "python", file, isLock: kind.endsWith("lock"), dependencies: [], includes: [], settings: NO_SETTINGS };
  const { root, problem } = readToml(text);
  if (problem !== undefined) return { ...empty, problem: { message: `is broken: ${problem.message}`, at: { file, ...problem.at } } };
  const found = read(root);
  return "message" in found ? { ...empty, problem: found } : { ...empty, ...found };
}

/** A place in the file; the start of it where nothing was written. */
export function placeOf(file: string, span: Span | undefined): Dependency["at"] {
  return { file, start: span?.start ?? 0, end: span?.end ?? 0 };
}

/** The range of a string's text without quotes, as far as it stands there in one piece. */
export function innerPlace(file: string, value: TomlString): Dependency["at"] {
  return { file, ...(value.inner ?? value.at) };
}

/** A PEP 508 requirement in a string; undefined for what is none. */
export function requirementIn(manifest: Pick<TomlManifest, "file" | "text">, value: TomlValue, groups: readonly string[] = []): Dependency | undefined {
  if (value.kind !== "string") return undefined;
  if (value.inner === undefined) {
    const read = parseRequirement(value.text);
    if ("error" in read) return undefined;
    const at = innerPlace(manifest.file, value);
    const { requirementAt: _, marker, ...dependency } = dependencyOf(manifest.file, value.text, { read, at: value.at });
    return { ...dependency, at, nameAt: at, groups, ...(marker === undefined ? {} : { marker: { text: marker.text, at } }) };
  }
  const read = parseRequirement(manifest.text, value.inner.start, value.inner.end);
  return "error" in read ? undefined : { ...dependencyOf(manifest.file, manifest.text, { read, at: value.inner }), groups };
}

/** A string with its place. */
export function placedText(file: string, value: TomlValue | undefined): Placed | undefined {
  return value?.kind === "string" ? { text: value.text, at: innerPlace(file, value) } : undefined;
}

/** A text of a table's key; empty where there is none. */
export function textAt(table: TomlValue | undefined, key: string): string {
  return table?.kind === "table" ? (tomlText(table.entries.get(key)?.value) ?? "") : "";
}
