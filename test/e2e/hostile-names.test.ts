import { mkdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/cli/arguments.ts";
import { place } from "./support.ts";

const { path, put, run } = place({ CI: "true" });
const isWindows = process.platform === "win32";

const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;
const NAMES = ["::add-mask::x", "##[error]x", "\u001b[2J", "a\n::error::forged", "\u202egpj", "x,title=y::z"];
const MENDABLE = "FROM debian:12\n# ##[error]forged \u001b]0;title\u0007\n ::error::forged\nADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini\n";

/** Commands that a runner of GitHub, Azure or TeamCity would take from these lines. */
function commandsIn(log: string): readonly string[] {
  return log.split(/\r?\n/).filter((line) => /^\s*::/.test(line) || /##[A-Za-z]*\[/.test(line));
}

describe.skipIf(isWindows)("names and contents of others", () => {
  const spread = (): void => {
    for (const name of NAMES) put(`${name}/Dockerfile`, MENDABLE.replace(" ::error::forged\n", "RUN <<E\n ::error::forged\nE\n"));
    put("\u001b[31m.Dockerfile", "FROM debian:12\0\n");
    mkdirSync(path("::error::x.Dockerfile"));
  };

  it.each(FORMATS)("reach neither output raw as %s", async (format) => {
    spread();
    const { status, out, err } = await run("--format", format, ".", "::error::gone", "\u001b[2Jgone");
    expect(status).toBe(2);
    expect(err).toContain("no such file or folder");
    expect(out).not.toMatch(STEERS);
    expect(err).not.toMatch(STEERS);
    expect(commandsIn(err)).toEqual([]);
    for (const command of commandsIn(out)) expect([format, command]).toEqual(["github", expect.stringMatching(/^::(error|warning|notice) file=/)]);
  });

  it("reach neither output raw in a patch, which says so", async () => {
    spread();
    const { out, err } = await run("--diff", "--unsafe-fixes");
    expect(out).toContain("+ARG TARGETARCH");
    expect(out).not.toMatch(STEERS);
    expect(commandsIn(out)).toEqual([]);
    expect(err).toContain("anyarch: what could steer a terminal or a log is left out of the patch; --output FILE writes all of it\n");
  });

  it.each([
    [["--rule", "\u001b[2J=off"]],
    [["--platform", "a\n::error::x"]],
    [["--config", "::error::\u001b.yaml"]],
    [["explain", "a\n##[error]x"]],
    [["--\u001b[2J"]],
    [["--baseline", "\u001b[2J\n::error::x"]],
    [["--changed-since", "\u001b[2J\n::error::x"]],
    [["completion", "\u001b"]],
  ])("reach standard error escaped when %j is wrong", async (argv) => {
    put("Dockerfile", "FROM debian:12\n");
    const { status, out, err } = await run(...argv);
    expect([status, out]).toEqual([2, ""]);
    expect(err).not.toMatch(STEERS);
    expect(commandsIn(err)).toEqual([]);
    expect(err).toMatch(/^anyarch: [^\n]+\n$/);
  });
});

describe("a patch", () => {
  it("is exact where a program or a file takes it", async () => {
    put("Dockerfile", "FROM debian:12\n# \u001b[1m\nADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini\n");
    await run("--diff", "--output", "fix.patch");
    expect(readFileSync(path("fix.patch"), "utf8")).toContain("\n # \u001b[1m\n");
  });
});
