import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FORMATS, OPTIONS } from "../../src/cli/arguments.ts";
import { HELP } from "../../src/cli/help.ts";
import { page } from "../../src/cli/page.ts";
import { place } from "../e2e/support.ts";

const { path, put, run } = place();
const has = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;

async function script(shell: string): Promise<string> {
  const { status, out, err } = await run("completion", shell);
  expect([status, err]).toEqual([0, ""]);
  return out;
}

describe.skipIf(!has("bash"))("completion for bash", () => {
  async function complete(...words: readonly string[]): Promise<readonly string[]> {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const program = `complete() { :; }; ${await script("bash")}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${String(words.length - 1)}; _anyarch; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync("bash", ["--norc", "-c", program], { encoding: "utf8" }).stdout.split("\n").filter((line) => line !== "");
  }

  it("knows flags, their values, commands and rules", async () => {
    expect(await complete("anyarch", "--unsafe")).toEqual(["--unsafe-fixes"]);
    expect(await complete("anyarch", "--format", "")).toEqual([...FORMATS]);
    expect(await complete("anyarch", "--format", "=", "sa")).toEqual(["sarif"]);
    expect(await complete("anyarch", "--rule", "no-constant-platform=e")).toEqual(["no-constant-platform=error"]);
    expect(await complete("anyarch", "--platform", "")).toEqual([]);
    expect(await complete("anyarch", "explain", "single")).toEqual(["single-checksum"]);
    expect(await complete("anyarch", "complet")).toEqual(["completion"]);
  });
});

describe.skipIf(!has("fish"))("completion for fish", () => {
  it("knows flags, their values and rules", async () => {
    const program = `${await script("fish")}\ncomplete -C "anyarch --unsafe"; complete -C "anyarch --format chec"; complete -C "anyarch explain single"`;
    const { stdout } = spawnSync("fish", ["--no-config", "-c", program], { encoding: "utf8" });
    expect(stdout.split("\n").map((line) => line.split("\t")[0])).toEqual(["--unsafe-fixes", "checkstyle", "single-checksum", ""]);
  });
});

describe.skipIf(!has("zsh"))("completion for zsh", () => {
  it("is a script that zsh reads, with each flag in it", async () => {
    const text = await script("zsh");
    expect(spawnSync("zsh", ["-n"], { input: text, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    for (const name of Object.keys(OPTIONS)) expect(text).toContain(`'*--${name}`);
  });
});

describe("completion", () => {
  it("names the shells that it knows", async () => {
    expect(await run("completion", "tcsh")).toEqual({ status: 2, out: "", err: "anyarch: completion wants one of bash, zsh, fish\n" });
    expect((await run("completion")).status).toBe(2);
  });
});

describe("--help", () => {
  it("tells of each flag and each format", () => {
    for (const name of Object.keys(OPTIONS)) expect(HELP).toContain(`--${name}`);
    for (const format of FORMATS) expect(HELP).toMatch(new RegExp(`\\b${format}\\b`));
  });
});

describe("--print-config", () => {
  it("prints what counts, where it comes from, and whether the file is looked at", async () => {
    put("anyarch.config.yaml", "platforms: [linux/s390x]\nrules: { no-constant-platform: off }\nignore: [legacy/]\n");
    put("app/Dockerfile", "FROM debian:12\n");
    put("legacy/Dockerfile", "FROM debian:12\n");
    const { status, out } = await run("--print-config", "app/Dockerfile", "--rule", "single-checksum=note");
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      file: "app/Dockerfile",
      kind: "dockerfile",
      linted: true,
      configuration: "anyarch.config.yaml",
      platforms: ["linux/s390x"],
      rules: { "no-constant-platform": "off", "single-checksum": "note", "shared-cache-mount": "warning" },
    });
    expect(JSON.parse((await run("--print-config", "legacy/Dockerfile")).out)).toMatchObject({ kind: null, linted: false });
    put("anyarch.config.yaml", "platforms: [linux/arm46]\n");
    expect((await run("--print-config", "app/Dockerfile")).status).toBe(2);
  });
});

describe("a rule's page on a terminal", () => {
  it("loses the marks of Markdown and keeps the code", () => {
    const text = page("# head\n\nUse `x` and **y**, see [the list](https://example.org/a).\n\n```dockerfile bad platforms=linux/arm64\nFROM `a` **b**\n```\n\n```dockerfile good\n# no heading\n```\n");
    expect(text.replaceAll(/\u001b\[\d+m/g, "")).toBe("head\n\nUse x and y, see the list <https://example.org/a>.\n\n  reported on linux/arm64:\n  FROM `a` **b**\n\n  not reported:\n  # no heading\n\n");
  });

  it("is Markdown for everything that is no terminal", async () => {
    expect((await run("explain", "single-checksum")).out).toMatch(/^# single-checksum\n/);
  });
});

describe("init", () => {
  it("names the schema where the package is installed", async () => {
    put("node_modules/anyarch/anyarch.config.schema.json", "{}");
    expect((await run("init")).status).toBe(0);
    put("Dockerfile", "FROM debian:12\n");
    expect(await run()).toMatchObject({ status: 0, err: "" });
    expect(readFileSync(path("anyarch.config.yaml"), "utf8")).toMatch(/^# yaml-language-server: \$schema=\.\/node_modules\/anyarch\/anyarch\.config\.schema\.json\n/);
  });
});
