import { describe, expect, test } from "vitest";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const rule = "shadowed-platform-arg";
const download = "RUN curl -fO https://downloads.example.com/agent-$TARGETARCH.tgz";

describe("reports", () => {
  test("a default in a stage, on the platforms it is wrong for", () => {
    const [finding] = findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH=amd64", download]);
    expect(finding).toMatchObject({ line: 2, text: "amd64", platforms: ["linux/arm64"], level: "error", fix: "safe" });
    expect(finding?.message).toBe("The default of `TARGETARCH` wins over the value that BuildKit gives it, so it is the same on every platform");
  });

  test("a default before FROM, once, where a stage repeats the name", () => {
    expect(linesOf(rule, ["ARG TARGETARCH=amd64", "FROM debian:12", "ARG TARGETARCH", download])).toEqual([1]);
    expect(linesOf(rule, ["ARG TARGETARCH=amd64", "FROM debian:12", "RUN curl -fO https://downloads.example.com/agent.tgz"])).toEqual([]);
  });

  test("a default before FROM that chooses the stage or the platform", () => {
    const stages = ["FROM debian:12 AS base-amd64", "FROM debian:12 AS base-arm64", "FROM base-$TARGETARCH", "RUN make"];
    expect(linesOf(rule, ["ARG TARGETARCH=amd64", ...stages])).toEqual([1]);
    expect(linesOf(rule, ["ARG TARGETARCH", ...stages])).toEqual([]);
    expect(linesOf(rule, ["ARG TARGETPLATFORM=linux/amd64", "FROM --platform=$TARGETPLATFORM debian:12", "RUN make"])).toEqual([1]);
  });

  test("the fallback form in a stage, where the automatic value can't be seen, and not before FROM, where it can", () => {
    expect(linesOf(rule, ["FROM debian:12", "ARG TARGETARCH=${TARGETARCH:-amd64}", download])).toEqual([2]);
    expect(linesOf(rule, ["ARG TARGETARCH=${TARGETARCH:-amd64}", "FROM debian:12", "ARG TARGETARCH", download])).toEqual([]);
    expect(linesOf(rule, ["FROM debian:12", "ARG TARGETARCH", "ARG TARGETARCH=${TARGETARCH:-amd64}", download])).toEqual([]);
  });

  test("an empty default", () => {
    expect(findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH=", download])).toMatchObject([{ line: 2, platforms: ["linux/amd64", "linux/arm64"], fix: "safe" }]);
    expect(linesOf(rule, ["FROM debian:12", "ARG TARGETVARIANT=", "RUN make VARIANT=$TARGETVARIANT"])).toEqual([]);
  });

  test("a default that another argument gives", () => {
    expect(findingsOf(rule, ["FROM debian:12", "ARG CPU=amd64", "ARG TARGETARCH=$CPU", download])).toMatchObject([{ line: 3, text: "TARGETARCH=$CPU" }]);
  });

  test("one of two defaults on a line", () => {
    const lines = ["FROM debian:12", 'ARG TARGETOS="linux" TARGETARCH="amd64"', "RUN make OS=$TARGETOS CPU=$TARGETARCH"];
    expect(findingsOf(rule, lines)).toMatchObject([{ text: "amd64" }]);
    expect(fixedBy(rule, lines)[1]).toBe('ARG TARGETOS="linux" TARGETARCH');
  });

  test("a use in a stage that is built from this one", () => {
    const lines = ["FROM debian:12 AS base", "ARG TARGETARCH=amd64", "FROM base", download];
    expect(linesOf(rule, lines)).toEqual([2]);
    expect(linesOf(rule, [...lines.slice(0, 3), "ARG TARGETARCH", download])).toEqual([]);
  });

  test("an ENV that wins over the declared argument, without a fix", () => {
    expect(findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH", "ENV TARGETARCH=amd64", download])).toMatchObject([{ line: 3, fix: undefined }]);
    expect(linesOf(rule, ["FROM debian:12", "ARG TARGETARCH", "ENV TARGETARCH=$TARGETARCH", download])).toEqual([]);
    expect(linesOf(rule, ["FROM debian:12", "ENV TARGETARCH=amd64", "ARG TARGETARCH", download])).toEqual([]);
  });

  test("a default that a program may look for in its environment as a warning", () => {
    expect(findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH=amd64", "RUN make package"])).toMatchObject([{ level: "warning", confidence: "likely" }]);
    expect(findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH=amd64", "RUN apt-get update"])).toEqual([]);
  });

  test("a script that reads it", () => {
    const lines = ["FROM debian:12", "ARG TARGETARCH=amd64", "COPY install.sh /", "RUN sh /install.sh"];
    const read = { "install.sh": "curl -fO https://downloads.example.com/agent-$TARGETARCH.tgz\n" };
    expect(findingsOf(rule, lines, { context: read })).toMatchObject([{ line: 2, level: "error" }]);
  });

  test("a fixed builder as what it costs", () => {
    const lines = ["ARG BUILDPLATFORM=linux/arm64", "FROM --platform=$BUILDPLATFORM node:22 AS web", "RUN npm run build", "FROM nginx:1.27", "COPY --from=web /site/dist /srv"];
    expect(findingsOf(rule, lines)).toMatchObject([{ line: 1, level: "warning", consequence: "emulated" }]);
    expect(findingsOf(rule, lines, { buildPlatform: "linux/arm64" })).toEqual([]);
  });
});

describe("keeps silent about", () => {
  test.each([
    ["a default that is right everywhere", ["FROM debian:12", "ARG TARGETOS=linux", "RUN make OS=$TARGETOS"]],
    ["one that a bare declaration takes back", ["FROM debian:12", "ARG TARGETARCH=amd64", "ARG TARGETARCH", download]],
    ["a stage that the result doesn't need", ["FROM debian:12 AS debug", "ARG TARGETARCH=amd64", download, "FROM debian:12", "RUN make"]],
    ["an argument of another name", ["FROM debian:12", "ARG TARGET_ARCH=amd64", "RUN make CPU=$TARGET_ARCH"]],
    ["no default", ["FROM debian:12", "ARG TARGETARCH", download]],
  ])("%s", (_, lines) => {
    expect(findingsOf(rule, lines)).toEqual([]);
  });

  test("a value that the build is given", () => {
    expect(findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH=amd64", download], { buildArgs: { TARGETARCH: "arm64" } })).toEqual([]);
  });

  test("the platform's own CPU in another spelling, and offers no fix that would change it there", () => {
    const lines = ["FROM debian:12", "ARG TARGETARCH=x86_64", download];
    expect(findingsOf(rule, lines)).toMatchObject([{ platforms: ["linux/arm64"], fix: undefined }]);
  });

  test("another platform being the only one asked for", () => {
    expect(findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH=amd64", download], { platforms: ["linux/amd64"] })).toEqual([]);
    expect(findingsOf(rule, ["FROM debian:12", "ARG TARGETARCH=arm64", download], { platforms: ["linux/amd64"] })).toHaveLength(1);
  });
});

test("mends by dropping the default", () => {
  expect(fixedBy(rule, ["FROM debian:12", "ARG TARGETARCH=amd64", download])).toEqual(["FROM debian:12", "ARG TARGETARCH", download]);
});
