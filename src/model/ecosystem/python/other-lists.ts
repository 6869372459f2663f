import { parseRequirement } from "../../../syntax/manifest/pep508.ts";
import { readJson } from "../../../syntax/manifest/json.ts";
import { jsonMembers, skipSpace, type JsonMember } from "../../../syntax/manifest/json-scan.ts";
import { NO_SETTINGS, type Dependency, type Manifest, type Requirement } from "../types.ts";
import { dependencyOf, normalName, requirementAt } from "./requirements.ts";

/** Pipfile.lock: names and versions, of the files only checksums. */
export function readPipfileLock(file: string, text: string): Manifest {
  const { value, problem } = readJson(file, text);
  const empty: Manifest = { kind: "pipfile-lock", ecosystem: "python", file, isLock: true, dependencies: [], includes: [], settings: NO_SETTINGS };
  if (problem !== undefined) return { ...empty, problem };
  const sections = jsonMembers(text, skipSpace(text, 0));
  const section = (key: string, groups: readonly string[]): Dependency[] => {
    const found = sections.find((member) => member.key === key);
    return found === undefined ? [] : jsonMembers(text, found.start).map((member) => pipfilePackage(file, text, { member, groups }));
  };
  const meta = JSON.stringify(value["_meta"] ?? {});
  const urls = [...meta.matchAll(/"url":"([^"]*)"/g)].map((match) => match[1] ?? "");
  return { ...empty, dependencies: [...section("default", []), ...section("develop", ["dev"])], settings: { ...NO_SETTINGS, otherIndex: urls.some((url) => !/^https:\/\/pypi\.(?:org|python\.org)\//.test(url)) } };
}

function pipfilePackage(file: string, text: string, { member, groups }: { readonly member: JsonMember; readonly groups: readonly string[] }): Dependency {
  const fields = new Map(jsonMembers(text, member.start).map((field) => [field.key, field]));
  const textOf = (key: string): string | undefined => {
    const field = fields.get(key);
    return field === undefined || text[field.start] !== '"' ? undefined : text.slice(field.start + 1, field.end - 1).replaceAll('\\"', '"');
  };
  const version = textOf("version");
  const versionField = fields.get("version");
  const markerField = fields.get("markers");
  const marker = textOf("markers");
  const isElsewhere = ["git", "path", "file"].some((key) => fields.has(key));
  const requirement: Requirement = isElsewhere ? { kind: "url", url: "" } : version?.startsWith("==") === true ? { kind: "pin", version: version.slice(2) } : { kind: "any" };
  return {
    name: normalName(member.key),
    at: { file, start: member.keyStart, end: member.end },
    nameAt: { file, start: member.keyStart + 1, end: member.keyEnd - 1 },
    requirement,
    ...(versionField === undefined || requirement.kind !== "pin" ? {} : { requirementAt: { file, start: versionField.start + 3, end: versionField.end - 1 } }),
    ...(marker === undefined || markerField === undefined ? {} : { marker: { text: marker, at: { file, start: markerField.start + 1, end: markerField.end - 1 } } }),
    extras: [],
    groups,
    optional: false,
    hashed: true,
  };
}

/** setup.cfg of setuptools: `install_requires` and the extras. */
export function readSetupCfg(file: string, text: string): Manifest {
  const dependencies: Dependency[] = [];
  let section = "";
  let key = "";
  let start = 0;
  for (const line of text.split("\n")) {
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const setting = /^([A-Za-z][\w.-]*)[ \t]*[=:](.*)$/.exec(line);
    if (header !== undefined) [section, key] = [header.trim(), ""];
    else if (setting?.[1] !== undefined) key = setting[1];
    const groups = section === "options" && key === "install_requires" ? [] : section === "options.extras_require" && key !== "" ? [`extra:${normalName(key)}`] : undefined;
    if (header === undefined && groups !== undefined) dependencies.push(...requirementsIn(file, text, { start: start + (setting === null ? 0 : line.length - (setting[2] ?? "").length), end: start + line.length, groups }));
    start += line.length + 1;
  }
  return { kind: "setup-cfg", ecosystem: "python", file, isLock: false, dependencies, includes: [], settings: NO_SETTINGS };
}

/** One requirement a line; comments stand on lines of their own. */
function requirementsIn(file: string, text: string, { start, end, groups }: { readonly start: number; readonly end: number; readonly groups: readonly string[] }): Dependency[] {
  const written = text.slice(start, end).trim();
  if (written === "" || written.startsWith("#") || written.startsWith(";")) return [];
  const read = parseRequirement(text, start, end);
  return "error" in read ? [] : [{ ...dependencyOf(file, text, { read, at: { start, end } }), groups }];
}

/** conda's environment.yml: the packages of pip, and the version of Python. What conda itself installs comes from channels that are not known. */
export function readCondaEnvironment(file: string, text: string): Manifest {
  const dependencies: Dependency[] = [];
  let start = 0;
  let pipIndent = -1;
  let python: Manifest["language"];
  for (const line of text.split("\n")) {
    const item = /^([ \t]*)-[ \t]+(.*?)[ \t]*(?:#.*)?\r?$/.exec(line);
    const indent = item?.[1]?.length ?? -1;
    const value = (item?.[2] ?? "").replace(/^(["'])(.*)\1$/, "$2");
    if (item !== null && /^pip\s*:$/.test(value)) pipIndent = indent;
    else if (item !== null && indent <= pipIndent) pipIndent = -1;
    const at = start + line.indexOf(value, indent + 1);
    const found = pipIndent >= 0 && indent > pipIndent ? requirementAt(file, text, { start: at, end: at + value.length }) : undefined;
    if (found !== undefined) dependencies.push(found);
    const version = /^(?:[\w-]+::)?python[ ]*=+[ ]*(3\.\d+)/.exec(value)?.[1];
    if (version !== undefined) python = { text: `==${version}.*`, at: { file, start: at, end: at + value.length } };
    start += line.length + 1;
  }
  return { kind: "conda-environment", ecosystem: "conda", file, isLock: false, dependencies, includes: [], settings: NO_SETTINGS, ...(python === undefined ? {} : { language: python }) };
}

/** conda-lock.yml and pixi.lock: the platforms that they are made for. */
export function readCondaLock(kind: "conda-lock" | "pixi-lock"): (file: string, text: string) => Manifest {
  return (file, text) => {
    const platforms = new Map<string, { start: number; end: number }>();
    // conda-lock lists them below `platforms:`, pixi has them as the keys below `packages:` of each environment.
    const pattern = /^(?:[ \t]*-[ \t]+|[ \t]{4,})((?:linux|osx|win|emscripten|wasi)-[\w]+)[ \t]*:?[ \t]*\r?$/gm;
    for (const match of text.matchAll(pattern)) {
      const name = match[1] ?? "";
      const start = match.index + match[0].indexOf(name);
      if (!platforms.has(name)) platforms.set(name, { start, end: start + name.length });
    }
    return { kind, ecosystem: "conda", file, isLock: true, dependencies: [], includes: [], settings: NO_SETTINGS, ...(platforms.size === 0 ? {} : { platforms: [...platforms].map(([name, at]) => ({ text: name, at: { file, ...at } })) }) };
  };
}
