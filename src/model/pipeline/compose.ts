import type { Range } from "../../text/index.ts";
import { at, entriesOf, itemsOf, mapOf, scalarOf, textIn, type YamlEntry, type YamlFile, type YamlMap, type YamlNode } from "../../syntax/yaml/index.ts";
import type { Variables } from "./interpolate.ts";
import { settingListOf, settingOf } from "./settings.ts";
import type { BuildCache, ImageBuild, Setting, SettingList } from "./types.ts";

/** A service of a compose file, what it extends taken in. */
export interface ComposeService {
  readonly name: string;
  readonly nameAt: Range;
  readonly image: Setting | undefined;
  readonly platform: Setting | undefined;
  /** The whole `platform: …` entry; an edit that removes it removes the setting. */
  readonly platformEntryAt: Range | undefined;
  readonly build: ImageBuild | undefined;
  /** Where it comes from another file. */
  readonly inherited: boolean;
}

export interface ComposeFile {
  readonly file: string;
  readonly services: readonly ComposeService[];
}

/** What a compose file is read with. */
export interface ComposeInput {
  readonly yaml: YamlFile;
  readonly source: string;
  /** Of the project's `.env`. */
  readonly variables: Variables;
  /** Another file of the project, by its path as written in `extends.file`; undefined when it can't be read. */
  readonly other: (path: string) => { readonly yaml: YamlFile; readonly source: string } | undefined;
}

const MAX_EXTENDS = 20;

/** The services of a compose file: https://github.com/compose-spec/compose-spec/blob/main/spec.md. Profiles don't matter: all services are listed. */
export function readCompose(input: ComposeInput): ComposeFile {
  const [root] = input.yaml.documents;
  const services = entriesOf(at(root, "services")).filter(({ key, value }) => value.kind === "map" && !key.startsWith("x-"));
  return { file: input.yaml.file, services: services.map((entry) => serviceOf(entry, input)) };
}

function serviceOf({ key, keyAt, value }: YamlEntry, input: ComposeInput): ComposeService {
  const merged = extended({ map: mapOf(value) ?? empty(keyAt), input, depth: 0 });
  const platformEntry = merged.entries.find((entry) => entry.key === "platform");
  const sourceOf = sourceFinder(input, merged.sources);
  return {
    name: key,
    nameAt: keyAt,
    image: settingOf(find(merged, "image"), input.variables),
    platform: settingOf(platformEntry?.value, input.variables),
    platformEntryAt: platformEntry === undefined ? undefined : { ...platformEntry.keyAt, end: platformEntry.value.at.end },
    build: buildOf({ name: key, nameAt: keyAt, build: merged.entries.find((entry) => entry.key === "build"), image: find(merged, "image") }, { ...input, sourceOf }),
    inherited: platformEntry !== undefined && platformEntry.keyAt.file !== input.yaml.file,
  };
}

interface Merged {
  readonly entries: readonly YamlEntry[];
  /** Texts of the files that entries come from. */
  readonly sources: ReadonlyMap<string, string>;
}

/** A service with what it extends, its own entries first; maps below `build` are merged too. */
function extended({ map, input, depth }: { map: YamlMap; input: ComposeInput; depth: number }): Merged {
  const own = { entries: map.entries, sources: new Map([[input.yaml.file, input.source]]) };
  const extend = map.entries.find(({ key }) => key === "extends")?.value;
  const name = textIn(extend) ?? textIn(at(extend, "service"));
  if (name === undefined || depth >= MAX_EXTENDS) return own;
  const path = textIn(at(extend, "file"));
  const other = path === undefined ? input : input.other(path);
  const base = mapOf(at(other?.yaml.documents[0], "services", name));
  if (other === undefined || base === undefined) return own;
  const parent = extended({ map: base, input: { ...input, ...other }, depth: depth + 1 });
  return { entries: overlaid(parent.entries, own.entries), sources: new Map([...parent.sources, ...own.sources]) };
}

function overlaid(base: readonly YamlEntry[], own: readonly YamlEntry[]): readonly YamlEntry[] {
  const merged = own.map((entry) => {
    const below = base.find(({ key }) => key === entry.key)?.value;
    const isMergeable = entry.value.kind === "map" && below?.kind === "map" && entry.value.tag === undefined;
    return isMergeable && entry.value.kind === "map" ? { ...entry, value: { ...entry.value, entries: overlaid(below.entries, entry.value.entries) } } : entry;
  });
  return [...merged, ...base.filter(({ key }) => !own.some((entry) => entry.key === key))];
}

function find({ entries }: Merged, key: string): YamlNode | undefined {
  return entries.find((entry) => entry.key === key)?.value;
}

function empty(place: Range): YamlMap {
  return { kind: "map", entries: [], at: place };
}

function sourceFinder(input: ComposeInput, sources: ReadonlyMap<string, string>): (file: string) => string {
  return (file) => sources.get(file) ?? input.source;
}

interface BuildInput extends ComposeInput {
  readonly sourceOf: (file: string) => string;
}

interface WrittenBuild {
  readonly name: string;
  readonly nameAt: Range;
  readonly build: YamlEntry | undefined;
  readonly image: YamlNode | undefined;
}

function buildOf({ name, build, image }: WrittenBuild, { variables, sourceOf }: BuildInput): ImageBuild | undefined {
  if (build === undefined) return undefined;
  const { value, keyAt } = build;
  const list = (key: string): SettingList | undefined => {
    const node = at(value, key);
    return settingListOf(node, node === undefined ? "" : sourceOf(node.at.file), variables);
  };
  const tags = [...[settingOf(image, variables)].filter((tag) => tag !== undefined), ...(list("tags")?.items ?? [])];
  return {
    tool: "compose",
    name,
    at: keyAt,
    context: settingOf(scalarOf(value) ?? at(value, "context"), variables),
    dockerfile: settingOf(at(value, "dockerfile"), variables),
    target: settingOf(at(value, "target"), variables),
    args: argumentsOf(at(value, "args"), variables),
    platforms: list("platforms"),
    tags,
    // `docker compose build` loads what it builds, and pushes on its own command.
    output: "load",
    outputAt: undefined,
    caches: [...cachesOf(list("cache_from"), "from"), ...cachesOf(list("cache_to"), "to")],
  };
}

/** A map, or a list of `NAME=value`; a name without a value takes it from the environment. */
function argumentsOf(node: YamlNode | undefined, variables: Variables): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const { key, value } of entriesOf(node)) {
    const setting = settingOf(value, variables);
    if (setting !== undefined) found.set(key, setting);
  }
  for (const item of itemsOf(node)) {
    const scalar = scalarOf(item);
    const equals = scalar?.text.text.indexOf("=") ?? -1;
    if (scalar === undefined || equals < 0) continue;
    const setting = settingOf({ ...scalar, text: scalar.text.slice(equals + 1) }, variables);
    if (setting !== undefined) found.set(scalar.text.text.slice(0, equals), setting);
  }
  return found;
}

function cachesOf(list: SettingList | undefined, direction: BuildCache["direction"]): readonly BuildCache[] {
  return (list?.items ?? []).flatMap((item) => cacheOf(item, direction) ?? []);
}

/** `type=registry,ref=…,mode=max`, or a bare image reference; undefined when it isn't known. */
export function cacheOf(setting: Setting, direction: BuildCache["direction"]): BuildCache | undefined {
  const { text, at: place } = setting;
  if (text === undefined) return undefined;
  const options = new Map(text.split(",").map((option) => [option.slice(0, Math.max(0, option.indexOf("="))).trim(), option.slice(option.indexOf("=") + 1).trim()] as const));
  const type = options.get("type");
  const location = type === undefined ? text : (options.get("ref") ?? options.get("scope") ?? options.get("dest") ?? options.get("src") ?? options.get("name"));
  return { direction, type: type ?? "registry", location: location === undefined ? undefined : { text: location, at: place, literal: false }, mode: options.get("mode"), at: place };
}
