import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { place } from "./support.ts";

const { cwd, path, put, run } = place();

const DOWNLOAD = "FROM debian:12\nRUN curl -fsSLo /tini https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64\n";
const MENDED = "FROM debian:12\nARG TARGETARCH\nRUN curl -fsSLo /tini https://github.com/krallin/tini/releases/download/v0.19.0/tini-${TARGETARCH}\n";
const isRoot = process.getuid?.() === 0;
const read = (name: string): string => readFileSync(path(name), "utf8");

describe("nothing is written", () => {
  it.each([[[]], [["--format", "json"]], [["--format", "sarif"]], [["--diff"]], [["--diff", "--unsafe-fixes"]], [["--quiet"]], [["--list-rules"]], [["explain", "no-hardcoded-arch-in-url"]]])("by %j", async (argv) => {
    chmodSync(put("Dockerfile", DOWNLOAD), 0o444);
    const before = statSync(path("Dockerfile")).mtimeMs;
    await run(...argv);
    expect([read("Dockerfile"), statSync(path("Dockerfile")).mtimeMs, readdirSync(cwd()).sort()]).toEqual([DOWNLOAD, before, [".git", "Dockerfile"]]);
  });
});

describe("--fix", () => {
  it("keeps the mode and leaves nothing beside the file", async () => {
    chmodSync(put("Dockerfile", DOWNLOAD), 0o640);
    expect(await run("--fix")).toMatchObject({ status: 0, err: "anyarch: mended 1 file\n" });
    expect(read("Dockerfile")).toBe(MENDED);
    expect(statSync(path("Dockerfile")).mode & 0o777).toBe(0o640);
    expect(readdirSync(cwd()).sort()).toEqual([".git", "Dockerfile"]);
  });

  it("keeps CRLF, a byte order mark and the missing end of the last line", async () => {
    put("Dockerfile", `\uFEFF${DOWNLOAD.replaceAll("\n", "\r\n").slice(0, -2)}`);
    await run("--fix");
    expect(read("Dockerfile")).toBe(`\uFEFF${MENDED.replaceAll("\n", "\r\n").slice(0, -2)}`);
  });

  it("changes nothing the second time", async () => {
    put("Dockerfile", DOWNLOAD);
    await run("--fix");
    const after = statSync(path("Dockerfile"));
    expect(await run("--fix")).toMatchObject({ status: 0, err: "" });
    expect(statSync(path("Dockerfile"))).toMatchObject({ mtimeMs: after.mtimeMs, ino: after.ino });
  });

  it("mends a script of the build context where it stands", async () => {
    put("Dockerfile", "FROM debian:12\nCOPY install.sh /\nRUN /install.sh\n");
    chmodSync(put("install.sh", "#!/bin/sh\ncurl -fsSLo /tini https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64\n"), 0o755);
    await run("--fix", "--unsafe-fixes");
    expect(read("install.sh")).not.toContain("tini-amd64");
    expect(statSync(path("install.sh")).mode & 0o777).toBe(0o755);
    expect((await run()).status).toBe(0);
  });

  it("mends what a link inside the folder stands for and keeps the link", async () => {
    put("common/base", DOWNLOAD);
    mkdirSync(path("app"));
    symlinkSync("../common/base", path("app/Dockerfile"));
    await run("--fix");
    expect(read("common/base")).toBe(MENDED);
    expect(read("app/Dockerfile")).toBe(MENDED);
  });

  it("leaves bytes alone that are no UTF-8, and says that the finding stays", async () => {
    const bytes = Buffer.concat([Buffer.from("# caf"), Buffer.from([0xe9, 0x0a]), Buffer.from(DOWNLOAD)]);
    put("Dockerfile", bytes);
    const { status, out, err } = await run("--fix");
    expect([status, err]).toEqual([2, "anyarch: Dockerfile: is not valid UTF-8, or has changed since it was read: not changed\n"]);
    expect(out).toContain("no-hardcoded-arch-in-url");
    expect(readFileSync(path("Dockerfile")).equals(bytes)).toBe(true);
  });

  it.skipIf(isRoot)("leaves a read-only file alone and mends the others", async () => {
    put("a/Dockerfile", DOWNLOAD);
    chmodSync(put("b/Dockerfile", DOWNLOAD), 0o444);
    const { status, err } = await run("--fix");
    expect([status, err]).toEqual([2, expect.stringMatching(/^anyarch: mended 1 file\nanyarch: b\/Dockerfile: .*not changed\n$/)]);
    expect([read("a/Dockerfile"), read("b/Dockerfile")]).toEqual([MENDED, DOWNLOAD]);
  });

  it("mends no suppressed finding and no note", async () => {
    const text = `FROM debian:12\n# anyarch ignore=no-hardcoded-arch-in-url the image is for x86 machines\n${DOWNLOAD.split("\n")[1] ?? ""}\n`;
    put("Dockerfile", text);
    expect(await run("--fix")).toMatchObject({ status: 0, err: "" });
    expect(read("Dockerfile")).toBe(text);
  });
});
