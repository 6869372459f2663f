import { describe, expect, test } from "vitest";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const rule = "no-arch-specific-image";

describe("reports", () => {
  test.each([
    ["a namespace", "amd64/debian:12", "amd64"],
    ["a namespace behind its registry", "docker.io/amd64/debian:12", "amd64"],
    ["the end of a tag", "registry.example.com/team/base:1.2-amd64", "amd64"],
    ["the start of a tag", "registry.example.com/team/base:amd64-1.2", "amd64"],
    ["a whole tag", "registry.example.com/team/base:x86_64", "x86_64"],
    ["the end of a name", "registry.example.com/team/base-x86_64:1.2", "x86_64"],
  ])("%s", (_, image, word) => {
    const [finding, ...others] = findingsOf(rule, [`FROM ${image}`, "RUN make"]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ line: 1, text: word, platforms: ["linux/arm64"], level: "error", consequence: "wrong-binary" });
    expect(finding?.message).toBe(`\`${word}\` in the image's name pins it to that CPU on every platform`);
  });

  test("another direction as well", () => {
    expect(findingsOf(rule, ["FROM arm64v8/debian:12", "RUN make"])).toMatchObject([{ text: "arm64v8", platforms: ["linux/amd64"] }]);
    expect(findingsOf(rule, ["FROM amd64/debian:12", "RUN make"], { platforms: ["linux/s390x"] })).toMatchObject([{ platforms: ["linux/s390x"] }]);
  });

  test.each([
    ["COPY --from", "COPY --from=amd64/busybox:1.36 /bin/busybox /bin/busybox"],
    ["a mount", "RUN --mount=type=bind,from=amd64/golang:1.23,target=/go make"],
  ])("an image of %s", (_, instruction) => {
    expect(linesOf(rule, ["FROM debian:12", instruction])).toEqual([2]);
    expect(linesOf(rule, ["FROM debian:12", instruction.replace("amd64/", "")])).toEqual([]);
  });

  test("a frontend as a warning, since it runs on the builder", () => {
    expect(findingsOf(rule, ["# syntax=registry.example.com/frontend:1-amd64", "FROM debian:12"])).toMatchObject([{ line: 1, level: "warning", consequence: "build-fails" }]);
    expect(findingsOf(rule, ["# syntax=docker/dockerfile:1", "FROM debian:12"])).toEqual([]);
  });

  test("a name in the default of an argument, where it is written", () => {
    expect(findingsOf(rule, ["ARG BASE=amd64/debian:12", "FROM $BASE", "RUN make"])).toMatchObject([{ line: 1, text: "amd64", related: ["used here as BASE"] }]);
    expect(findingsOf(rule, ["ARG CPU=amd64", "FROM ${CPU}/debian:12", "RUN make"])).toMatchObject([{ line: 1, text: "amd64" }]);
  });
});

describe("keeps silent about", () => {
  test.each([
    ["a name that follows the platform", ["FROM registry.example.com/team/base-${TARGETARCH}:3", "RUN make"]],
    ["a stage of such a name", ["FROM debian:12 AS build-amd64", "FROM build-amd64", "RUN make"]],
    ["images of stages that are chosen for each platform", ["FROM amd64/debian:12 AS base-amd64", "FROM arm64v8/debian:12 AS base-arm64", "FROM base-${TARGETARCH}", "RUN make"]],
    ["a stage that the result doesn't need", ["FROM amd64/debian:12 AS old", "FROM debian:12", "RUN make"]],
    ["a stage on the builder's own platform", ["FROM --platform=$BUILDPLATFORM amd64/node:22 AS web", "RUN npm run build", "FROM nginx:1.27", "COPY --from=web /site/dist /srv"]],
    ["a name in which the word is a part of another", ["FROM registry.example.com/team/ramd64tools:1", "RUN make"]],
    ["a tag without an architecture", ["FROM mcr.microsoft.com/dotnet/sdk:8.0-bookworm-slim", "RUN make"]],
    ["a comment", ["# was: FROM amd64/debian:12", "FROM debian:12"]],
    ["a base given from outside", ["ARG BASE", "FROM $BASE", "RUN make"]],
  ])("%s", (_, lines) => {
    expect(findingsOf(rule, lines)).toEqual([]);
  });

  test("32-bit code where it runs", () => {
    expect(findingsOf(rule, ["FROM i386/debian:12", "RUN make"])).toMatchObject([{ platforms: ["linux/arm64"], fix: undefined }]);
  });
});

describe("mends", () => {
  test.each([
    ["FROM amd64/debian:12", "FROM debian:12", "safe"],
    ["FROM docker.io/amd64/debian:12", "FROM docker.io/debian:12", "safe"],
    ["FROM registry.example.com/team/base:1.2-amd64", "FROM registry.example.com/team/base:1.2", "unsafe"],
    ["FROM registry.example.com/team/base:amd64-1.2", "FROM registry.example.com/team/base:1.2", "unsafe"],
    ["FROM registry.example.com/team/base-x86_64:1.2", "FROM registry.example.com/team/base:1.2", "unsafe"],
    ["FROM registry.example.com/team/base:x86_64 AS base", "FROM registry.example.com/team/base AS base", "unsafe"],
  ])("%s", (before, after, safety) => {
    expect(findingsOf(rule, [before, "RUN make"])).toMatchObject([{ fix: safety }]);
    expect(fixedBy(rule, [before, "RUN make"])[0]).toBe(after);
  });

  test("the default of an argument where it is written", () => {
    expect(fixedBy(rule, ["ARG BASE=amd64/debian:12", "FROM $BASE", "RUN make"])[0]).toBe("ARG BASE=debian:12");
  });

  test("no name that goes with a digest", () => {
    const digest = "0123456789abcdef".repeat(4);
    expect(findingsOf(rule, [`FROM amd64/debian:12@sha256:${digest}`, "RUN make"])).toMatchObject([{ fix: undefined }]);
  });
});
