import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepLineEndings, writeSource } from "../../src/discover/index.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anyarch-write-"));
  mkdirSync(join(folder, "repo"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function repo(name: string, content?: string | Uint8Array): string {
  const path = join(folder, "repo", name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

describe("writeSource", () => {
  it("replaces the text, keeps the mode and leaves nothing beside it", () => {
    const path = repo("Dockerfile", "FROM a\n");
    chmodSync(path, 0o640);
    expect(writeSource({ path, root: join(folder, "repo"), before: "FROM a\n", after: "FROM b\n" })).toBeUndefined();
    expect(readFileSync(path, "utf8")).toBe("FROM b\n");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(folder, "repo"))).toEqual(["Dockerfile"]);
  });

  it("leaves a file alone that has changed meanwhile", () => {
    const path = repo("Dockerfile", "FROM other\n");
    expect(writeSource({ path, root: join(folder, "repo"), before: "FROM a\n", after: "FROM b\n" })).toMatch(/has changed/);
    expect(readFileSync(path, "utf8")).toBe("FROM other\n");
  });

  it("leaves a file alone whose bytes are no UTF-8, for they would be lost", () => {
    const path = repo("Dockerfile", new Uint8Array([0x23, 0xff, 0x0a]));
    expect(writeSource({ path, root: join(folder, "repo"), before: "#\uFFFD\n", after: "#\uFFFD\nFROM b\n" })).toMatch(/not valid UTF-8/);
    expect([...readFileSync(path)]).toEqual([0x23, 0xff, 0x0a]);
  });

  it("writes through a link that stays inside and refuses one that leads out", () => {
    const real = repo("real", "FROM a\n");
    symlinkSync(real, repo("Dockerfile"));
    writeFileSync(join(folder, "outside"), "FROM a\n");
    symlinkSync(join(folder, "outside"), repo("Dockerfile.out"));
    const change = { root: join(folder, "repo"), before: "FROM a\n", after: "FROM b\n" };
    expect(writeSource({ ...change, path: repo("Dockerfile") })).toBeUndefined();
    expect(readFileSync(real, "utf8")).toBe("FROM b\n");
    expect(writeSource({ ...change, path: repo("Dockerfile.out") })).toMatch(/link out of the folder/);
    expect(readFileSync(join(folder, "outside"), "utf8")).toBe("FROM a\n");
  });

  it("says what is wrong when there is no file", () => {
    expect(writeSource({ path: repo("gone"), root: join(folder, "repo"), before: "", after: "x" })).toBe("no such file or folder: not changed");
  });
});

describe("keepLineEndings", () => {
  it("ends the new lines of a CRLF file in CRLF", () => {
    expect(keepLineEndings("FROM a\r\nRUN b\r\n", "FROM a\r\nARG X\nRUN b\r\n")).toBe("FROM a\r\nARG X\r\nRUN b\r\n");
  });

  it("leaves LF files and mixed ones as they are", () => {
    expect(keepLineEndings("FROM a\n", "FROM a\nARG X\n")).toBe("FROM a\nARG X\n");
    expect(keepLineEndings("FROM a\r\nRUN b\n", "FROM a\r\nARG X\nRUN b\n")).toBe("FROM a\r\nARG X\nRUN b\n");
  });
});
