import { describe, expect, test } from "vitest";
import { findingsOf } from "../support/findings.ts";

const rule = "invalid-dockerfile";
const found = (lines: readonly string[], platforms?: readonly string[]) => findingsOf(rule, lines, platforms === undefined ? {} : { platforms });

describe("reports", () => {
  test("what is no instruction, in the builder's words, for every platform", () => {
    const [finding] = found(["FROM debian:12", "RUNN apt-get update"]);
    expect(finding).toMatchObject({ line: 2, platforms: ["linux/amd64", "linux/arm64"], level: "error", consequence: "build-fails", fix: undefined });
    expect(finding?.message).toMatch(/^BuildKit stops here: unknown instruction: RUNN/);
  });

  test.each([
    ["an instruction before the first FROM", ["RUN make", "FROM debian:12"]],
    ["a flag that doesn't exist", ["FROM debian:12", "COPY --form=build /out /out"]],
    ["a here-document without its end", ["FROM debian:12", "RUN <<END", "make"]],
    ["FROM with a word too many", ["FROM debian:12 AS base now", "RUN make"]],
    ["a file without FROM", ["ARG VERSION=1"]],
  ])("%s", (_, lines) => {
    expect(found(lines).length).toBeGreaterThan(0);
  });

  test("a platform that can't be read on one of those asked for", () => {
    const lines = ["FROM --platform=linux/$TARGETARCH/$TARGETVARIANT debian:12", "RUN make"];
    expect(found(lines, ["linux/arm/v7", "linux/arm64"])).toMatchObject([{ line: 1, platforms: ["linux/arm64"] }]);
  });
});

describe("keeps silent about", () => {
  test.each([
    ["a file that is right", ["FROM debian:12", "RUN make"]],
    ["lower case", ["from debian:12 as base", "run make"]],
    ["a comment in a continuation", ["FROM debian:12", "RUN make \\", "  # then", "  && make install"]],
    ["a here-document with its end", ["FROM debian:12", "RUN <<END", "make", "END"]],
    ["an argument before the first FROM", ["ARG BASE=debian:12", "FROM $BASE", "RUN make"]],
    ["an argument that the build must be given", ["ARG VERSION", "FROM debian:${VERSION:?}", "RUN make"]],
  ])("%s", (_, lines) => {
    expect(found(lines)).toEqual([]);
  });

  test("a variant where there is one", () => {
    expect(found(["FROM --platform=linux/$TARGETARCH/$TARGETVARIANT debian:12", "RUN make"], ["linux/arm/v7"])).toEqual([]);
    expect(found(["FROM --platform=linux/$TARGETARCH${TARGETVARIANT:+/$TARGETVARIANT} debian:12", "RUN make"], ["linux/arm/v7", "linux/arm64"])).toEqual([]);
  });
});
