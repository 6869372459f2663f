import { describe, expect, it } from "vitest";
import { officialTag } from "../../src/knowledge/official-images.ts";

const hasArm64 = (image: string): boolean | undefined => {
  const [repository = "", tag = "latest"] = image.split(":");
  return officialTag(repository, tag)?.platforms.includes("linux/arm64");
};
const serves = (platforms: readonly string[]): boolean => platforms.includes("linux/arm64");

describe("officialTag", () => {
  it.each(["mysql:5.7", "mysql:5.7.44", "mysql:8.0-debian", "rust:1.48.0-alpine", "eclipse-temurin:17-jre-alpine", "debian:jessie", "java:8", "archlinux:latest", "golang:1.7-alpine", "maven:3.9-eclipse-temurin-17-alpine"])(
    "%s has no linux/arm64",
    (image) => expect(hasArm64(image)).toBe(false),
  );

  it.each(["mysql:8.0", "rust:1.49.0-alpine", "rust:1.48.0", "eclipse-temurin:17-jre", "eclipse-temurin:21-jre-alpine", "debian:bookworm-slim", "alpine:3.19", "golang:1.22.3-alpine3.19", "python:3.12-slim-bookworm", "node:20"])(
    "%s has linux/arm64",
    (image) => expect(hasArm64(image)).toBe(true),
  );

  it.each(["mysql:99", "mysql:nonsense", "nothing:1", "node:999.1.2", "../etc:1"])("%s is not known", (image) => expect(hasArm64(image)).toBeUndefined());

  it("names the next release of the distribution, or the next version of the variant, then the same version of a plainer one", () => {
    expect(officialTag("rust", "1.48.0-alpine")?.near(serves)).toEqual(["1.49-alpine", "1.48.0"]);
    expect(officialTag("eclipse-temurin", "17-jre-alpine")?.near(serves)).toEqual(["21-jre-alpine", "17-jre"]);
    expect(officialTag("buildpack-deps", "jessie-curl")?.near(serves)).toEqual(["stretch-curl"]);
    expect(officialTag("archlinux", "latest")?.near(serves)).toEqual([]);
  });
});
