import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReadable, MANIFEST_KINDS, readManifest } from "../../src/model/ecosystem/index.ts";

const SEEDS = [
  '{"lockfileVersion":3,"packages":{"":{"dependencies":{"a":"1"}},"node_modules/a":{"version":"1.0.0","cpu":["x64"],"optionalDependencies":{"a-linux-x64":"1.0.0"}}}}',
  "lockfileVersion: '9.0'\npackages:\n  '@a/b@1.0.0':\n    cpu: [x64]\n    os:\n      - linux\nsnapshots:\n  '@a/b@1.0.0': {}\n",
  '# yarn lockfile v1\n\n\n"@a/b@^1.0.0", c@1:\n  version "1.0.0"\n  dependencies:\n    d "^1"\n',
  '__metadata:\n  version: 8\n\n? "a@npm:1"\n: version: 1.0.0\n  conditions: os=linux & cpu=x64\n',
  "GEM\n  specs:\n    a (1.0.0-x86_64-linux)\n      b (~> 1)\n\nPLATFORMS\n  x86_64-linux\n",
  "module a\ngo 1.22\nrequire (\n\tb/c v1.0.0 // indirect\n)\n",
  'version = 3\n[[package]]\nname = "a"\nversion = "1.0.0"\ndependencies = [\n "b",\n]\n',
  "<Project><PropertyGroup><RuntimeIdentifiers>linux-x64;win-x64</RuntimeIdentifiers><!-- x --></PropertyGroup></Project>",
  "<project><dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId><classifier>linux-x86_64</classifier></dependency></dependencies></project>",
  'dependencies { implementation "a:b:1:linux-x86_64" // x\n}\n',
];

const kinds = MANIFEST_KINDS.map(({ kind }) => kind).filter(isReadable);
const readAll = (text: string): void => {
  for (const kind of kinds) {
    const manifest = readManifest(kind, "file", text);
    for (const { at, nameAt } of manifest?.dependencies ?? []) for (const place of [at, nameAt]) expect(place.start <= place.end && place.end <= text.length).toBe(true);
    const problem = manifest?.problem?.at;
    expect(problem === undefined || (problem.start <= problem.end && problem.end <= text.length)).toBe(true);
  }
};

describe("a spoilt manifest", () => {
  it("is read without a fault, and all places lie in it", () => {
    const spoilt = fc.tuple(fc.constantFrom(...SEEDS), fc.nat(), fc.nat(12), fc.constantFrom("", "{", "}", '"', "\n", "<", "  ", "- ", ": ", "\\", "\0", "\uFEFF", "/*", "<!--")).map(([seed, at, length, put]) => seed.slice(0, at % seed.length) + put + seed.slice((at % seed.length) + length));
    fc.assert(fc.property(spoilt, readAll), { seed: 20261122, numRuns: 300 });
  });

  it.each(SEEDS.map((seed) => [seed.slice(0, 24), seed] as const))("is read at every cut: %s", (_, seed) => {
    for (let end = 0; end < seed.length; end += 3) readAll(seed.slice(0, end));
  });
});

/** What a reader may stumble over again and again; each is read by every reader. */
const HOSTILE: readonly (readonly [string, (count: number) => string])[] = [
  ["brackets", (count) => `{"a":${"[".repeat(count)}`],
  ["closed brackets", (count) => `{"a":${"[".repeat(count)}${"]".repeat(count)}}`],
  ["quotes", (count) => `{"lockfileVersion":3,"packages":{${'"'.repeat(count)}`],
  ["backslashes", (count) => `{"a":"${"\\".repeat(count)}"}`],
  ["commas before a bracket", (count) => `{"lockfileVersion":1,${",\n".repeat(count)}`],
  ["blanks", (count) => `lockfileVersion: '9.0'\na${" ".repeat(count)}b\n`],
  ["indentation", (count) => `lockfileVersion: '9.0'\n${Array.from({ length: Math.floor(Math.sqrt(count)) }, (_, i) => `${" ".repeat(i)}a:`).join("\n")}\n`],
  ["comments of XML without an end", (count) => `<project>${"<!--".repeat(count)}`],
  ["tags without an end", (count) => `<project>${"<a ".repeat(count)}`],
  ["attributes without an end", (count) => `<project>${'<a b="'.repeat(count)}`],
  ["nested elements", (count) => `<project>${"<a>".repeat(count)}`],
  ["comments of Gradle without an end", (count) => "/*".repeat(count)],
  ["strings of Gradle", (count) => `${'"a:b:1" '.repeat(count)}"""`],
  ["gems", (count) => `GEM\n  specs:\n${"    a (1.0.0-x86_64-linux)\n".repeat(count)}\nPLATFORMS\n  ruby\n`],
  ["modules", (count) => `require (\n${"\ta v1\n".repeat(count)}`],
  ["crates", (count) => '[[package]]\nname = "a"\nversion = "1"\n'.repeat(count)],
];

describe("a hostile manifest", () => {
  // A reader whose time grows faster than its input does not come to an end within the time of a test.
  it.each(HOSTILE)("of %s is read to its end", (_, make) => {
    const text = make(60_000);
    for (const kind of kinds) expect(readManifest(kind, "file", text)?.file).toBe("file");
  });
});
