import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";
import { Pusher } from "../support/images.ts";
import { hasRegistry, startRegistry, type TestServer } from "../support/servers.ts";

let registry: TestServer | undefined;
let cwd = "";
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry?.close());
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "anyarch-cli-"));
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

async function run(...argv: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const io: Io = {
    cwd, env: { XDG_CACHE_HOME: join(cwd, "cache") }, isTerminal: false, columns: undefined,
    out: (text) => void (out += text), err: (text) => void (err += text), readStdin: () => Promise.resolve(new Uint8Array()),
  };
  return { status: await main(argv, io), out, err };
}

describe.skipIf(!hasRegistry)("inspect", () => {
  it("prints the digest of the index and a line for each platform", async () => {
    const host = registry?.host ?? "";
    const { index, images } = await new Pusher(registry as TestServer, "acme/tool").multi("2", ["linux/amd64", "linux/arm64"]);
    const { status, out, err } = await run("inspect", `${host}/acme/tool:2`);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toBe(
      [`${host}/acme/tool:2: an index`, `  ${index.digest}`, `  linux/amd64  ${images[0]?.digest ?? ""}  0.0 MB  2026-08-01`, `  linux/arm64  ${images[1]?.digest ?? ""}  0.0 MB  2026-08-01`, ""].join("\n"),
    );
    const json = JSON.parse((await run("inspect", "--format", "json", `${host}/acme/tool@${images[1]?.digest ?? ""}`)).out) as unknown;
    expect(json).toMatchObject({ kind: "image", images: [{ platform: "linux/arm64" }] });
  });

  it("says in one line why it can't, and ends with 2", async () => {
    const host = registry?.host ?? "";
    expect(await run("inspect", `${host}/acme/none:1`)).toEqual({ status: 2, out: "", err: `anyarch: ${host}/acme/none:1: the registry has no such image\n` });
  });
});

describe("inspect", () => {
  it("refuses what it can't do", async () => {
    expect((await run("inspect")).err).toBe("anyarch: inspect wants one IMAGE\n");
    expect((await run("inspect", "Alpine")).err).toBe("anyarch: Alpine: invalid reference format: repository name (Alpine) must be lowercase\n");
    expect((await run("inspect", "--offline", "alpine")).err).toBe("anyarch: inspect asks the image's registry, which --offline forbids\n");
    expect((await run("inspect", "--format", "sarif", "alpine")).status).toBe(2);
    expect((await run("inspect", "--fact-timeout", "0", "alpine")).err).toBe('anyarch: --fact-timeout wants seconds, more than 0, not "0"\n');
  });

  it("says so when the registry can't be reached", async () => {
    expect((await run("inspect", "alpine")).err).toBe("anyarch: alpine: the server can't be reached\n");
  });
});

describe("cache", () => {
  it("prints its folder, and is cleaned", async () => {
    const folder = join(cwd, "cache/anyarch/facts");
    expect(await run("cache", "path")).toEqual({ status: 0, out: `${folder}\n`, err: "" });
    expect(await run("cache", "clean")).toEqual({ status: 0, out: `removed 0 answers from ${folder}\n`, err: "" });
    expect((await run("cache", "path", "--cache-dir", "mine")).out).toBe(`${join(cwd, "mine")}\n`);
    expect((await run("cache")).status).toBe(2);
  });
});
