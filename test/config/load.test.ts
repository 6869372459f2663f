import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { resolveConfig, type Flags, type Resolved } from "../../src/config/resolve.ts";
import type { RuleMeta } from "../../src/rulekit/types.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "anyarch-config-")));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(name: string, text = ""): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe("loadConfig", () => {
  it("takes the nearest file upward, and none from beyond the repository", async () => {
    put("anyarch.config.json", '{"offline": true}');
    const inner = put("repo/anyarch.config.yaml", "offline: false\n");
    put("repo/a/b/Dockerfile");
    expect(await loadConfig(join(root, "repo/a/b"), undefined)).toMatchObject({ state: "found", file: inner, content: { offline: false } });
    put("other/.git/HEAD");
    expect(await loadConfig(join(root, "other"), undefined)).toEqual({ state: "none" });
  });

  it("takes the key of a package.json, and passes one without it", async () => {
    put(".git/HEAD");
    put("package.json", '{"name": "web", "anyarch": {"platforms": ["linux/arm64"]}}');
    put("sub/package.json", '{"name": "anyarch", "broken": "no"}');
    expect(await loadConfig(join(root, "sub"), undefined)).toMatchObject({ state: "found", content: { platforms: ["linux/arm64"] } });
  });

  it("tells of mistakes with file, line and column", async () => {
    put("anyarch.config.yaml", "offline: true\nrulez:\n  x: off\n");
    expect(await loadConfig(root, undefined)).toEqual({ state: "broken", errors: ['anyarch.config.yaml:2:1: unknown key "rulez"; did you mean "rules"?'] });
    put("sub/package.json", '{\n  "anyarch": {"offline": 1}\n}');
    expect(await loadConfig(join(root, "sub"), undefined)).toEqual({ state: "broken", errors: ["package.json:2:26: offline must be a boolean, not a number"] });
  });

  it("refuses to choose between two files of one folder", async () => {
    put("anyarch.config.json", "{}");
    put("anyarch.config.yaml");
    expect(await loadConfig(root, undefined)).toEqual({ state: "broken", errors: [".: anyarch.config.json and anyarch.config.yaml are both there; keep one"] });
  });

  it("takes the file that is named, and says when it can't be had", async () => {
    put("ci/strict.json", '{"offline": true}');
    put("anyarch.config.json", "{}");
    expect(await loadConfig(root, "ci/strict.json")).toMatchObject({ state: "found", content: { offline: true } });
    expect(await loadConfig(root, "gone.yaml")).toEqual({ state: "broken", errors: ["gone.yaml: no such file"] });
    expect(await loadConfig(root, "ci")).toEqual({ state: "broken", errors: ["ci: is a folder"] });
  });

  it("takes a file of comments for one that says nothing", async () => {
    put("anyarch.config.yaml", "# platforms:\n");
    expect(await loadConfig(root, undefined)).toMatchObject({ state: "found", content: {} });
  });
});

describe("resolveConfig", () => {
  const known: readonly RuleMeta[] = [
    { id: "no-constant-platform", summary: "Disallow it", level: "error", consequence: "wrong-platform", fixable: "safe", aliases: ["constant-platform"] },
    { id: "no-other-thing", summary: "Disallow it", level: "error", consequence: "none", fixable: "no" },
  ];

  async function resolved(flags: Flags, file?: string): Promise<Resolved | { readonly errors: readonly string[] }> {
    if (file !== undefined) put("anyarch.config.yaml", file);
    else put(".git/HEAD");
    const loaded = await loadConfig(root, undefined);
    if (loaded.state === "broken") throw new Error(loaded.errors.join());
    return resolveConfig({ loaded, flags, cwd: root, known });
  }

  it("has defaults for everything", async () => {
    expect(await resolved({})).toMatchObject({
      config: { platforms: ["linux/amd64", "linux/arm64"], offline: false, ignore: [], root },
      platforms: [{ os: "linux", arch: "amd64" }, { os: "linux", arch: "arm64" }],
      builder: { os: "linux", arch: "amd64" },
    });
  });

  it.each([
    [["linux/arm64", "linux/amd64"], "arm64"],
    [["linux/arm64"], "amd64"],
    [["linux/s390x", "linux/arm64"], "amd64"],
    [["linux/amd64", "linux/arm64"], "amd64"],
  ])("takes the machine that builds for %j to be %s", async (platforms, arch) => {
    expect(await resolved({ platforms })).toMatchObject({ builder: { os: "linux", arch } });
    expect(await resolved({ platforms, buildPlatform: "linux/riscv64" })).toMatchObject({ builder: { arch: "riscv64" } });
  });

  it("puts flags over the file", async () => {
    const file = "platforms: [linux/s390x]\noffline: true\nrules: {no-constant-platform: off, no-other-thing: note}\nbuildArgs: {A: '1', B: '2'}\n";
    const given = await resolved({ platforms: ["arm64"], rules: new Map([["no-constant-platform", "error"]]), buildArgs: new Map([["B", "3"]]) }, file);
    expect(given).toMatchObject({ platforms: [{ os: "linux", arch: "arm64" }], config: { offline: true } });
    if ("errors" in given) throw new Error(given.errors.join());
    expect([...given.rules]).toEqual([["no-constant-platform", "error"], ["no-other-thing", "note"]]);
    expect([...given.buildArgs]).toEqual([["A", "1"], ["B", "3"]]);
  });

  it("names a platform once, however it is spelled", async () => {
    expect(await resolved({ platforms: ["linux/arm64", "linux/aarch64", "arm64/v8"] })).toHaveProperty("errors");
    expect(await resolved({ platforms: ["linux/arm64", "linux/aarch64", "linux/arm64/v8"] })).toMatchObject({ platforms: [{ os: "linux", arch: "arm64" }] });
  });

  it("takes a former id of a rule", async () => {
    const given = await resolved({ rules: new Map([["constant-platform", "off"]]) });
    expect("rules" in given && [...given.rules]).toEqual([["no-constant-platform", "off"]]);
  });

  it("answers an unknown word with the nearest known one, with its place when it stands in the file", async () => {
    expect(await resolved({ platforms: ["linux/arm46"], rules: new Map([["no-constant-platfrom", "off"]]) })).toEqual({
      errors: ['unknown platform "linux/arm46"; did you mean linux/arm64?', 'unknown rule "no-constant-platfrom"; did you mean "no-constant-platform"?'],
    });
    expect(await resolved({}, "platforms:\n  - linux/x64\nrules:\n  no-other-thin: off\n")).toEqual({
      errors: ['anyarch.config.yaml:2:5: unknown platform "linux/x64"; did you mean linux/amd64?', 'anyarch.config.yaml:4:3: unknown rule "no-other-thin"; did you mean "no-other-thing"?'],
    });
  });

  it("is frozen all the way down", async () => {
    const given = await resolved({});
    if ("errors" in given) throw new Error(given.errors.join());
    expect([given.config, given.config.platforms, given.config.registries.mirrors].every((part) => Object.isFrozen(part))).toBe(true);
  });
});
