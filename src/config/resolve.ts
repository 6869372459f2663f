import { dirname } from "node:path";
import type { Platform } from "../rulekit/index.ts";
import { formatPlatform, knownPlatforms, nearestPlatform, parsePlatform } from "../rulekit/index.ts";
import type { Level, RuleMeta } from "../rulekit/types.ts";
import { nearestWord } from "../text/nearest.ts";
import type { Loaded } from "./load.ts";
import type { ConfigFault, ConfigNode } from "./node.ts";
import type { Config } from "./types.ts";

/** What the command line says; what it leaves out is undefined. */
export interface Flags {
  readonly platforms?: readonly string[] | undefined;
  readonly buildPlatform?: string | undefined;
  readonly rules?: ReadonlyMap<string, Level | "off">;
  readonly offline?: boolean | undefined;
  readonly buildArgs?: ReadonlyMap<string, string>;
}

/** A configuration whose every word is known. */
export interface Resolved {
  readonly config: Config;
  readonly platforms: readonly Platform[];
  readonly builder: Platform;
  /** By id; aliases are resolved. */
  readonly rules: ReadonlyMap<string, Level | "off">;
  readonly buildArgs: ReadonlyMap<string, string>;
}

export interface ResolveInput {
  readonly loaded: Exclude<Loaded, { state: "broken" }>;
  readonly flags: Flags;
  readonly cwd: string;
  readonly known: readonly RuleMeta[];
}

/** Flags over file over defaults. Unknown platforms and rules are the errors, each with its place and the nearest known word. */
export function resolveConfig(input: ResolveInput): Resolved | { readonly errors: readonly string[] } {
  const errors: string[] = [...faultsInFile(input)];
  const { flags } = input;
  const config = merge(input);
  const platforms = platformsOf(flags.platforms ?? (errors.length > 0 ? [] : config.platforms), errors);
  if (flags.platforms?.length === 0) errors.push("--platform needs a platform");
  const [builder] = platformsOf([flags.buildPlatform ?? homeOf(platforms)], errors);
  const rules = new Map<string, Level | "off">();
  for (const [name, level] of Object.entries(config.rules)) {
    const id = idOf(name, input.known);
    if (id !== undefined) rules.set(id, level);
  }
  for (const [name, level] of flags.rules ?? []) {
    const id = idOf(name, input.known);
    if (id === undefined) errors.push(unknownRule(name, input.known));
    else rules.set(id, level);
  }
  if (errors.length > 0 || builder === undefined) return { errors };
  return { config, platforms, builder, rules, buildArgs: new Map(Object.entries(config.buildArgs)) };
}

/** Where builds run that nobody told about: on amd64, but for projects that name arm64 first of several platforms. */
function homeOf([first, ...others]: readonly Platform[]): string {
  return others.length > 0 && first?.os === "linux" && first.arch === "arm64" ? "linux/arm64" : "linux/amd64";
}

/** The message for a rule that there is not. */
export function unknownRule(name: string, known: readonly RuleMeta[]): string {
  const nearest = nearestWord(name, known.map(({ id }) => id));
  return `unknown rule "${name}"; ${nearest === undefined ? "--list-rules names them" : `did you mean "${nearest}"?`}`;
}

/** The id of a rule that is called by its id or by one that it had before. */
export function idOf(name: string, known: readonly RuleMeta[]): string | undefined {
  return known.find(({ id, aliases }) => id === name || aliases?.includes(name) === true)?.id;
}

function merge({ loaded, flags, cwd }: ResolveInput): Config {
  const file = loaded.state === "found" ? loaded.content : {};
  return freeze({
    file: loaded.state === "found" ? loaded.file : undefined,
    root: loaded.state === "found" ? dirname(loaded.file) : cwd,
    platforms: flags.platforms ?? file.platforms ?? ["linux/amd64", "linux/arm64"],
    rules: { ...file.rules },
    ignore: file.ignore ?? [],
    registries: { allowed: file.registries?.allowed ?? [], insecure: file.registries?.insecure ?? [], mirrors: file.registries?.mirrors ?? {} },
    offline: flags.offline ?? file.offline ?? false,
    buildArgs: { ...file.buildArgs, ...Object.fromEntries(flags.buildArgs ?? []) },
  });
}

function platformsOf(texts: readonly string[], errors: string[]): Platform[] {
  const platforms = new Map<string, Platform>();
  for (const text of texts) {
    const platform = knownPlatform(text);
    if (platform === undefined) errors.push(unknownPlatform(text));
    else platforms.set(formatPlatform(platform), platform);
  }
  return [...platforms.values()];
}

/** BuildKit takes any two words for a platform; here a word that nobody knows is most likely misspelt, and gives undefined. */
export function knownPlatform(text: string): Platform | undefined {
  const platform = parsePlatform(text.trim(), { os: "linux", arch: "amd64" });
  if ("error" in platform) return undefined;
  const { os, arch, variant } = platform;
  if (variant !== undefined && !/^v\d+(?:\.\d+)?$/.test(variant)) return undefined;
  return knownPlatforms.some((known) => known === `${os}/${arch}` || known.startsWith(`${os}/${arch}/`)) ? platform : undefined;
}

function unknownPlatform(text: string): string {
  const nearest = nearestPlatform(text);
  return `unknown platform "${text}"${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
}

function faultsInFile({ loaded, known }: ResolveInput): readonly string[] {
  if (loaded.state === "none" || loaded.node.kind !== "object") return [];
  const faults: ConfigFault[] = [];
  for (const { key, value } of loaded.node.entries) {
    if (key === "platforms" && value.kind === "array") faults.push(...value.items.flatMap(platformFault));
    if (key !== "rules" || value.kind !== "object") continue;
    for (const entry of value.entries) if (idOf(entry.key, known) === undefined) faults.push({ at: entry.at, message: unknownRule(entry.key, known) });
  }
  return faults.map(loaded.place);
}

function platformFault(node: ConfigNode): ConfigFault[] {
  if (node.kind !== "scalar" || typeof node.value !== "string") return [];
  return knownPlatform(node.value) === undefined ? [{ at: node.at, message: unknownPlatform(node.value) }] : [];
}

function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) freeze(inner as object);
  return Object.freeze(value);
}
