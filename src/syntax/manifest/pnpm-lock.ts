import type { Range } from "../../text/index.ts";
import { childOf, indentedTree, listIn, mapIn, rangeOfKey, unquoted, valueIn, type IndentedNode } from "./indented.ts";
import { brokenLock, lockedPackage, type LockedPackage, type NodeLock } from "./locked-package.ts";
import { problemAtStart } from "./problem.ts";

/** The format's versions that are known: 5.0 to 9.x. */
const KNOWN = /^[5-9](?:\.\d+)?$/;

/** Reads pnpm-lock.yaml, formats 5 to 9. Never throws; what can't be read is the lock's problem. */
export function readPnpmLock(file: string, text: string): NodeLock {
  const sections = indentedTree(text, "colon");
  const version = sections.find(({ key }) => key === "lockfileVersion");
  const format = unquoted(version?.value ?? "");
  if (version === undefined) return brokenLock("pnpm", problemAtStart(file, text, "has no lockfileVersion, so it is no lockfile of pnpm or not the whole of one"));
  if (!KNOWN.test(format)) return brokenLock("pnpm", { message: `has lockfileVersion ${format.slice(0, 40)}, which is not known`, at: { file, start: version.valueStart, end: version.valueStart + version.value.length } });
  return pnpmLock(file, format, sections);
}

function pnpmLock(file: string, format: string, sections: readonly IndentedNode[]): NodeLock {
  const root = { children: sections };
  const snapshots = new Map(childOf(root, "snapshots")?.children.map((one) => [one.key, one]));
  const places = new Map<string, Range>();
  const packages = (childOf(root, "packages")?.children ?? []).map((one): LockedPackage => {
    places.set(one.key, rangeOfKey(file, one));
    return entry(one, snapshots);
  });
  const optional = optionalIn(snapshots);
  return {
    kind: "pnpm",
    file,
    format,
    packages: packages.map((one) => (optional.has(one.key) ? { ...one, optional: true } : one)),
    problem: undefined,
    placeOf: ({ key }) => places.get(key) ?? { file, start: 0, end: 0 },
  };
}

/** `/@scope/name/1.2.3_peer` (5), `/@scope/name@1.2.3(peer)` (6), `@scope/name@1.2.3` (9). */
const KEY = /^\/?((?:@[^/@]+\/)?[^/@(]+)[/@]([^(]+?)(?:[_(].*)?$/;

function entry(node: IndentedNode, snapshots: ReadonlyMap<string, IndentedNode>): LockedPackage {
  const match = KEY.exec(node.key);
  // A package whose peers differ has several snapshots; what it needs by itself is the same in all.
  const lists = snapshots.get(node.key) ?? node;
  return lockedPackage({
    name: valueIn(node, "name") ?? match?.[1] ?? node.key,
    version: valueIn(node, "version") ?? match?.[2] ?? "",
    key: node.key,
    os: listIn(node, "os"),
    cpu: listIn(node, "cpu"),
    libc: listIn(node, "libc"),
    optional: valueIn(node, "optional") === "true" || valueIn(lists, "optional") === "true",
    dev: valueIn(node, "dev") === "true",
    installScript: valueIn(node, "requiresBuild") === "true" ? true : undefined,
    dependencies: mapIn(lists, "dependencies"),
    optionalDependencies: mapIn(lists, "optionalDependencies"),
  });
}

/** Packages all of whose snapshots are optional. */
function optionalIn(snapshots: ReadonlyMap<string, IndentedNode>): ReadonlySet<string> {
  const optional = new Map<string, boolean>();
  for (const [key, node] of snapshots) {
    const name = key.replace(/\(.*$/, "");
    optional.set(name, (optional.get(name) ?? true) && valueIn(node, "optional") === "true");
  }
  return new Set([...optional].filter(([, all]) => all).map(([name]) => name));
}
