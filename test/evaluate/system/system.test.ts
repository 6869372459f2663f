import { describe, expect, it } from "vitest";
import { systemAt, type StageSystem } from "../../../src/evaluate/system/system.ts";
import { build } from "../dockerfile/support.ts";

function system(...lines: readonly string[]): StageSystem {
  const built = build(`${lines.join("\n")}\n`);
  const stage = built.stages.at(-1);
  if (stage === undefined) throw new Error("no stage");
  return systemAt(built, stage);
}

function libc({ libc: found }: StageSystem): string {
  return `${found?.kind ?? "unknown"} ${found?.version ?? "-"}`;
}

describe("the libc of a stage", () => {
  it.each([
    ["python:3.8-slim-bullseye", "glibc 2.31"],
    ["python:3.6", "glibc 2.31"],
    ["python:3.9-alpine3.15", "musl 1.2.2"],
    ["ubuntu:20.04", "glibc 2.31"],
    ["debian:12.5-slim", "glibc 2.36"],
    ["nvidia/cuda:11.8.0-devel-ubuntu22.04", "glibc 2.35"],
    ["registry.access.redhat.com/ubi8/ubi-minimal:8.9", "glibc 2.28"],
    ["amazonlinux:2", "glibc 2.26"],
    ["public.ecr.aws/lambda/python:3.9", "glibc 2.26"],
    ["node:16-slim", "glibc 2.28"],
    ["company.example/base:1", "unknown -"],
  ])("of %s is %s", (image, expected) => {
    expect(libc(system(`FROM ${image}`))).toBe(expected);
  });
});

describe("the Python of a stage", () => {
  it("is that of the base image", () => {
    expect(system("FROM python:3.9.18-slim").python).toBe("3.9");
  });

  it("is the distribution's when it was installed", () => {
    expect(system("FROM ubuntu:20.04", "RUN apt-get update && apt-get install -y python3-pip")).toMatchObject({ python: "3.8", pythonOfDistribution: true });
    expect(system("FROM alpine:3.18", "RUN apk add --no-cache python3 py3-pip").python).toBe("3.11");
  });

  it("is not known when there are two, or when none was installed", () => {
    expect(system("FROM ubuntu:20.04", "RUN apt-get install -y python3-pip python3.9").python).toBeUndefined();
    expect(system("FROM ubuntu:20.04").python).toBeUndefined();
    expect(system("FROM ubuntu:20.04", "RUN conda install python=3.9").python).toBeUndefined();
  });
});

describe("what a stage has to compile with", () => {
  it("comes from the base and from the steps before", () => {
    expect(system("FROM python:3.9").packages.has("gcc")).toBe(true);
    const slim = system("FROM python:3.9-slim AS base", "RUN apt-get install -y gcc=4:10", "FROM base");
    expect([slim.packages.has("gcc"), slim.packages.has("g++"), slim.closed]).toEqual([true, false, true]);
  });

  it.each([
    ["an image that nobody knows", "FROM company.example/base:1"],
    ["a script that can't be followed", "FROM debian:12\nRUN ./setup.sh"],
    ["a script from the network", "FROM debian:12\nRUN curl -fsSL https://sh.example.org | bash"],
    ["packages with unknown names", "FROM debian:12\nARG MORE\nRUN apt-get install -y $MORE"],
    ["folders of another stage", "FROM gcc:13 AS tools\nFROM debian:12\nCOPY --from=tools /usr/local /usr/local"],
  ])("is open after %s", (_, text) => {
    expect(system(text).closed).toBe(false);
  });

  it("is not opened by a single program from another image", () => {
    expect(system("FROM python:3.9-slim", "COPY --from=ghcr.io/astral-sh/uv /uv /uvx /bin/").closed).toBe(true);
  });
});
