import { isObject, JsonPlaces, objectAt, readJson, stringIn, stringMembers, stringsIn, type JsonObject, type JsonText } from "./json.ts";
import { brokenLock, lockedPackage, type LockedPackage, type NodeLock } from "./locked-package.ts";
import { problemAtStart } from "./problem.ts";

/** How deep packages may lie in one another in a lockfile of version 1; npm itself nests a dozen levels. */
const MAX_DEPTH = 200;

/** Reads package-lock.json and npm-shrinkwrap.json, versions 1 to 3. Never throws; what can't be read is the lock's problem. */
export function readNpmLock(file: string, text: string): NodeLock {
  const json = readJson(file, text);
  if (json.problem !== undefined) return brokenLock("npm", json.problem);
  const version = json.value.lockfileVersion ?? 1;
  if (isObject(json.value.packages)) return flatLock(json, version, json.value.packages);
  if (version === 1 && isObject(json.value.dependencies)) return nestedLock(json);
  if (version === 1 || version === 2 || version === 3) return flatLock(json, version, {});
  return brokenLock("npm", { ...problemAtStart(file, text, `has lockfileVersion ${shown(version)}, which is not known`), ...versionPlace(json) });
}

function shown(version: unknown): string {
  return JSON.stringify(version).slice(0, 40);
}

function versionPlace({ file, text }: JsonText): { at?: LockPlace } {
  const at = new JsonPlaces(file, text).valueAt("lockfileVersion");
  return at === undefined ? {} : { at };
}

type LockPlace = ReturnType<NodeLock["placeOf"]>;

/** Versions 2 and 3: one list, by folder. */
function flatLock({ file, text }: JsonText, version: unknown, entries: JsonObject): NodeLock {
  const packages: LockedPackage[] = [];
  for (const [key, entry] of Object.entries(entries)) {
    if (!isObject(entry)) continue;
    // Folders outside node_modules are the root and its workspaces, and links lead to those.
    if (key.includes("node_modules/") && entry.link !== true) packages.push(flatEntry(key, entry));
  }
  const places = new JsonPlaces(file, text);
  const placeOf = ({ key }: LockedPackage): LockPlace => places.keyAt("packages", key) ?? { file, start: 0, end: 0 };
  return { kind: "npm", file, format: shown(version), packages, problem: undefined, placeOf };
}

function flatEntry(key: string, entry: JsonObject): LockedPackage {
  return lockedPackage({
    name: stringIn(entry, "name") ?? key.slice(key.lastIndexOf("node_modules/") + "node_modules/".length),
    version: stringIn(entry, "version") ?? "",
    key,
    os: stringsIn(entry, "os"),
    cpu: stringsIn(entry, "cpu"),
    libc: stringsIn(entry, "libc"),
    // With `devOptional` it hangs on what is left out whether anything needs it.
    optional: entry.optional === true || entry.devOptional === true,
    dev: entry.dev === true,
    installScript: entry.hasInstallScript === true,
    bundled: entry.inBundle === true,
    dependencies: stringMembers(entry, "dependencies"),
    optionalDependencies: stringMembers(entry, "optionalDependencies"),
  });
}

interface Nested {
  readonly path: readonly string[];
  readonly folder: string;
  readonly entries: JsonObject;
}

/** Version 1: a tree by name, which tells neither platforms nor scripts. */
function nestedLock({ file, text, value }: JsonText): NodeLock {
  const packages: LockedPackage[] = [];
  const paths = new Map<string, readonly string[]>();
  const open: Nested[] = [{ path: ["dependencies"], folder: "", entries: objectAt(value, "dependencies") }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [name, entry] of Object.entries(next.entries)) {
      if (!isObject(entry)) continue;
      const key = `${next.folder}node_modules/${name}`;
      const path = [...next.path, name];
      paths.set(key, path);
      packages.push(nestedEntry(key, name, entry));
      const inner = objectAt(entry, "dependencies");
      if (path.length < MAX_DEPTH && Object.keys(inner).length > 0) open.push({ path: [...path, "dependencies"], folder: `${key}/`, entries: inner });
    }
  }
  const places = new JsonPlaces(file, text);
  const placeOf = ({ key }: LockedPackage): LockPlace => places.keyAt(...(paths.get(key) ?? [])) ?? { file, start: 0, end: 0 };
  return { kind: "npm", file, format: "1", packages, problem: undefined, placeOf };
}

function nestedEntry(key: string, name: string, entry: JsonObject): LockedPackage {
  const version = stringIn(entry, "version") ?? "";
  const alias = /^npm:((?:@[^/@]+\/)?[^@]+)@(.+)$/.exec(version);
  return lockedPackage({
    name: alias?.[1] ?? name,
    version: alias?.[2] ?? version,
    key,
    optional: entry.optional === true,
    dev: entry.dev === true,
    bundled: entry.bundled === true,
    dependencies: stringMembers(entry, "requires"),
  });
}
