import { describe, expect, test } from "vitest";
import { firstPrebuilt, isPlatformPackage, nativePackage, scriptOutcome } from "../../src/knowledge/native-packages.ts";

const arm = { arch: "arm64", libc: "glibc", libcVersion: "2.36" } as const;
const amd = { arch: "amd64", libc: "glibc", libcVersion: "2.36" } as const;

describe("what an install script does", () => {
  test("hangs on the version and the CPU", () => {
    expect(scriptOutcome("canvas", "2.11.2", arm)).toBe("compiles");
    expect(scriptOutcome("canvas", "2.11.2", amd)).toBe("prebuilt");
    expect(scriptOutcome("canvas", "4.0.0", arm)).toBe("prebuilt");
    expect(scriptOutcome("bcrypt", "4.0.1", arm)).toBe("compiles");
    expect(scriptOutcome("bcrypt", "5.0.0", arm)).toBe("prebuilt");
  });

  test("hangs on the libc: the first prebuilt better-sqlite3 for arm64 was the one for musl", () => {
    expect(scriptOutcome("better-sqlite3", "7.4.6", { arch: "arm64", libc: "musl" })).toBe("prebuilt");
    expect(scriptOutcome("better-sqlite3", "7.4.6", arm)).toBe("compiles");
  });

  test("hangs on the version of glibc where the file asks for one, and isn't known without it", () => {
    expect(scriptOutcome("sharp", "0.29.3", { arch: "arm64", libc: "glibc", libcVersion: "2.28" })).toBe("compiles");
    expect(scriptOutcome("sharp", "0.29.3", { arch: "arm64", libc: "glibc", libcVersion: "2.31" })).toBe("prebuilt");
    expect(scriptOutcome("sharp", "0.29.3", { arch: "arm64", libc: "glibc" })).toBeUndefined();
  });

  test("may be to stop, or to bring no file for this CPU", () => {
    expect(scriptOutcome("phantomjs-prebuilt", "2.1.16", arm)).toBe("fails");
    expect(scriptOutcome("chromedriver", "120.0.1", arm)).toBe("no-file");
  });

  test("is not known for other CPUs, newer versions than were looked at, and packages that nobody looked at", () => {
    expect(scriptOutcome("canvas", "2.11.2", { arch: "s390x", libc: "glibc" })).toBeUndefined();
    expect(scriptOutcome("chromedriver", "158.0.0", arm)).toBeUndefined();
    expect(scriptOutcome("express", "4.18.2", arm)).toBeUndefined();
    expect(scriptOutcome("constructor", "1.0.0", arm)).toBeUndefined();
  });
});

describe("the first version with a prebuilt file", () => {
  test("is that from which on all have one", () => {
    expect(firstPrebuilt("bcrypt", arm)).toBe("5.0.0");
    expect(firstPrebuilt("better-sqlite3", arm)).toBe("7.5.1");
    expect(firstPrebuilt("re2", { arch: "arm64", libc: "musl" })).toBe("1.21.4");
  });

  test("is none where there is none or it isn't known", () => {
    expect(firstPrebuilt("node-sass", arm)).toBeUndefined();
    expect(firstPrebuilt("grpc-tools", arm)).toBeUndefined();
    expect(firstPrebuilt("sharp", { arch: "arm64", libc: "glibc", libcVersion: "2.28" })).toBe("0.30.0");
  });
});

describe("a native package", () => {
  test("tells what a build from source needs in the words of each distribution", () => {
    const needs = nativePackage("canvas")?.needs;
    expect(needs?.apt.slice(0, 2)).toEqual(["build-essential", "libcairo2-dev"]);
    expect(needs?.rpm.slice(0, 5)).toEqual(["gcc-c++", "cairo-devel", "libjpeg-turbo-devel?", "pango-devel", "giflib-devel?"]);
  });

  test("names its source", () => {
    expect(nativePackage("phantomjs-prebuilt")?.source).toBe("Medium/phantomjs issue 579");
  });
});

test("packages for linux on arm64 are known by name", () => {
  expect(isPlatformPackage("@rollup/rollup-linux-arm64-gnu")).toBe(true);
  expect(isPlatformPackage("@rollup/rollup-linux-x64-gnu")).toBe(false);
});
