import { readFileSync } from "node:fs";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import { place } from "./support.ts";

const { path, put, run } = place();

const KNOWN = "ADD https://downloads.example/one-linux-amd64 /one\n";
const NEW = "ADD https://downloads.example/two-linux-amd64 /two\n";
const WITH = ["--baseline", "anyarch.baseline.json"] as const;

async function written(text: string): Promise<void> {
  put("app/Dockerfile", text);
  expect(await run(...WITH, "--write-baseline")).toEqual({ status: 0, out: "", err: "anyarch: wrote anyarch.baseline.json\n" });
}

describe("a baseline", () => {
  it("lets what was there pass, and fails what is new", async () => {
    await written(`FROM debian:12\n${KNOWN}`);
    const { status, out } = await run(...WITH);
    expect([status, out]).toEqual([0, expect.stringContaining("nothing found in 1 file for linux/amd64, linux/arm64, 1 known from the baseline\n") as string]);
    expect(out).toContain("linux/arm64 blocked by 1");
    put("app/Dockerfile", `FROM debian:12\n${KNOWN}${NEW}`);
    const grown = await run(...WITH);
    expect([grown.status, grown.out]).toEqual([1, expect.stringContaining("two-linux-amd64") as string]);
    expect(grown.out).not.toContain("one-linux-amd64");
  });

  it("outlives moved lines and blanks, and a line twice is not a line once", async () => {
    await written(`FROM debian:12\n${KNOWN}`);
    put("app/Dockerfile", `# a comment\n\nFROM debian:12\nRUN true\n  ${KNOWN}`);
    expect((await run(...WITH)).status).toBe(0);
    put("app/Dockerfile", `FROM debian:12\n${KNOWN}${KNOWN}`);
    expect((await run(...WITH)).status).toBe(1);
  });

  it("holds wherever the program is started", async () => {
    await written(`FROM debian:12\n${KNOWN}`);
    const elsewhere = await run("--baseline", path("anyarch.baseline.json"), path("app"));
    expect(elsewhere.status).toBe(0);
    expect(readFileSync(path("anyarch.baseline.json"), "utf8")).toContain('"file": "app/Dockerfile"');
  });

  it("is told in JSON and SARIF, and left out of the formats that count", async () => {
    await written(`FROM debian:12\n${KNOWN}`);
    put("app/Dockerfile", `FROM debian:12\n${KNOWN}${NEW}# anyarch ignore=no-hardcoded-arch-in-url no other build\nADD https://downloads.example/three-linux-amd64 /three\n`);
    const { findings } = JSON.parse((await run(...WITH, "--format", "json")).out) as { findings: { baselineState?: string }[] };
    expect(findings.map(({ baselineState }) => baselineState)).toEqual(["unchanged", "new", undefined]);
    const log = JSON.parse((await run(...WITH, "--format", "sarif")).out) as Log;
    expect(log.runs[0]?.results?.map(({ baselineState }) => baselineState)).toEqual(["unchanged", "new", undefined]);
    expect(JSON.parse((await run(...WITH, "--format", "gitlab")).out)).toHaveLength(1);
  });

  it("says when it holds what is mended by now, of the files that were looked at", async () => {
    await written(`FROM debian:12\n${KNOWN}${NEW}`);
    put("app/Dockerfile", `FROM debian:12\n${KNOWN}`);
    put("other/Dockerfile", "FROM debian:12\n");
    expect((await run(...WITH)).err).toBe("anyarch: 1 of anyarch.baseline.json is no longer found; --write-baseline takes it out\n");
    expect((await run(...WITH, "other")).err).toBe("");
  });

  it("is written in the same bytes for the same findings, one to a line", async () => {
    await written(`FROM debian:12\n${KNOWN}${NEW}`);
    const first = readFileSync(path("anyarch.baseline.json"), "utf8");
    await written(`# moved\nFROM debian:12\n${NEW}${KNOWN}`);
    expect(readFileSync(path("anyarch.baseline.json"), "utf8")).toBe(first);
    expect(first.split("\n").filter((line) => line.includes("fingerprint"))).toHaveLength(2);
    await written("FROM debian:12\n");
    expect(readFileSync(path("anyarch.baseline.json"), "utf8")).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
  });

  it("is not written by half a run", async () => {
    put("Dockerfile", `FROM debian:12\n${KNOWN}`);
    expect((await run(...WITH, "--write-baseline", ".", "gone")).status).toBe(2);
    expect((await run(...WITH)).err).toBe("anyarch: --baseline anyarch.baseline.json: no such file; --write-baseline makes it\n");
  });

  it.each([
    ["{", "is not JSON"],
    ["[]", "is no baseline of anyarch"],
    ['{"version": 1, "findings": [1]}', "is no baseline of anyarch"],
    ['{"version": 2, "findings": []}', "is of a version that this program does not know"],
  ])("that can't be read (%s) ends the run", async (text, message) => {
    put("Dockerfile", "FROM debian:12\n");
    put("anyarch.baseline.json", text);
    expect(await run(...WITH)).toEqual({ status: 2, out: "", err: `anyarch: --baseline anyarch.baseline.json: ${message}\n` });
  });

  it.each([
    [["--write-baseline"], "--write-baseline needs --baseline FILE"],
    [[...WITH, "--write-baseline", "--fix"], "--write-baseline and --fix conflict: a baseline holds all that is found in the files as they are"],
    [[...WITH, "--write-baseline", "--staged"], "--write-baseline and --staged conflict: a baseline holds all that is found in the files as they are"],
  ])("is refused with %j", async (argv, message) => {
    expect(await run(...argv)).toEqual({ status: 2, out: "", err: `anyarch: ${message}\n` });
  });
});
