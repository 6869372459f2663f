import { describe, expect, it } from "vitest";
import { memoryFileSystem, readSource } from "../../src/discover/index.ts";

function read(content: string | Uint8Array): ReturnType<typeof readSource> {
  return readSource(memoryFileSystem({ "/Dockerfile": content }), "/Dockerfile");
}

describe("readSource", () => {
  it("keeps the byte order mark and the line ends", () => {
    expect(read("\uFEFFFROM scratch\r\n")).toEqual({ text: "\uFEFFFROM scratch\r\n" });
  });

  it("replaces what is no UTF-8", () => {
    expect(read(new Uint8Array([0x46, 0xff, 0x47]))).toEqual({ text: "F\uFFFDG" });
  });

  it("refuses binary files and those beyond a megabyte", () => {
    expect(read(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0]))).toEqual({ message: "is not a text file (it holds NUL bytes)" });
    expect(read("a".repeat(1_048_576))).toHaveProperty("text");
    expect(read("a".repeat(1_048_577))).toEqual({ message: "is larger than 1 MB (1048577 bytes)" });
  });

  it("says why a file can't be read", () => {
    const fs = memoryFileSystem({ "/folder/file": "" });
    expect(readSource(fs, "/folder")).toEqual({ message: "is a folder" });
    expect(readSource(fs, "/gone")).toEqual({ message: "no such file or folder" });
  });
});
