import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { place } from "./support.ts";

const { path, put, run } = place();

const DOWNLOAD = "FROM debian:12\nADD https://downloads.example/tool-linux-amd64 /tool\n";
const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === "win32";

describe("an input that can't be linted is told, and the others are linted", () => {
  async function told(name: string): Promise<string> {
    put("good/Dockerfile", DOWNLOAD);
    const { status, out, err } = await run("--format", "json", name, "good");
    const report = JSON.parse(out) as { findings: { file: string }[]; problems: { file: string; message: string }[] };
    expect(status).toBe(2);
    expect(report.findings.map(({ file }) => file)).toEqual(["good/Dockerfile"]);
    expect(err).toBe(report.problems.map(({ file, message }) => `anyarch: ${file}: ${message}\n`).join(""));
    return report.problems.map(({ message }) => message).join("\n");
  }

  it("a path that is not there", async () => {
    expect(await told("gone/Dockerfile")).toBe("no such file or folder");
  });

  it("an empty path", async () => {
    expect(await told("")).toBe("names no file and no folder");
  });

  it("a folder named Dockerfile", async () => {
    mkdirSync(path("Dockerfile"));
    expect(await told("Dockerfile")).toBe("is a folder, and there is no Dockerfile in it");
  });

  it("a link that leads nowhere", async () => {
    symlinkSync("nowhere", path("Dockerfile"));
    expect(await told("Dockerfile")).toBe("is a symbolic link that leads nowhere");
  });

  it.skipIf(isWindows)("a pipe, at which no one waits", async () => {
    execFileSync("mkfifo", [path("Dockerfile")]);
    expect(await told("Dockerfile")).toMatch(/^is not a regular file/);
  });

  it.skipIf(isWindows || isRoot)("a file that may not be read", async () => {
    chmodSync(put("Dockerfile", DOWNLOAD), 0o000);
    expect(await told("Dockerfile")).toMatch(/permission/);
  });

  it("a file that is too large, one with NUL bytes", async () => {
    put("large.Dockerfile", new Uint8Array(1_048_577).fill(35));
    expect(await told("large.Dockerfile")).toBe("is larger than 1 MB (1048577 bytes)");
    put("binary.Dockerfile", "FROM debian:12\0\n");
    expect(await told("binary.Dockerfile")).toBe("is not a text file (it holds NUL bytes)");
  });
});

describe("what a walk meets", () => {
  it.skipIf(isWindows)("is passed over where it is no file, leads out or leads round", async () => {
    put("app/Dockerfile", DOWNLOAD);
    symlinkSync(".", path("round"));
    symlinkSync("/etc/hosts", path("Dockerfile.out"));
    symlinkSync("app", path("Dockerfile.folder"));
    symlinkSync("nowhere", path("Dockerfile.gone"));
    execFileSync("mkfifo", [path("Dockerfile.pipe")]);
    mkdirSync(path("Dockerfile"));
    const { status, out, err } = await run("--format", "json");
    expect({ status, err, files: (JSON.parse(out) as { files: unknown }).files }).toEqual({ status: 1, err: "", files: [{ file: "app/Dockerfile", kind: "dockerfile" }] });
  });

  it("includes files that are odd but text", async () => {
    put("crlf.Dockerfile", DOWNLOAD.replaceAll("\n", "\r\n"));
    put("bom.Dockerfile", `\uFEFF${DOWNLOAD}`);
    put("latin1.Dockerfile", Buffer.concat([Buffer.from("FROM debian:12\n# caf"), Buffer.from([0xe9]), Buffer.from("\nADD https://downloads.example/tool-linux-amd64 /tool\n")]));
    put("empty.Dockerfile", "");
    const { out } = await run("--format", "json");
    const report = JSON.parse(out) as { findings: { file: string; ruleId: string; range: { start: unknown } }[]; crashes: unknown[] };
    const places = report.findings.filter(({ ruleId }) => ruleId === "no-hardcoded-arch-in-url").map(({ file, range }) => [file, range.start]);
    expect(places).toEqual([
      ["bom.Dockerfile", { line: 2, column: 42 }],
      ["crlf.Dockerfile", { line: 2, column: 42 }],
      ["latin1.Dockerfile", { line: 3, column: 42 }],
    ]);
    expect(report.crashes).toEqual([]);
  });

  it("may be an odd .dockerignore", async () => {
    put("app/Dockerfile", "FROM debian:12\nCOPY . /src\nRUN /src/install.sh\n");
    put("app/install.sh", "#!/bin/sh\ncurl -fsSLO https://downloads.example/tool-linux-amd64\n");
    const findings = async (ignore: string | Uint8Array): Promise<number> => {
      put("app/.dockerignore", ignore);
      const { out, err } = await run("--format", "json");
      expect(err).toBe("");
      return (JSON.parse(out) as { findings: unknown[] }).findings.length;
    };
    expect(await findings("*\n!install.sh\n")).toBe(1);
    expect(await findings("install.sh\n")).toBe(0);
    expect(await findings(`${"[".repeat(5000)}\n${"*/".repeat(5000)}x\n\\\n!\n#\n\r\n${"!a\n".repeat(5000)}`)).toBe(1);
    expect(await findings(new Uint8Array([0, 255, 10, 42]))).toBeLessThanOrEqual(1);
  });
});

describe("usage and configuration", () => {
  it.each([
    [["--platfrom", "linux/arm64"], "unknown flag --platfrom; did you mean --platform?"],
    [["--platform", "linux/arm46"], 'unknown platform "linux/arm46"; did you mean linux/arm64?'],
    [["--build-platform", "linux/amd46"], 'unknown platform "linux/amd46"; did you mean linux/amd64?'],
    [["--rule", "no-constant-platfrom=off"], 'unknown rule "no-constant-platfrom"; did you mean "no-constant-platform"?'],
    [["--fix", "--diff"], "--fix and --diff conflict: the one changes files, the other shows the change and makes none"],
    [["--config", "gone.yaml"], "gone.yaml: no such file"],
    [["--target", "final"], 'Dockerfile: has no stage "final" (--target)'],
  ])("%j is an error in one line", async (argv, message) => {
    put("Dockerfile", DOWNLOAD);
    const { status, err } = await run(...argv);
    expect({ status, err }).toEqual({ status: 2, err: `anyarch: ${message}\n` });
  });

  it.each([
    ["anyarch.config.json", '{\n  "platforms": ["linux/amd64",],\n}', "2:31: unexpected ], a value should stand here"],
    ["anyarch.config.yaml", "platforms: [linux/arm46]\n", '1:13: unknown platform "linux/arm46"; did you mean linux/arm64?'],
    ["anyarch.config.yaml", "rules:\n  no-constant-platform: loud\n", '2:25: rules.no-constant-platform must be off, note, warning or error, not "loud"'],
    ["package.json", '{ "anyarch": { "ignroe": [] } }', '1:16: unknown key "ignroe"; did you mean "ignore"?'],
  ])("%s that is invalid is told with its place", async (file, text, message) => {
    put("Dockerfile", DOWNLOAD);
    put(file, text);
    expect(await run()).toEqual({ status: 2, out: "", err: `anyarch: ${file}:${message}\n` });
  });

  it("of --target suits the files that have the stage", async () => {
    put("one/Dockerfile", "FROM debian:12 AS final\nADD https://downloads.example/tool-linux-amd64 /tool\n");
    put("two/Dockerfile", DOWNLOAD);
    const { status, out, err } = await run("--format", "json", "--target", "final");
    const report = JSON.parse(out) as { findings: { file: string }[]; unchecked: { file: string; because: string }[] };
    expect([status, err, report.findings.map(({ file }) => file)]).toEqual([1, "", ["one/Dockerfile"]]);
    expect(report.unchecked.map(({ file, because }) => [file, because])).toEqual([["two/Dockerfile", 'there is no stage "final"']]);
  });
});
