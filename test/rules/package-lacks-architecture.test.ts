import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";
import { fixedBy } from "../support/findings.ts";

const findings = (text: string, platforms?: readonly string[]) => lintText("Dockerfile", text, { rules: ["package-lacks-architecture"], ...(platforms && { platforms }) }).findings;
const apt = (image: string, packages: string, platforms?: readonly string[]) => findings(`FROM ${image}\nRUN apt-get update && apt-get install -y ${packages}\n`, platforms);

describe("package-lacks-architecture", () => {
  test("reports what the release's own list lacks, at the package", () => {
    const [finding, ...others] = apt("debian:bookworm", "curl gcc-multilib make");
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ level: "error", confidence: "certain", consequence: "build-fails", platforms: ["linux/arm64"], message: "`gcc-multilib` is not packaged for this CPU" });
    expect(finding?.evidence[0]).toMatchObject({ asOf: "2026-07-11" });
    expect(finding?.evidence[1]?.statement).toContain("gcc/g++");
  });

  test("keeps silent on packages that are thought to be for x86 and aren't", () => {
    expect(apt("debian:bookworm", "nasm yasm qemu-user-static chromium wine64 valgrind crossbuild-essential-arm64 gcc-aarch64-linux-gnu libhyperscan-dev")).toEqual([]);
  });

  test("knows the releases apart", () => {
    expect(apt("debian:bookworm", "ltrace")).toHaveLength(1);
    expect(apt("python:3.12-slim-bookworm", "ltrace")).toHaveLength(1);
    expect(apt("debian:trixie", "ltrace")).toEqual([]);
    expect(apt("debian:12.5-slim", "ltrace")).toHaveLength(1);
    expect(apt("debian:bullseye", "ltrace")).toEqual([]);
    expect(apt("node:20", "ltrace")).toEqual([]);
  });

  test("judges only what is bound to x86 where the release has no list", () => {
    expect(apt("ubuntu:20.04", "gcc-multilib lib32z1 ltrace syslinux")).toMatchObject([
      { level: "warning", confidence: "likely", message: "`gcc-multilib` is not packaged for this CPU" },
      { message: "`lib32z1` is not packaged for this CPU" },
    ]);
  });

  test("finds the distribution through the stages between", () => {
    expect(findings("FROM debian:bookworm AS base\nFROM base\nRUN apt-get install -y ltrace\n")).toHaveLength(1);
    expect(findings("FROM fedora:40\nRUN dnf install -y ltrace gcc-multilib\n")).toEqual([]);
  });

  test("reads a package's version and release off its name", () => {
    expect(apt("debian:bookworm", "gcc-multilib=4:12.2.0-3 cpuid/stable")).toHaveLength(2);
    expect(apt("debian:bookworm", "./gcc-multilib.deb gcc-multilib:amd64 gcc-multi*")).toEqual([]);
  });

  test("leaves out what is removed and what is installed on the other CPU only", () => {
    expect(findings("FROM debian:bookworm\nRUN apt-get remove -y gcc-multilib\n")).toEqual([]);
    expect(findings('FROM debian:bookworm\nRUN if [ "$(uname -m)" = x86_64 ]; then apt-get install -y gcc-multilib; fi\n')).toEqual([]);
    expect(findings('FROM debian:bookworm\nRUN case "$(dpkg --print-architecture)" in amd64) extra=gcc-multilib ;; esac; apt-get install -y make $extra\n')).toEqual([]);
  });

  test("keeps silent where an added source may have the package", () => {
    expect(apt("debian:bookworm", "crystal")).toHaveLength(1);
    expect(findings('FROM debian:bookworm\nRUN echo "deb https://packages.example.org/debian any main" > /etc/apt/sources.list.d/example.list && apt-get update && apt-get install -y crystal\n')).toEqual([]);
  });

  test("judges the other direction", () => {
    expect(apt("debian:trixie", "flash-kernel", ["linux/amd64", "linux/arm64"])).toMatchObject([{ platforms: ["linux/amd64"] }]);
    expect(apt("ubuntu:22.04", "crossbuild-essential-arm64 g++-aarch64-linux-gnu")).toMatchObject([{ platforms: ["linux/arm64"] }, { platforms: ["linux/arm64"] }]);
    expect(apt("ubuntu:24.04", "crossbuild-essential-arm64")).toEqual([]);
  });

  test("knows packages of their publishers' own repositories", () => {
    expect(apt("ubuntu:22.04", "msodbcsql17 mssql-tools")).toHaveLength(2);
    expect(apt("ubuntu:22.04", "msodbcsql18 mssql-tools18")).toEqual([]);
    expect(findings("FROM registry.access.redhat.com/ubi8\nRUN ACCEPT_EULA=Y yum install -y msodbcsql17\n")).toHaveLength(1);
  });

  test("knows since when Chrome is published", () => {
    expect(apt("debian:bookworm", "google-chrome-stable=126.0.6478.126-1")).toMatchObject([{ level: "error" }]);
    expect(apt("debian:bookworm", "google-chrome-stable=152.0.7900.10-1")).toEqual([]);
    expect(apt("debian:bookworm", "google-chrome-stable")).toEqual([]);
  });

  test("reports a source without packages for the CPU, and the install after it", () => {
    const source = (url: string) => findings(`FROM debian:bookworm\nRUN echo "deb ${url} any main" > /etc/apt/sources.list.d/more.list\nRUN apt-get update && apt-get install -y more\n`);
    expect(source("https://repo.radeon.com/rocm/apt/6.0")).toMatchObject([{ level: "error", confidence: "likely", platforms: ["linux/arm64"] }]);
    expect(source("https://repo.radeon.com/rocm/apt/6.0")[0]?.related).toHaveLength(1);
    expect(source("https://download.docker.com/linux/debian")).toEqual([]);
    expect(source("https://packages.example.org/debian")).toEqual([]);
  });

  test("reports components that have no build", () => {
    expect(findings("FROM google/cloud-sdk\nRUN gcloud components install beta cloud-spanner-emulator\n")).toMatchObject([{ level: "warning" }]);
    expect(findings("FROM google/cloud-sdk\nRUN gcloud components install beta kubectl\n")).toEqual([]);
    expect(findings("FROM node:22\nRUN npx playwright-core install chromium msedge\n")).toHaveLength(1);
    expect(findings("FROM node:22\nRUN npx playwright install chromium webkit\n")).toEqual([]);
  });

  test("says nothing for platforms without lists", () => {
    expect(apt("debian:bookworm", "gcc-multilib", ["linux/amd64", "linux/s390x"])).toEqual([]);
  });

  test("gives a warning where the install hangs on something unknown", () => {
    expect(findings('FROM debian:bookworm\nARG EXTRA\nRUN if [ "$EXTRA" = yes ]; then apt-get install -y gcc-multilib; fi\n')).toMatchObject([{ level: "warning", confidence: "likely" }]);
  });

  test("knows the components that the SDK's own installer is given", () => {
    const sdk = (parts: string) => findings(`FROM debian:bookworm\nRUN /google-cloud-sdk/install.sh --path-update=true --additional-components ${parts}\n`);
    expect(sdk("beta appctl kubectl nomos")).toMatchObject([{ message: "`appctl` does not exist for this CPU" }, { message: "`nomos` does not exist for this CPU" }]);
    expect(sdk("beta kubectl kpt")).toEqual([]);
    expect(findings("FROM debian:bookworm\nRUN /google-cloud-sdk/install.sh --usage-reporting=false && echo appctl\n")).toEqual([]);
  });

  test("leaves it to the rule for that where only a default of TARGETARCH leads to a package", () => {
    const lines = ["FROM debian:bookworm", "ARG TARGETARCH=amd64", "RUN if [ \"$TARGETARCH\" = amd64 ]; then apt-get install -y gcc-multilib; fi", ""].join("\n");
    expect(findings(lines)).toEqual([]);
    expect(findings(lines.replace("TARGETARCH=amd64", "FLAVOUR=amd64").replace("$TARGETARCH", "$FLAVOUR"))).toHaveLength(1);
  });

  test("knows PowerShell as a package of its publisher", () => {
    expect(apt("ubuntu:24.04", "powershell")).toMatchObject([{ level: "warning", platforms: ["linux/arm64"] }]);
    expect(apt("ubuntu:24.04", "powershell-empire-docs")).toEqual([]);
  });
});

describe("the fix for a package that is absent", () => {
  const fixed = (line: string, platforms?: readonly string[]) => fixedBy("package-lacks-architecture", ["FROM debian:bookworm", line], platforms === undefined ? {} : { platforms })[1];
  const on = (machine: string, name: string): string => `$([ "$(uname -m)" != ${machine} ] || echo ${name})`;

  test("installs it where it exists, each name by itself", () => {
    expect(fixed("RUN apt-get install -y make gcc-multilib cpuid")).toBe(`RUN apt-get install -y make ${on("x86_64", "gcc-multilib")} ${on("x86_64", "cpuid")}`);
    expect(fixed("RUN apt-get install -y gcc-multilib=4:12.2.0-3")).toBe(`RUN apt-get install -y ${on("x86_64", "gcc-multilib=4:12.2.0-3")}`);
  });

  test("works in the other direction", () => {
    expect(fixedBy("package-lacks-architecture", ["FROM debian:trixie", "RUN apt-get install -y curl flash-kernel"])[1]).toBe(`RUN apt-get install -y curl ${on("aarch64", "flash-kernel")}`);
  });

  test("leaves an installer something to install", () => {
    expect(fixed("RUN gcloud components install kubectl nomos")).toBe(`RUN gcloud components install kubectl ${on("x86_64", "nomos")}`);
    expect(fixed("RUN gcloud components install nomos appctl")).toBe("RUN gcloud components install nomos appctl");
  });

  test("is not offered for a word that is part of another, is not expanded, or came through a variable with others", () => {
    expect(fixed('RUN ["apt-get", "install", "-y", "gcc-multilib"]')).toBe('RUN ["apt-get", "install", "-y", "gcc-multilib"]');
    expect(fixed("RUN apt-get install -y 'gcc-multilib'")).toBe("RUN apt-get install -y 'gcc-multilib'");
  });

  test("is not offered where a 32-bit image may run on the same machine", () => {
    expect(fixed("RUN apt-get install -y gcc-multilib", ["linux/amd64", "linux/386", "linux/arm64"])).toBe("RUN apt-get install -y gcc-multilib");
  });
});
