import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluate, type Build, type BuildRequest } from "../../../src/evaluate/index.ts";
import type { Platform } from "../../../src/model/platform.ts";
import { parseDockerfile } from "../../../src/syntax/dockerfile/index.ts";
import { request, type Asked } from "./support.ts";

const AMD64: Platform = { os: "linux", arch: "amd64" };
const ARM64: Platform = { os: "linux", arch: "arm64" };
const PLATFORMS: readonly Platform[] = [AMD64, ARM64, { os: "linux", arch: "arm", variant: "v7" }, { os: "linux", arch: "s390x" }];

/** Builds of one parsed file for several platforms, one after the other. */
function together(text: string, asked: BuildRequest, platforms = PLATFORMS): Build[] {
  const dockerfile = parseDockerfile("Dockerfile", text);
  return platforms.map((target) => evaluate(dockerfile, { ...asked, target }));
}

/** The same builds, each of a file parsed for it alone. */
function apart(text: string, asked: BuildRequest): Build[] {
  return PLATFORMS.map((target) => evaluate(parseDockerfile("Dockerfile", text), { ...asked, target }));
}

const told = (builds: readonly Build[]): unknown =>
  builds.map(({ target, stages, effects, errors, unchecked, resultPlatform }) => ({
    target,
    effects,
    errors,
    unchecked,
    resultPlatform,
    stages: stages.map((stage) => [stage.platform, stage.base, stage.reachable, stage.effects]),
  }));

const CASES: readonly (readonly [name: string, text: string, asked: Asked])[] = [
  ["asks nothing", "FROM debian\nENV A=1\nRUN curl -O https://dl.example/$A\nCMD [\"serve\"]\n", {}],
  ["asks the machine", "FROM debian\nRUN true\nRUN curl -O https://dl.example/$(uname -m)\nCMD exec tool-$(dpkg --print-architecture)\n", {}],
  ["asks the machine in a pipe, a function and a condition", "FROM debian\nRUN f() { arch | sed s/x86_64/amd64/; }; if [ \"$(f)\" = amd64 ]; then curl -O https://dl.example/x; fi\n", {}],
  ["asks bash", "FROM debian\nSHELL [\"bash\", \"-c\"]\nRUN curl -O https://dl.example/$HOSTTYPE\n", {}],
  ["reads an argument of the platform", "FROM debian\nARG TARGETARCH\nRUN case $TARGETARCH in amd64) A=x64 ;; *) A=$TARGETARCH ;; esac; curl -O https://dl.example/$A\nRUN echo done\n", {}],
  ["hands such an argument on by its environment", "FROM debian\nARG TARGETARCH\nENV GOARCH=$TARGETARCH\nRUN go build ./...\n", {}],
  ["reads what was computed from it", "FROM debian\nARG TARGETARCH\nARG FILE=tool-${TARGETARCH}.tar.gz\nRUN curl -O https://dl.example/$FILE && tar xf $FILE\n", {}],
  ["reads what is there on some platforms only", "FROM debian\nARG TARGETVARIANT\nARG SUFFIX=${TARGETVARIANT:+-$TARGETVARIANT}\nRUN curl -O https://dl.example/tool$SUFFIX\n", {}],
  ["reads a literal that the platform chose", "FROM debian\nARG TARGETVARIANT\nARG KIND=${TARGETVARIANT:+hard}\nRUN curl -O https://dl.example/tool$KIND\n", {}],
  ["asks for the platform of the image", "FROM --platform=$BUILDPLATFORM debian\nRUN go env GOARCH && xx-go build ./... && curl -O https://dl.example/$(xx-info arch)\n", {}],
  ["starts from another stage on each platform", "ARG TARGETARCH\nFROM debian AS amd64\nENV A=1\nFROM debian AS arm64\nENV A=2\nFROM debian AS arm\nFROM debian AS s390x\nFROM $TARGETARCH\nRUN curl -O https://dl.example/$A\n", {}],
  ["runs a file that holds an argument", "FROM debian\nARG TARGETARCH\nCOPY <<EOF /x.sh\ncurl -O https://dl.example/$TARGETARCH\nEOF\nRUN sh /x.sh\n", {}],
  ["runs a file that an earlier step wrote", "FROM debian\nRUN echo curl -O https://dl.example/$(uname -m) > /x.sh\nRUN sh /x.sh\n", {}],
  ["runs a script of the context", "FROM debian\nCOPY x.sh /\nRUN /x.sh 1\nRUN /x.sh 2\n", { files: { "x.sh": "#!/bin/sh\ncurl -O https://dl.example/$1/$(uname -m)\n" } }],
  ["copies another script on each platform", "FROM debian\nARG TARGETARCH\nCOPY $TARGETARCH.sh /x.sh\nRUN /x.sh\n", { files: { "amd64.sh": "apt-get install -y a\n", "arm64.sh": "apt-get install -y b\n" } }],
  ["has triggers that run in two stages", "FROM debian AS base\nONBUILD RUN curl -O https://dl.example/$A\nFROM base AS one\nFROM base\nENV B=1\nCOPY --from=one /x /x\n", {}],
  ["has bases that set different variables", "ARG TARGETARCH\nFROM local/$TARGETARCH\nRUN curl -O https://dl.example/$V\n", { images: { "docker.io/local/amd64:latest": { env: ["V=1"] }, "docker.io/local/arm64:latest": { env: ["V=2"] } } }],
  ["asks for what may be set later", "FROM debian\nENTRYPOINT [\"sh\", \"-c\", \"curl -O https://dl.example/$TARGETARCH/$(uname -m)\"]\n", {}],
];

describe("a build behind that of another platform", () => {
  it.each(CASES)("is what it is alone where a step %s", (_, text, asked) => {
    expect(told(together(text, request(asked)))).toEqual(told(apart(text, request(asked))));
  });

  const folder = new URL("../../../fixtures/dockerfiles/", import.meta.url);

  it.each(readdirSync(folder))("is what it is alone in %s", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");

    expect(told(together(text, request()))).toEqual(told(apart(text, request())));
  });
});

describe("a step", () => {
  const runsOf = (text: string): readonly (readonly unknown[])[] => together(text, request(), [AMD64, ARM64]).map(({ stages }) => (stages[0]?.effects ?? []).filter(({ kind }) => kind === "run"));

  it("is carried out once where it never asks for the platform, though one stands beside it", () => {
    const [one, other] = runsOf("FROM debian\nARG TARGETARCH\nRUN echo a\nRUN echo $TARGETARCH\nRUN echo b\n");

    expect(other?.[0]).toBe(one?.[0]);
    expect(other?.[1]).not.toBe(one?.[1]);
    expect(other?.[2]).toBe(one?.[2]);
  });

  it("is carried out once where it asks for a platform that is the same", () => {
    const [one, other] = runsOf("FROM --platform=$BUILDPLATFORM debian\nRUN install -d /opt/$(uname -m)\n");

    expect(other?.[0]).toBe(one?.[0]);
  });

  it("is carried out again where it asks for one that is not", () => {
    const [one, other] = runsOf("FROM debian\nRUN install -d /opt/$(uname -m)\n");

    expect(other?.[0]).not.toBe(one?.[0]);
  });
});
