import { describe, expect, test } from "vitest";
import { readBunLock } from "../../../src/syntax/manifest/bun-lock.ts";
import type { LockedPackage, NodeLock } from "../../../src/syntax/manifest/locked-package.ts";
import { readNpmLock } from "../../../src/syntax/manifest/npm-lock.ts";
import { readPnpmLock } from "../../../src/syntax/manifest/pnpm-lock.ts";
import { readYarnLock } from "../../../src/syntax/manifest/yarn-lock.ts";

const named = (lock: NodeLock, name: string): LockedPackage => {
  const found = lock.packages.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name} in ${lock.packages.map((one) => one.name).join(" ")}`);
  return found;
};
const shown = (lock: NodeLock, text: string, name: string): string => {
  const { start, end } = lock.placeOf(named(lock, name));
  return text.slice(start, end);
};

describe("package-lock.json", () => {
  const text = JSON.stringify(
    {
      name: "shop",
      lockfileVersion: 3,
      packages: {
        "": { name: "shop", dependencies: { canvas: "^2.11.2" }, devDependencies: { rollup: "^4.0.0" } },
        "packages/admin": { version: "1.0.0", dependencies: { bcrypt: "5.1.0" } },
        "node_modules/admin": { resolved: "packages/admin", link: true },
        "node_modules/canvas": { version: "2.11.2", hasInstallScript: true, dependencies: { nan: "^2.17.0" } },
        "node_modules/canvas/node_modules/nan": { version: "2.17.0" },
        "node_modules/old-canvas": { name: "canvas", version: "1.6.13" },
        "node_modules/rollup": { version: "4.9.1", dev: true, optionalDependencies: { "@rollup/rollup-linux-x64-gnu": "4.9.1" } },
        "node_modules/@rollup/rollup-linux-x64-gnu": { version: "4.9.1", cpu: ["x64"], os: ["linux"], libc: ["glibc"], optional: true, dev: true },
        "node_modules/either": { version: "1.0.0", devOptional: true },
        "node_modules/inside": { version: "1.0.0", inBundle: true },
      },
    },
    null,
    2,
  );
  const lock = readNpmLock("package-lock.json", text);

  test("tells version, script and what a package needs", () => {
    expect(named(lock, "canvas")).toMatchObject({ version: "2.11.2", installScript: true, optional: false, dev: false });
    expect([...named(lock, "canvas").dependencies]).toEqual([["nan", "^2.17.0"]]);
  });

  test("tells for which platforms a package is, and that it may be left out", () => {
    expect(named(lock, "@rollup/rollup-linux-x64-gnu")).toMatchObject({ cpu: ["x64"], os: ["linux"], libc: ["glibc"], optional: true });
    expect([...named(lock, "rollup").optionalDependencies.keys()]).toEqual(["@rollup/rollup-linux-x64-gnu"]);
  });

  test("names a nested package by its last folder and an alias by what it stands for", () => {
    expect(named(lock, "nan").key).toBe("node_modules/canvas/node_modules/nan");
    expect(lock.packages.filter(({ name }) => name === "canvas").map(({ version }) => version)).toEqual(["2.11.2", "1.6.13"]);
  });

  test("keeps apart what only development or only an option needs from what hangs on both", () => {
    expect(named(lock, "rollup")).toMatchObject({ dev: true, optional: false });
    expect(named(lock, "either")).toMatchObject({ dev: false, optional: true });
    expect(named(lock, "inside").bundled).toBe(true);
  });

  test("holds no projects and no links", () => {
    expect(lock.packages.some(({ name }) => name === "admin" || name === "shop")).toBe(false);
  });

  test("places a package at its key", () => {
    expect(shown(lock, text, "nan")).toBe('"node_modules/canvas/node_modules/nan"');
  });

  test("of version 1 is a tree", () => {
    const old = JSON.stringify({ lockfileVersion: 1, dependencies: { canvas: { version: "2.6.1", requires: { nan: "^2.14.0" }, dependencies: { nan: { version: "2.14.0", optional: true } } }, pic: { version: "npm:canvas@1.6.13" } } }, null, 1);
    const first = readNpmLock("package-lock.json", old);
    expect(named(first, "nan")).toMatchObject({ key: "node_modules/canvas/node_modules/nan", optional: true });
    expect(first.packages.filter(({ name }) => name === "canvas").map(({ version }) => version).sort()).toEqual(["1.6.13", "2.6.1"]);
    expect(shown(first, old, "nan")).toBe('"nan"');
  });

  test("of a version that nobody knows is not guessed at", () => {
    const { problem, packages } = readNpmLock("package-lock.json", '{"lockfileVersion": 9, "things": {}}');
    expect(problem).toEqual({ message: "has lockfileVersion 9, which is not known", at: { file: "package-lock.json", start: 20, end: 21 } });
    expect(packages).toEqual([]);
  });

  test("without any package is one all the same", () => {
    expect(readNpmLock("package-lock.json", '{"name": "empty", "lockfileVersion": 3, "requires": true, "packages": {}}').problem).toBeUndefined();
  });

  test("with wrong types in it loses what has them and no more", () => {
    const lock = readNpmLock("package-lock.json", '{"lockfileVersion":3,"packages":{"node_modules/a":7,"node_modules/b":{"version":1,"cpu":"x64","os":{"a":1},"dependencies":["c"]}}}');
    expect(lock.packages.map(({ name, version, cpu, os }) => [name, version, cpu, os])).toEqual([["b", "", ["x64"], []]]);
  });
});

describe("pnpm-lock.yaml", () => {
  const text = `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      canvas:
        specifier: ^2.11.2
        version: 2.11.2
    devDependencies:
      rollup:
        specifier: ^4.0.0
        version: 4.9.1

packages:

  '@rollup/rollup-linux-x64-gnu@4.9.1':
    resolution: {integrity: sha512-AAAA}
    cpu: [x64]
    os: [linux]
    libc: [glibc]

  canvas@2.11.2:
    resolution: {integrity: sha512-BBBB}
    engines: {node: '>=6'}

  rollup@4.9.1:
    resolution: {integrity: sha512-CCCC}
    hasBin: true

snapshots:

  '@rollup/rollup-linux-x64-gnu@4.9.1':
    optional: true

  canvas@2.11.2:
    dependencies:
      nan: 2.17.0

  rollup@4.9.1:
    optionalDependencies:
      '@rollup/rollup-linux-x64-gnu': 4.9.1
`;
  const lock = readPnpmLock("pnpm-lock.yaml", text);

  test("joins a package with its snapshot", () => {
    expect(named(lock, "@rollup/rollup-linux-x64-gnu")).toMatchObject({ version: "4.9.1", cpu: ["x64"], os: ["linux"], libc: ["glibc"], optional: true });
    expect([...named(lock, "rollup").optionalDependencies.keys()]).toEqual(["@rollup/rollup-linux-x64-gnu"]);
    expect(shown(lock, text, "@rollup/rollup-linux-x64-gnu")).toBe("'@rollup/rollup-linux-x64-gnu@4.9.1'");
  });

  test("of format 6 names packages with a slash, and their lists stand with them", () => {
    const six = readPnpmLock("pnpm-lock.yaml", "lockfileVersion: '6.0'\n\ndependencies:\n  canvas:\n    specifier: ^2\n    version: 2.11.2\n\npackages:\n\n  /@img/x-linux@1.0.0(y@2.0.0):\n    resolution: {integrity: sha512-A}\n    cpu: [arm64]\n    os:\n      - linux\n    requiresBuild: true\n    optional: true\n    dev: true\n");
    expect(six.packages).toMatchObject([{ name: "@img/x-linux", version: "1.0.0", cpu: ["arm64"], os: ["linux"], optional: true, dev: true, installScript: true }]);
  });

  test("of format 5 separates the version with a slash", () => {
    const five = readPnpmLock("pnpm-lock.yaml", "lockfileVersion: 5.4\npackages:\n  /esbuild-linux-64/0.14.54:\n    cpu: [x64]\n    os: [linux]\n  /@scope/name/1.2.3_react@18.0.0:\n    dev: false\n");
    expect(five.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(["esbuild-linux-64 0.14.54", "@scope/name 1.2.3"]);
  });

  test("of an unknown format, or cut off before it says one, is a problem", () => {
    expect(readPnpmLock("pnpm-lock.yaml", "lockfileVersion: '12.0'\n").problem?.message).toBe("has lockfileVersion 12.0, which is not known");
    expect(readPnpmLock("pnpm-lock.yaml", "packages:\n").problem?.message).toContain("has no lockfileVersion");
  });
});

describe("yarn.lock", () => {
  test("of version 1 tells versions and options", () => {
    const text = `# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.
# yarn lockfile v1


"@rollup/rollup-linux-x64-gnu@4.9.1":
  version "4.9.1"
  resolved "https://registry.example/rollup-linux-x64-gnu-4.9.1.tgz#ab"

canvas@^2.11.0, canvas@^2.11.2:
  version "2.11.2"
  dependencies:
    nan "^2.17.0"

"pic@npm:canvas@1.6.13":
  version "1.6.13"

rollup@^4.0.0:
  version "4.9.1"
  optionalDependencies:
    "@rollup/rollup-linux-x64-gnu" "4.9.1"
    fsevents "~2.3.2"
`;
    const lock = readYarnLock("yarn.lock", text);
    expect(lock.problem).toBeUndefined();
    expect(lock.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(["@rollup/rollup-linux-x64-gnu 4.9.1", "canvas 2.11.2", "canvas 1.6.13", "rollup 4.9.1"]);
    expect([...named(lock, "rollup").optionalDependencies.keys()]).toEqual(["@rollup/rollup-linux-x64-gnu", "fsevents"]);
    expect([...named(lock, "canvas").dependencies]).toEqual([["nan", "^2.17.0"]]);
    expect(shown(lock, text, "rollup")).toBe("rollup@^4.0.0");
  });

  test("of Berry tells conditions, options and what the projects ask for", () => {
    const text = `__metadata:
  version: 8
  cacheKey: 10c0

"@rollup/rollup-linux-x64-gnu@npm:4.9.1":
  version: 4.9.1
  resolution: "@rollup/rollup-linux-x64-gnu@npm:4.9.1"
  conditions: os=linux & cpu=x64 & libc=glibc
  languageName: node
  linkType: hard

"rollup@npm:^4.0.0":
  version: 4.9.1
  resolution: "rollup@npm:4.9.1"
  dependencies:
    "@rollup/rollup-linux-x64-gnu": "npm:4.9.1"
    "@types/estree": "npm:1.0.5"
  dependenciesMeta:
    "@rollup/rollup-linux-x64-gnu":
      optional: true
  languageName: node
  linkType: hard

? "long-name@npm:^1.0.0, long-name@npm:^1.1.0"
: version: 1.1.0
  resolution: "long-name@npm:1.1.0"
  linkType: hard

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    rollup: "npm:^4.0.0"
  languageName: unknown
  linkType: soft
`;
    const lock = readYarnLock("yarn.lock", text);
    expect(lock.format).toBe("8");
    expect(named(lock, "@rollup/rollup-linux-x64-gnu")).toMatchObject({ os: ["linux"], cpu: ["x64"], libc: ["glibc"] });
    expect([...named(lock, "rollup").optionalDependencies.keys()]).toEqual(["@rollup/rollup-linux-x64-gnu"]);
    expect([...named(lock, "rollup").dependencies.keys()]).toEqual(["@types/estree"]);
    expect(named(lock, "long-name").version).toBe("1.1.0");
  });

  test("of neither format is a problem", () => {
    expect(readYarnLock("yarn.lock", "canvas 2.11.2\n").problem?.message).toBe("is of a format that is not known");
  });
});

describe("bun.lock", () => {
  const text = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "shop", "dependencies": { "rollup": "^4.0.0", }, },
  },
  "packages": {
    "@rollup/rollup-linux-x64-gnu": ["@rollup/rollup-linux-x64-gnu@4.9.1", "", { "os": "linux", "cpu": "x64" }, "sha512-A"],
    "rollup": ["rollup@4.9.1", "", { "dependencies": { "@types/estree": "1.0.5" }, "optionalDependencies": { "@rollup/rollup-linux-x64-gnu": "4.9.1" }, "bin": { "rollup": "dist/bin/rollup" } }, "sha512-B,]"],
    "admin": ["admin@workspace:packages/admin"],
  },
}
`;
  const lock = readBunLock("bun.lock", text);

  test("is JSON with commas at the end of lists", () => {
    expect(lock.problem).toBeUndefined();
    expect(lock.packages.map(({ name, version, cpu }) => [name, version, cpu])).toEqual([["@rollup/rollup-linux-x64-gnu", "4.9.1", ["x64"]], ["rollup", "4.9.1", []]]);
    expect([...named(lock, "rollup").optionalDependencies.keys()]).toEqual(["@rollup/rollup-linux-x64-gnu"]);
    expect(shown(lock, text, "rollup")).toBe('"rollup"');
  });

  test("of an unknown version is a problem", () => {
    expect(readBunLock("bun.lock", '{"lockfileVersion": 7}').problem?.message).toBe("has lockfileVersion 7, which is not known");
  });
});
