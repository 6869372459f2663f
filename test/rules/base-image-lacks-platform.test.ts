import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";
import { fixedBy } from "../support/findings.ts";
import { digest, imageAt, indexAt, known } from "../support/answers.ts";
import { judgeOf } from "../support/judging.ts";

const findings = (text: string, platforms?: readonly string[]) => lintText("Dockerfile", text, { rules: ["base-image-lacks-platform"], ...(platforms && { platforms }) }).findings;
const from = (image: string, platforms?: readonly string[]) => findings(`FROM ${image}\nRUN true\n`, platforms);

describe("base-image-lacks-platform", () => {
  test.each(["mysql:5.7", "mysql:5.7.44", "docker.io/library/mysql:5.7", "public.ecr.aws/docker/library/mysql:5.7", "archlinux", "rust:1.48.0-alpine"])("reports %s", (image) => {
    const [finding, ...others] = from(image);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ level: "error", confidence: "certain", consequence: "build-fails", platforms: ["linux/arm64"] });
    expect(finding?.evidence).toMatchObject([{ asOf: "2026-08-21" }]);
  });

  test.each(["mysql:8.0", "rust:1.49.0-alpine", "debian:bookworm", "alpine", "eclipse-temurin:21-jre-alpine"])("keeps silent on %s", (image) => {
    expect(from(image)).toEqual([]);
  });

  test.each(["mcr.microsoft.com/windows/nanoserver:ltsc2022", "mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022", "golang:1.22-windowsservercore", "mcr.microsoft.com/dotnet/framework/runtime:4.8"])("tells in a note that %s is of Windows", (image) => {
    expect(from(image)).toMatchObject([{ level: "note", platforms: ["linux/amd64", "linux/arm64"], message: expect.stringContaining("is an image of Windows") as unknown }]);
    expect(from(image, ["windows/amd64"])).toEqual([]);
  });

  test.each(["mysql:99.9", "acme/mysql:5.7", "registry.example.com/mysql:5.7", "scratch"])("keeps silent on %s, which is not known", (image) => {
    expect(from(image)).toEqual([]);
  });

  test("names the nearest tags that have the platform", () => {
    expect(from("eclipse-temurin:17-jre-alpine")[0]?.message).toContain("`eclipse-temurin:21-jre-alpine` and `eclipse-temurin:17-jre` have one");
  });

  test("judges any platform by the tag's list", () => {
    expect(from("amazonlinux:2", ["linux/amd64", "linux/s390x"])[0]).toMatchObject({ platforms: ["linux/s390x"] });
    expect(from("alpine:3.19", ["linux/arm/v7", "linux/s390x"])).toEqual([]);
    expect(from("alpine:3.19", ["linux/amd64", "linux/mips64le"])).toHaveLength(1);
  });

  test("tells that a builder falls back to the 32-bit build", () => {
    expect(from("debian:jessie")[0]).toMatchObject({ consequence: "wrong-platform", platforms: ["linux/arm64"] });
  });

  test("leaves digests and names that say an architecture to their own rules", () => {
    expect(from(`mysql:5.7@sha256:${"0".repeat(64)}`)).toEqual([]);
    expect(from("amd64/mysql:5.7")).toEqual([]);
  });

  test("judges a stage by the platform it runs on", () => {
    expect(findings("FROM --platform=linux/amd64 mysql:5.7 AS tools\nFROM debian:bookworm\nCOPY --from=tools /usr/bin/mysql /usr/bin/\n")).toEqual([]);
    expect(findings("FROM --platform=$BUILDPLATFORM mysql:5.7 AS tools\nFROM debian:bookworm\nCOPY --from=tools /etc/my.cnf /etc/\n")).toEqual([]);
  });

  test("judges images that files are copied from", () => {
    expect(findings("FROM debian:bookworm\nCOPY --from=mysql:5.7 /usr/bin/mysql /usr/bin/\n")).toHaveLength(1);
    expect(findings("FROM debian:bookworm\nCOPY --from=mysql:8.0 /usr/bin/mysql /usr/bin/\n")).toEqual([]);
  });

  test("is not certain where a build argument may name another image", () => {
    expect(findings("ARG BASE=mysql:5.7\nFROM $BASE\n")[0]).toMatchObject({ level: "warning", confidence: "likely" });
    expect(findings("ARG BASE\nFROM $BASE\n")).toEqual([]);
  });

  test("gives a note where the image serves none of the platforms asked for", () => {
    expect(from("clefos:7")).toMatchObject([{ level: "note" }]);
    expect(from("clefos:7", ["linux/amd64", "linux/s390x"])).toMatchObject([{ level: "error", platforms: ["linux/amd64"] }]);
  });

  test("knows where other publishers began, and which never did", () => {
    expect(from("docker.elastic.co/elasticsearch/elasticsearch:7.6.2")[0]?.message).toContain("since 7.8.0");
    expect(from("docker.elastic.co/elasticsearch/elasticsearch:7.17.0")).toEqual([]);
    expect(from("confluentinc/cp-kafka:6.0.15")).toMatchObject([{ level: "warning", confidence: "likely" }]);
    expect(from("pytorch/pytorch:2.3.0-cuda12.1-cudnn8-runtime")).toMatchObject([{ level: "error", confidence: "likely" }]);
    expect(from("circleci/node:lts")).toMatchObject([{ level: "note" }]);
    expect(from("cimg/node:lts")).toEqual([]);
  });
});

describe("the fix for a tag without the platform", () => {
  const fixed = (...lines: readonly string[]) => fixedBy("base-image-lacks-platform", lines);

  test.each([
    ["rust:1.48.0-alpine", "rust:1.49-alpine"],
    ["eclipse-temurin:17-jre-alpine", "eclipse-temurin:17-jre"],
    ["python:3.6-jessie", "python:3.6-stretch"],
    ["docker.elastic.co/elasticsearch/elasticsearch:7.6.2", "docker.elastic.co/elasticsearch/elasticsearch:7.8.0"],
  ])("takes another one of %s", (old, other) => {
    expect(fixed(`FROM ${old} AS base`, "RUN true")[0]).toBe(`FROM ${other} AS base`);
  });

  test("changes what is written of the tag, and no more", () => {
    expect(fixed("ARG VERSION=1.48.0", "FROM rust:${VERSION}-alpine", "RUN true")[0]).toBe("ARG VERSION=1.49");
    expect(fixed("ARG VARIANT=jessie", "FROM python:3.6-${VARIANT}", "RUN true")).toEqual(["ARG VARIANT=stretch", "FROM python:3.6-${VARIANT}", "RUN true"]);
  });

  test.each([
    ["another major version", ["FROM mysql:5.7"]],
    ["another distribution where packages are installed", ["FROM eclipse-temurin:17-jre-alpine", "RUN apk add --no-cache curl"]],
    ["a version that is written otherwise than the first good one", ["FROM confluentinc/cp-kafka:6.0.15"]],
    ["no other tag", ["FROM archlinux"]],
  ])("is not offered for %s", (_, lines) => {
    expect(fixed(...lines)).toEqual(lines);
  });
});

describe("what the registry says", () => {
  const judge = judgeOf("base-image-lacks-platform");
  const near = (tag: string): ReturnType<typeof known> => known({ kind: "near-tag", subject: "ghcr.io/acme/app:1.0", detail: "linux/amd64,linux/arm64" }, { tag, digest: digest(9) });

  test("is reported with what there is, and with the tag that has it", () => {
    const answers = [indexAt("ghcr.io/acme/app:1.0", ["linux/amd64", "linux/s390x"]), near("1.2")];
    expect(judge.met("FROM ghcr.io/acme/app:1.0\n", { answers })).toMatchObject([
      {
        word: "ghcr.io/acme/app:1.0",
        finding: {
          level: "error", confidence: "certain", platforms: ["linux/arm64"],
          message: "`ghcr.io/acme/app:1.0` has no build for this platform; `ghcr.io/acme/app:1.2` has one",
          evidence: [{ statement: "ghcr.io/acme/app:1.0 is published for linux/amd64, linux/s390x", source: "registry.example.com", asOf: "2026-11-22" }],
        },
      },
    ]);
  });

  test("counts more than what is embedded, both ways", () => {
    expect(judge.words("FROM mysql:5.7\n", { answers: [indexAt("docker.io/library/mysql:5.7", ["linux/amd64", "linux/arm64"])] })).toEqual([]);
    expect(judge.words("FROM debian:bookworm\n", { answers: [indexAt("docker.io/library/debian:bookworm", ["linux/amd64", "linux/s390x"])] })).toEqual(["debian:bookworm"]);
  });

  test("is used for a digest of an index, and for a frontend", () => {
    expect(judge.words(`FROM ghcr.io/acme/app@${digest(16)}\n`, { answers: [indexAt(`ghcr.io/acme/app@${digest(16)}`, ["linux/amd64", "linux/s390x"])] })).toHaveLength(1);
    const frontend = indexAt("docker.io/acme/frontend:1", ["linux/arm64", "linux/s390x"]);
    expect(judge.words("# syntax=acme/frontend:1\nFROM scratch\n", { answers: [frontend] })).toEqual(["acme/frontend:1"]);
    expect(judge.words("# syntax=acme/frontend:1\nFROM scratch\n", { answers: [frontend], buildPlatform: "linux/arm64" })).toEqual([]);
  });

  test("tells a single image from an index, and a lesser CPU from the one that is meant", () => {
    expect(judge.met("FROM ghcr.io/acme/app:1\n", { answers: [imageAt("ghcr.io/acme/app:1", "linux/amd64")] })).toMatchObject([{ finding: { consequence: "wrong-binary", message: "`ghcr.io/acme/app:1` is one image for another CPU, which builders take with no more than a warning" } }]);
    expect(judge.met("FROM ghcr.io/acme/app:1\n", { answers: [indexAt("ghcr.io/acme/app:1", ["linux/amd64", "linux/arm/v7"])] })).toMatchObject([{ finding: { consequence: "wrong-platform" } }]);
    expect(judge.words("FROM ghcr.io/acme/app:1\n", { answers: [indexAt("ghcr.io/acme/app:1", ["linux/amd64", "linux/arm64/v8"])] })).toEqual([]);
  });

  test("is not made up where an entry has no platform", () => {
    expect(judge.words("FROM ghcr.io/acme/app:1\n", { answers: [indexAt("ghcr.io/acme/app:1", ["linux/amd64", ""])] })).toEqual([]);
  });
});
