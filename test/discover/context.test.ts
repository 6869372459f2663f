import { describe, expect, it } from "vitest";
import { buildContext, memoryFileSystem, type ContextReader, type MemoryFile } from "../../src/discover/index.ts";

function context(files: Readonly<Record<string, MemoryFile>>, dockerfile = "/repo/Dockerfile"): ContextReader {
  return buildContext({ fs: memoryFileSystem({ [dockerfile]: "FROM scratch\n", ...files }), cwd: "/repo", dockerfile, root: "/repo" });
}

describe("the build context", () => {
  it("is the folder of the Dockerfile", () => {
    const { readText, has } = context({ "/repo/scripts/install.sh": "echo hi\n" });
    expect(readText("scripts/install.sh")).toEqual({ file: "scripts/install.sh", text: "echo hi\n" });
    expect(has("scripts")).toBe(true);
    expect(has("scripts/other.sh")).toBe(false);
  });

  it("is the repository where the Dockerfile's folder doesn't hold the file", () => {
    const { readText } = context({ "/repo/install.sh": "outer\n", "/repo/docker/own.sh": "own\n", "/repo/own.sh": "not this\n" }, "/repo/docker/Dockerfile");
    expect(readText("install.sh")).toEqual({ file: "install.sh", text: "outer\n" });
    expect(readText("own.sh")).toEqual({ file: "docker/own.sh", text: "own\n" });
  });

  it("takes .. for its root, as Docker does", () => {
    const { readText } = context({ "/secret.sh": "secret\n", "/repo/a.sh": "a\n" });
    expect(readText("../secret.sh")).toBeUndefined();
    expect(readText("../a.sh")?.text).toBe("a\n");
    expect(readText("/a.sh")?.text).toBe("a\n");
  });

  it("is not left by a link, which may lead elsewhere inside", () => {
    const { readText, has } = context({
      "/etc/passwd": "root\n",
      "/repo/out": { linkTo: "/etc/passwd" },
      "/repo/etc": { linkTo: "/etc" },
      "/repo/in": { linkTo: "/repo/real.sh" },
      "/repo/real.sh": "real\n",
    });
    expect(readText("out")).toBeUndefined();
    expect(has("out")).toBe(false);
    expect(readText("etc/passwd")).toBeUndefined();
    expect(readText("in")?.text).toBe("real\n");
  });

  it("leaves out what .dockerignore says", () => {
    const { readText } = context({ "/repo/.dockerignore": "*\n!keep.sh\n", "/repo/keep.sh": "keep\n", "/repo/drop.sh": "drop\n" });
    expect(readText("keep.sh")?.text).toBe("keep\n");
    expect(readText("drop.sh")).toBeUndefined();
  });

  it("puts the Dockerfile's own ignore file in the place of the common one", () => {
    const { readText } = context({ "/repo/.dockerignore": "a.sh\n", "/repo/Dockerfile.dockerignore": "b.sh\n", "/repo/a.sh": "a\n", "/repo/b.sh": "b\n" });
    expect(readText("a.sh")?.text).toBe("a\n");
    expect(readText("b.sh")).toBeUndefined();
  });

  it("gives no text of a binary, a folder or a large file", () => {
    const { readText, has } = context({ "/repo/tool": new Uint8Array([0x7f, 0]), "/repo/big.txt": "a".repeat(300_000), "/repo/sub/x": "" });
    for (const path of ["tool", "big.txt", "sub"]) expect([path, readText(path), has(path)]).toEqual([path, undefined, true]);
  });

  it("survives any path", () => {
    const { readText, has } = context({});
    for (const path of ["", ".", "/", "a\0b", "a/".repeat(5000), "\\", "*"]) expect(() => [readText(path), has(path)]).not.toThrow();
  });
});

describe("programs of the context", () => {
  const elf = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  const paths = (files: Record<string, MemoryFile>, asked: string): readonly string[] => context(files).programs(asked).map(({ path, named }) => (named ? path : `(${path})`));

  it("are told by their first bytes, not by their names", () => {
    expect(paths({ "/repo/tool": elf, "/repo/script": "#!/bin/sh\n" }, "tool")).toEqual(["tool"]);
    expect(paths({ "/repo/tool": elf, "/repo/script": "#!/bin/sh\n" }, "script")).toEqual([]);
    expect(paths({ "/repo/tool": elf }, "missing")).toEqual([]);
  });

  it("are found below a folder and by wildcards", () => {
    const files = { "/repo/bin/a": elf, "/repo/bin/deep/libb.so.1": elf, "/repo/bin/c.txt": elf, "/repo/d": elf };
    expect(paths(files, "bin")).toEqual(["(bin/a)", "(bin/deep/libb.so.1)"]);
    expect(paths(files, "bin/*")).toEqual(["bin/a", "bin/c.txt", "(bin/deep/libb.so.1)"]);
    expect(paths(files, "")).toEqual(["(bin/a)", "(bin/deep/libb.so.1)", "(d)"]);
    expect(paths(files, "../d")).toEqual(["d"]);
  });

  it("are not there where they are ignored, linked to, or of a package manager", () => {
    expect(paths({ "/repo/.dockerignore": "bin/a\n", "/repo/bin/a": elf, "/repo/bin/b": elf }, "bin")).toEqual(["(bin/b)"]);
    expect(paths({ "/repo/bin/a": { linkTo: "/secret" }, "/secret": elf }, "bin")).toEqual([]);
    expect(paths({ "/repo/node_modules/x/build/x.node": elf }, "")).toEqual([]);
  });

  it("are looked for within bounds", () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`/repo/bin/tool${String(i)}`, elf]));
    expect(paths(many, "bin")).toHaveLength(256);
    expect(paths({ [`/repo/${"a/".repeat(40)}tool`]: elf }, "")).toEqual([]);
  });
});
