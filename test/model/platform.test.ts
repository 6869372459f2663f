import { describe, expect, it } from "vitest";
import { acceptedFor, formatPlatform, knownPlatforms, nearestPlatform, parsePlatform, readPlatform, runsOn, samePlatform, selectFromIndex, type Platform } from "../../src/model/index.ts";

const AMD64: Platform = { os: "linux", arch: "amd64" };

function platform(text: string): Platform {
  const parsed = parsePlatform(text, AMD64);
  if ("error" in parsed) throw new Error(parsed.error);
  return parsed;
}

function error(text: string): string | undefined {
  const parsed = parsePlatform(text, AMD64);
  return "error" in parsed ? parsed.error : undefined;
}

describe("parsing a platform", () => {
  it.each([
    ["linux/amd64", "linux/amd64"],
    ["linux/x86_64", "linux/amd64"],
    ["linux/amd64/v1", "linux/amd64"],
    ["linux/amd64/v3", "linux/amd64/v3"],
    ["Linux/AARCH64", "linux/arm64"],
    ["linux/arm64/v8", "linux/arm64"],
    ["linux/arm64/9", "linux/arm64/v9"],
    ["linux/arm", "linux/arm/v7"],
    ["linux/armhf", "linux/arm/v7"],
    ["linux/armel", "linux/arm/v6"],
    ["linux/arm/6", "linux/arm/v6"],
    ["linux/i386", "linux/386"],
    ["arm64", "linux/arm64"],
    ["windows", "windows/amd64"],
    ["macos/arm64", "darwin/arm64"],
    ["windows(10.0.17763)/amd64", "windows(10.0.17763)/amd64"],
    ["linux/nonsense", "linux/nonsense"],
  ])("takes %s for %s", (text, expected) => {
    expect(formatPlatform(platform(text))).toBe(expected);
  });

  it.each([
    ["linux/*", "wildcards not yet supported"],
    ["linux/arm64/", '"" is an invalid component of "linux/arm64/"'],
    ["", '"" is an invalid component of ""'],
    ["linux/arm/v7/x", "cannot parse platform specifier"],
    ["x64", '"x64": unknown operating system or architecture'],
    ["armv7", '"armv7": unknown operating system or architecture'],
  ])("refuses %j in the builder's words", (text, message) => {
    expect(error(text)).toContain(message);
  });

  it("keeps the written variant where nothing is normalised", () => {
    expect(readPlatform("linux/arm64/v8", AMD64)).toEqual({ os: "linux", arch: "arm64", variant: "v8" });
    expect(samePlatform({ os: "linux", arch: "arm64", variant: "v8" }, { os: "linux", arch: "aarch64" })).toBe(true);
    expect(samePlatform(platform("linux/arm/v6"), platform("linux/arm/v7"))).toBe(false);
  });
});

describe("choosing from an index", () => {
  it.each([
    ["linux/arm64", ["linux/arm/v7", "linux/arm64/v8"], "linux/arm64/v8"],
    ["linux/arm64", ["linux/aarch64"], "linux/arm64"],
    ["linux/arm64", ["linux/amd64", "linux/arm/v5", "linux/arm/v7"], "linux/arm/v7"],
    ["linux/arm64", ["linux/arm64/v9"], undefined],
    ["linux/arm64/v9", ["linux/arm64", "linux/arm64/v8.3"], "linux/arm64/v8.3"],
    ["linux/arm64/v8.2", ["linux/arm64/v8.4", "linux/arm64/v8.1"], "linux/arm64/v8.1"],
    ["linux/arm/v7", ["linux/arm/v5", "linux/arm/v6"], "linux/arm/v6"],
    ["linux/arm/v6", ["linux/arm/v7"], undefined],
    ["linux/amd64", ["linux/386", "linux/arm64"], "linux/386"],
    ["linux/amd64", ["linux/amd64/v3"], undefined],
    ["linux/amd64/v3", ["linux/amd64", "linux/amd64/v2", "linux/amd64/v4"], "linux/amd64/v2"],
    ["linux/386", ["linux/amd64"], undefined],
    ["linux/s390x", ["linux/amd64", "linux/s390x"], "linux/s390x"],
    ["linux/arm64", ["unknown/unknown", "linux/amd64"], undefined],
    ["windows/amd64", ["linux/amd64", "windows(10.0.20348)/amd64"], "windows(10.0.20348)/amd64"],
    ["linux/arm64", ["", "linux/amd64"], ""],
  ])("%s of %j is %s", (wanted, index, expected) => {
    expect(selectFromIndex(platform(wanted), index)?.entry).toBe(expected);
  });

  it("tells the position of the entry", () => {
    expect(selectFromIndex(platform("linux/arm64"), ["linux/amd64", "linux/arm64"])).toMatchObject({ position: 1, platform: { arch: "arm64" } });
  });

  it("has a short list even for an absurd variant", () => {
    expect(acceptedFor(platform("linux/arm64/v9.99")).length).toBeLessThan(300);
    expect(acceptedFor(platform("linux/amd64/v99999999"))).toHaveLength(2);
  });
});

describe("running a binary natively", () => {
  it.each([
    ["linux/386", "linux/amd64", true],
    ["linux/amd64", "linux/386", false],
    ["linux/amd64/v3", "linux/amd64", false],
    ["linux/amd64", "linux/amd64/v3", true],
    ["linux/arm/v6", "linux/arm/v7", true],
    ["linux/arm/v7", "linux/arm64", false],
    ["linux/arm64", "linux/arm64/v9", true],
    ["linux/amd64", "linux/arm64", false],
    ["windows/amd64", "linux/amd64", false],
  ])("%s on %s: %s", (binary, host, expected) => {
    expect(runsOn(platform(binary), platform(host))).toBe(expected);
  });
});

describe("spelling help", () => {
  it.each([
    ["x64", "linux/amd64"],
    ["linux/x64", "linux/amd64"],
    ["linux/arm64v8", "linux/arm64"],
    ["linux/armv7", "linux/arm/v7"],
    ["linux/amd46", "linux/amd64"],
    ["linux/arm46", "linux/arm64"],
    ["linxu/arm64", "linux/arm64"],
    ["linux/ppc64el", "linux/ppc64le"],
    ["completely-different", undefined],
    ["", undefined],
  ])("%j is near %s", (text, expected) => {
    expect(nearestPlatform(text)).toBe(expected);
  });

  it("names every known platform in its one spelling", () => {
    for (const name of knownPlatforms) expect(formatPlatform(platform(name))).toBe(name);
  });
});
