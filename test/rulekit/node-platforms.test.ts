import { describe, expect, test } from "vitest";
import { isAllowed, isFor, platformInName } from "../../src/rulekit/node-platforms.ts";

const ARM64 = { os: "linux", arch: "arm64" };
const AMD64 = { os: "linux", arch: "amd64" };

describe("the machine in a package's name", () => {
  test.each([
    ["@rollup/rollup-linux-x64-gnu", { os: "linux", cpu: "x64", libc: "glibc" }],
    ["@esbuild/linux-arm64", { os: "linux", cpu: "arm64" }],
    ["@img/sharp-linuxmusl-arm64", { os: "linux", cpu: "arm64", libc: "musl" }],
    ["@parcel/watcher-darwin-arm64", { os: "darwin", cpu: "arm64" }],
    ["esbuild-linux-64", { os: "linux", cpu: "x64" }],
  ])("%s", (name, platform) => {
    expect(platformInName(name)).toEqual(platform);
  });

  test("is none where the name tells only half of it, or nothing", () => {
    for (const name of ["linux-utils", "x64-tools", "express", "@arm64/x"]) expect(platformInName(name)).toBeUndefined();
  });

  test("fits where system, CPU and C library do; an unknown C library fits", () => {
    const musl = platformInName("@rollup/rollup-linux-arm64-musl") ?? {};
    expect([isFor(musl, ARM64, "musl"), isFor(musl, ARM64, undefined), isFor(musl, ARM64, "glibc"), isFor(musl, AMD64, "musl")]).toEqual([true, true, false, false]);
  });
});

describe("the limits of a package", () => {
  test("let in what they name, and all but what they shut out", () => {
    expect(isAllowed({ os: ["linux"], cpu: ["x64", "arm64"] }, ARM64, undefined)).toBe(true);
    expect(isAllowed({ os: ["linux"], cpu: ["x64"] }, ARM64, undefined)).toBe(false);
    expect(isAllowed({ os: ["!win32"] }, ARM64, undefined)).toBe(true);
    expect(isAllowed({ cpu: ["!arm64"] }, ARM64, undefined)).toBe(false);
    expect(isAllowed({ libc: ["musl"] }, ARM64, "glibc")).toBe(false);
    expect(isAllowed({}, ARM64, "musl")).toBe(true);
  });
});
