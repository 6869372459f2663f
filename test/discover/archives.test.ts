import { describe, expect, it, test } from "vitest";
import { buildContext, memoryFileSystem, type MemoryFile } from "../../src/discover/index.ts";
import { deb, gzip, rpm, tar, zip } from "../support/archives.ts";
import { elf } from "../support/programs.ts";

const archives = (files: Readonly<Record<string, MemoryFile>>, path: string) => {
  const fs = memoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, content]) => [`/p/${name}`, content])));
  return buildContext({ fs, cwd: "/p", dockerfile: "/p/Dockerfile", root: "/p" }).archives(path);
};
const programs = (name: string, bytes: Uint8Array): readonly string[] => archives({ [name]: bytes }, name).flatMap((archive) => archive.programs.map(({ path }) => path));
const tool = elf("amd64");

describe("an archive of the build context", () => {
  test.each([
    ["tool.tar", tar({ "bin/tool": tool, "README.md": "text" })],
    ["tool.tar.gz", gzip(tar({ "./bin/tool": tool, LICENSE: "text" }))],
    ["tool.tgz", gzip(tar({ "bin/tool": tool }))],
    ["tool.zip", zip({ "bin/tool": tool, "notes.txt": "text" })],
    ["tool.jar", zip({ "bin/tool": tool }, true)],
    ["tool-1.0-py3-none-any.whl", zip({ "bin/tool": tool })],
    ["tool.deb", deb({ "control.tar.xz": "?", "data.tar.gz": gzip(tar({ "./bin/tool": tool })) })],
  ])("%s tells the programs in it", (name, bytes) => {
    expect(programs(name, bytes)).toEqual(["bin/tool"]);
  });

  test("of one file packed by gzip is that file", () => {
    expect(programs("tool.gz", gzip(tool))).toEqual([""]);
    expect(programs("notes.gz", gzip(new TextEncoder().encode("text")))).toEqual([]);
  });

  test("keeps long names", () => {
    const path = `${"folder/".repeat(20)}tool`;
    expect(programs("tool.tar", tar({ [path]: tool }))).toEqual([path]);
  });

  test("that is a package tells its architecture", () => {
    const control = gzip(tar({ "./control": "Package: relay\nArchitecture: amd64\nVersion: 1\n" }));
    expect(archives({ "relay.deb": deb({ "control.tar.gz": control, "data.tar.xz": "?" }) }, "relay.deb")).toMatchObject([{ architecture: "amd64" }]);
    expect(archives({ "relay.rpm": rpm("aarch64") }, "relay.rpm")).toMatchObject([{ architecture: "aarch64" }]);
  });

  test.each([
    ["tool.tar.xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)],
    ["tool.tbz2", Uint8Array.of(0x42, 0x5a, 0x68, 0x39)],
    ["tool.deb", deb({ "control.tar.xz": "?", "data.tar.xz": "?" })],
    ["tool.tar.gz", Uint8Array.of(0x1f, 0x8b, 8, 0, 0)],
    ["tool.rpm", rpm("").subarray(0, 112)],
  ])("%s that can't be looked into says so", (name, bytes) => {
    const [archive] = archives({ [name]: bytes }, name);
    expect(archive?.programs).toEqual([]);
    expect(archive?.unread).toBeDefined();
  });

  test.each(["tool.tar", "tool.tar.gz", "tool.zip", "tool.deb", "tool.rpm", "tool.tar.xz", "tool.gz"])("%s that is none is left alone", (name) => {
    expect(archives({ [name]: "just text" }, name)).toEqual([]);
  });

  it("is found by wildcards, and not in folders, behind links or where .dockerignore leaves it out", () => {
    const bytes = tar({ tool });
    expect(archives({ "lib/a.tar": bytes, "lib/b.tar": bytes, "lib/c.txt": "text" }, "lib/*.tar").map(({ path }) => path)).toEqual(["lib/a.tar", "lib/b.tar"]);
    expect(archives({ "lib/a.tar": bytes }, "lib")).toEqual([]);
    expect(archives({ "a.tar": bytes, ".dockerignore": "*.tar\n" }, "a.tar")).toEqual([]);
    expect(archives({ "a.tar": { linkTo: "/elsewhere.tar" } }, "a.tar")).toEqual([]);
  });
});

describe("bounds on archives", () => {
  const zeros = gzip(new Uint8Array(96 * 1024 * 1024));

  test("a bomb of gzip is looked at by its beginning only", () => {
    const content = tar({ "bin/tool": tool, "bin/filler": new Uint8Array(80 * 1024 * 1024) });
    const [archive] = archives({ "bomb.tar.gz": gzip(content) }, "bomb.tar.gz");
    expect(archive?.programs.map(({ path }) => path)).toEqual(["bin/tool"]);
    expect(archive?.unread).toContain("larger");
  });

  test("a bomb that is one file costs its beginning", () => {
    expect(programs("bomb.gz", zeros)).toEqual([]);
  });

  test("a bomb in a zip costs its beginning", () => {
    expect(programs("bomb.zip", zip({ "bin/tool": new Uint8Array(32 * 1024 * 1024) }))).toEqual([]);
  });

  test("archives in archives stay closed", () => {
    expect(programs("outer.tar", tar({ "inner.tar": tar({ tool }), "inner.gz": gzip(tool) }))).toEqual([]);
  });

  test("a file that is too large is not read", () => {
    const [archive] = archives({ "large.tar": new Uint8Array(33 * 1024 * 1024) }, "large.tar");
    expect(archive?.unread).toContain("larger");
  });

  test("of many programs the first are taken, and of many archives too", () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`bin/tool${String(i)}`, tool]));
    expect(programs("many.tar", tar(many)).length).toBe(256);
    expect(programs("many.zip", zip(many)).length).toBeLessThanOrEqual(512);
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`lib/a${String(i)}.tar`, tar({ tool })]));
    expect(archives(files, "lib/*.tar").filter(({ unread }) => unread !== undefined)).toHaveLength(200 - 128);
  });

  test.each([
    ["lying.tar", (() => { const bytes = tar({ tool }); bytes.set(new TextEncoder().encode("77777777777"), 124); return bytes; })()],
    ["lying.zip", (() => { const bytes = zip({ tool }); new DataView(bytes.buffer).setUint32(bytes.length - 22 + 16, 0xfffffff0, true); return bytes; })()],
    ["cut.zip", zip({ tool }).subarray(0, 60)],
    ["lying.deb", (() => { const bytes = deb({ "data.tar": tar({ tool }) }); bytes.set(new TextEncoder().encode("9999999999"), 8 + 48); return bytes; })()],
    ["lying.rpm", (() => { const bytes = rpm("x86_64"); new DataView(bytes.buffer).setUint32(96 + 8, 0xffffffff); return bytes; })()],
  ])("%s is no reason to fail", (name, bytes) => {
    expect(() => programs(name, bytes)).not.toThrow();
  });
});
