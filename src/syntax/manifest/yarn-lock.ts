import type { Range } from "../../text/index.ts";
import { childOf, indentedTree, mapIn, rangeOfKey, valueIn, type IndentedNode } from "./indented.ts";
import { brokenLock, lockedPackage, type LockedPackage, type NodeLock } from "./locked-package.ts";
import { problemAtStart } from "./problem.ts";

/** Reads yarn.lock, of version 1 and of Berry. Never throws; what can't be read is the lock's problem. */
export function readYarnLock(file: string, text: string): NodeLock {
  const berry = /^__metadata:/m.test(text);
  const entries = indentedTree(text, berry ? "colon" : "space");
  if (!berry && entries.length > 0 && !/^# yarn lockfile v1\s*$/m.test(text)) return brokenLock("yarn", problemAtStart(file, text, "is of a format that is not known"));
  return yarnLock(file, entries, berry);
}

function yarnLock(file: string, entries: readonly IndentedNode[], berry: boolean): NodeLock {
  const places = new Map<string, Range>();
  const packages: LockedPackage[] = [];
  for (const node of entries) {
    if (node.key === "__metadata" || valueIn(node, "linkType") === "soft") continue;
    places.set(node.key, rangeOfKey(file, node));
    packages.push(berry ? berryEntry(node) : classicEntry(node));
  }
  const metadata = entries.find(({ key }) => key === "__metadata");
  return {
    kind: "yarn",
    file,
    format: berry ? ((metadata === undefined ? undefined : valueIn(metadata, "version")) ?? "berry") : "1",
    packages,
    problem: undefined,
    placeOf: ({ key }) => places.get(key) ?? { file, start: 0, end: 0 },
  };
}

/** `"@scope/name@^1.0.0", "@scope/name@^1.1.0"`: the name up to the second `@`; an alias says the package's own name behind `npm:`. */
function nameIn(key: string): string {
  const first = key.replace(/^"|"$/g, "").split(/"?, *"?/, 1)[0] ?? key;
  const alias = /@npm:((?:@[^/@]+\/)?[^@/:]+)@/.exec(first)?.[1];
  return alias ?? /^(?:@[^/@]+\/)?[^@]+/.exec(first)?.[0] ?? first;
}

function classicEntry(node: IndentedNode): LockedPackage {
  return lockedPackage({
    name: nameIn(node.key),
    version: valueIn(node, "version") ?? "",
    key: node.key,
    dependencies: mapIn(node, "dependencies"),
    optionalDependencies: mapIn(node, "optionalDependencies"),
  });
}

function berryEntry(node: IndentedNode): LockedPackage {
  const resolution = valueIn(node, "resolution") ?? "";
  const conditions = valueIn(node, "conditions") ?? "";
  const optional = new Set((childOf(node, "dependenciesMeta")?.children ?? []).filter((one) => valueIn(one, "optional") === "true").map(({ key }) => key));
  const all = [...mapIn(node, "dependencies")];
  return lockedPackage({
    name: /^(?:@[^/@]+\/)?[^@]+/.exec(resolution)?.[0] ?? nameIn(node.key),
    version: valueIn(node, "version") ?? "",
    key: node.key,
    os: conditionsOf(conditions, "os"),
    cpu: conditionsOf(conditions, "cpu"),
    libc: conditionsOf(conditions, "libc"),
    dependencies: new Map(all.filter(([name]) => !optional.has(name))),
    optionalDependencies: new Map(all.filter(([name]) => optional.has(name))),
  });
}

/** `os=linux & (cpu=x64 | cpu=arm64) & libc=glibc`; what excludes platforms (`!os=…`) is read too. */
function conditionsOf(text: string, kind: "os" | "cpu" | "libc"): readonly string[] {
  return [...text.slice(0, 1000).matchAll(/(!?)\b(os|cpu|libc)=([\w-]+)/g)].filter((match) => match[2] === kind).map((match) => `${match[1] ?? ""}${match[3] ?? ""}`);
}
