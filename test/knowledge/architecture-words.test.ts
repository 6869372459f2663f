import { describe, expect, it } from "vitest";
import { architectureWordsIn } from "../../src/knowledge/architecture.ts";

function wordsIn(text: string): string[] {
  return architectureWordsIn(text).map(({ word, platforms, ambiguous }) => `${word}=${platforms.join("|")}${ambiguous ? "?" : ""}`);
}

describe("architectureWordsIn finds", () => {
  it.each([
    ["https://dl.example.org/tool_linux_amd64.tar.gz", ["amd64=linux/amd64"]],
    ["basiclite-linuxx64.zip", ["x64=linux/amd64"]],
    ["driver_linux64.zip", ["linux64=linux/amd64"]],
    ["go-replacer-64-linux", ["64-linux=linux/amd64"]],
    ["site_1.2_Linux-64bit.tar.gz", ["64bit=linux/amd64"]],
    ["Installer-latest-Linux-x86_64.sh", ["x86_64=linux/amd64"]],
    ["Linux-X64", ["X64=linux/amd64"]],
    ["App.LinuxAMDx64.tar.gz", ["AMDx64=linux/amd64"]],
    ["loaders_lin_x86-64.tar.gz", ["x86-64=linux/amd64"]],
    ["dist/tool_linux_amd64_v1/tool", ["amd64_v1=linux/amd64"]],
    ["tool-x86_64-v1.2.tar.gz", ["x86_64=linux/amd64"]],
    ["x86_64v3", ["x86_64v3=linux/amd64"]],
    ["x86_64-linuxmusl", ["x86_64=linux/amd64"]],
    ["linux-musl-x64", ["x64=linux/amd64"]],
    ["python3_linux-64", ["linux-64=linux/amd64"]],
    ["tool_1.0_amd64.deb", ["amd64=linux/amd64"]],
    ["linux%2Famd64", ["amd64=linux/amd64"]],
    ["pkg-1.0.el7.x86_64.rpm", ["x86_64=linux/amd64"]],
    ["go1.20.linux-386.tar.gz", ["386=linux/386"]],
    ["GOARCH=386", ["386=linux/386"]],
    ["libc6:i386", ["i386=linux/386"]],
    ["arm64v8/debian", ["arm64v8=linux/arm64"]],
    ["protoc-24.3-linux-aarch_64.zip", ["aarch_64=linux/arm64"]],
    ["linux/arm/v7", ["arm/v7=linux/arm/v7"]],
    ["tool-linux-armv7l", ["armv7l=linux/arm/v7"]],
    ["tool-ppc64le, tool-s390x", ["ppc64le=linux/ppc64le", "s390x=linux/s390x"]],
    ["riscv64gc-unknown-linux-gnu", ["riscv64gc=linux/riscv64"]],
    ["?arch=x64&os=linux", ["x64=linux/amd64"]],
    ["tool\uFFFCamd64\uFFFC.gz", ["amd64=linux/amd64"]],
  ])("%s", (text, expected) => {
    expect(wordsIn(text)).toEqual(expected);
  });

  it("marks words that name several platforms", () => {
    expect(wordsIn("/x86/").map((word) => word.at(-1))).toEqual(["?"]);
    expect(wordsIn("tool-linux-arm")[0]).toMatch(/\?$/);
  });

  it("tells the longer word around it", () => {
    const [word] = architectureWordsIn("tool-x86_64-unknown-linux-musl.tar.gz");
    expect(word?.compound).toMatchObject({ word: "x86_64-unknown-linux-musl", start: 5 });
  });

  it("names the other system where the text does", () => {
    expect(wordsIn("tool-windows-amd64.exe")).toEqual(["amd64=windows/amd64"]);
    expect(wordsIn("x86_64-apple-darwin")).toEqual(["x86_64=darwin/amd64"]);
    expect(wordsIn("/darwin/arm64/tool")).toEqual(["arm64=darwin/arm64"]);
    expect(wordsIn("/linux/amd64/tool")).toEqual(["amd64=linux/amd64"]);
  });

  it("takes a width beside an architecture as no word of its own", () => {
    expect(wordsIn("tool_arm64_64bit")).toEqual(["arm64=linux/arm64"]);
  });

  it("gives offsets of the text as written", () => {
    const text = "curl https://x.org/a-aarch64.tgz";
    const [word] = architectureWordsIn(text);
    expect(text.slice(word?.start, word?.end)).toBe("aarch64");
  });
});

describe("architectureWordsIn keeps silent about", () => {
  it.each([
    "/usr/bin/qemu-aarch64-static", "qemu-system-x86", "0x64", "x64dbg", "libx86-1", "amdgpu-install", "base64", "uint64", "lib64", "mingw-w64", "ia64", "alarm", "armada", "1.386", "v3.64", "linux-64.2.tar.gz", ":386", "386",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b386",
    "http://amd64.mirror.example.org/debian",
    "https://github.com/x86_64/tool/releases",
    "/home/x86_64/bin",
    "gcc-arm-none-eabi",
    "aarch64_be",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEA/x64/AoIBAQC7VJTUt9Us8cKB",
    "noarch", "universal", "libaio.so.1t64",
  ])("%s", (text) => {
    expect(wordsIn(text)).toEqual([]);
  });
});

describe("architectureWordsIn stays linear", () => {
  it.each(["a", "tool-amd64 ", "://a", "linux", "64-"])("on a megabyte of %s", (unit) => {
    expect(architectureWordsIn(unit.repeat(Math.floor(1_000_000 / unit.length))).length).toBeGreaterThanOrEqual(0);
  }, 60_000);

  it.each(["x86_", "x64/", "+x64"])("on a text full of %s", (unit) => {
    expect(architectureWordsIn(unit.repeat(25_000)).length).toBeGreaterThanOrEqual(0);
  }, 60_000);
});
