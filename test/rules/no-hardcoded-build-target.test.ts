import { describe, expect, test } from "vitest";
import { judgeOf } from "../support/judging.ts";

const { met, words, fixed } = judgeOf("no-hardcoded-build-target");

const go = (...lines: readonly string[]): string => `FROM golang:1.22\nWORKDIR /src\n${lines.join("\n")}\n`;

describe("what tells a tool its target", () => {
  test.each([
    ["amd64", "RUN CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build -o /server ."],
    ["amd64", "RUN export GOOS=linux GOARCH=amd64 && go build -o /server ."],
    ["amd64", "ENV GOARCH=amd64\nRUN go build -o /server ."],
    ["amd64", "ARG GOARCH=amd64\nRUN go build -o /server ."],
    ["amd64", "RUN go test -tags amd64 ./..."],
    ["amd64", "RUN go build -tags=netgo,amd64 -o /server ."],
    ["x86_64", "RUN cargo build --release --target x86_64-unknown-linux-musl"],
    ["x86_64", "RUN rustup target add x86_64-unknown-linux-musl"],
    ["x86_64", "RUN rustup toolchain install stable-x86_64-unknown-linux-gnu"],
    ["x64", "RUN dotnet publish -c Release -r linux-x64 -o /app"],
    ["x64", "RUN dotnet publish -c Release --runtime linux-musl-x64 -o /app"],
    ["x86_64", "RUN ./configure --host=x86_64-linux-gnu && make"],
    ["amd64", "RUN make build-linux-amd64"],
    ["x86_64", "RUN make ARCH=x86_64"],
    ["x86_64", "RUN zig build -Dtarget=x86_64-linux-musl"],
  ])("%s in %s", (word, lines) => {
    expect(words(go(lines))).toEqual([word]);
  });

  test.each([
    ["the platform", "ARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /server ."],
    ["a toolchain for every platform", "RUN rustup target add x86_64-unknown-linux-musl aarch64-unknown-linux-musl"],
    ["a toolchain for the machine at hand", "RUN rustup toolchain install stable"],
    ["no target", "RUN go build -o /server ."],
    ["a target that no CPU has", "RUN GOOS=js GOARCH=wasm go build -o /srv/app.wasm ."],
    ["a level that only x86 reads", "ENV GOAMD64=v2\nRUN go build -o /server ."],
    ["a tag that only begins alike", "RUN go build -tags=amd64fallback -o /server ."],
    ["a printed command", "RUN echo GOARCH=amd64 go build"],
    ["the name of the result", "RUN go build -o /out/server-amd64 ."],
  ])("%s is no finding", (_, lines) => {
    expect(words(go(lines))).toEqual([]);
  });

  test("a literal is marked where it is written and its use related", () => {
    const [found] = met("FROM mcr.microsoft.com/dotnet/sdk:8.0\nARG RUNTIME=linux-x64\nRUN dotnet publish -r $RUNTIME -o /app\n");
    expect(found).toMatchObject({ line: 2, word: "x64" });
    expect(found?.finding.related.map(({ message }) => message)).toEqual(["used here as RUNTIME", "built here"]);
  });
});

describe("variables of the image", () => {
  test("one that tools read is an error", () => {
    const [found] = met("FROM docker:26\nENV DOCKER_DEFAULT_PLATFORM=linux/amd64\n");
    expect(found?.finding).toMatchObject({ level: "error", message: expect.stringContaining("`DOCKER_DEFAULT_PLATFORM`") as string });
  });

  test("one that nobody knows is a warning", () => {
    const [found] = met("FROM debian:bookworm-slim\nENV MACHINE_KIND=amd64\n");
    expect(found?.finding).toMatchObject({ level: "warning", confidence: "likely" });
  });

  test("one that only a download uses is judged there", () => {
    expect(words("FROM debian:bookworm-slim\nENV TOOL_ARCH=x86_64\nRUN curl -O https://files.example.org/meter-$TOOL_ARCH\n")).toEqual([]);
  });

  test("a value that merely holds such a word is none", () => {
    expect(words("FROM debian:bookworm-slim\nENV NOTE=tested-on-amd64-machines MODE=x64mode\n")).toEqual([]);
  });
});

describe("several targets", () => {
  test.each([
    ["two commands", "RUN GOARCH=amd64 go build -o /out/amd64 . && GOARCH=arm64 go build -o /out/arm64 ."],
    ["a loop", "RUN for arch in amd64 arm64; do GOARCH=$arch go build -o /out/$arch .; done"],
  ])("%s build for all", (_, line) => {
    expect(words(go(line))).toEqual([]);
  });

  test("they must be those that are asked for", () => {
    const [found] = met(go("RUN for arch in amd64 386; do GOARCH=$arch go build -o /out/$arch .; done"));
    expect(found?.finding.platforms).toEqual(["linux/arm64"]);
  });

  test("a branch for each platform is no finding, a wrong branch is", () => {
    const branches = (arm: string): string => go("ARG TARGETARCH", `RUN case $TARGETARCH in amd64) t=x86_64 ;; arm64) t=${arm} ;; esac; cargo build --target $t-unknown-linux-gnu`);
    expect(words(branches("aarch64"))).toEqual([]);
    expect(words(branches("x86_64"))).toEqual(["x86_64"]);
  });
});

describe("stages of the builder", () => {
  const stage = (build: string): string => `FROM --platform=$BUILDPLATFORM golang:1.22 AS build\nARG BUILDARCH\nARG TARGETARCH\n${build}\nFROM scratch\nCOPY --from=build /server /server\n`;

  test("that the compiler runs on the builder excuses no written target", () => {
    expect(words(stage("RUN GOARCH=amd64 go build -o /server ."))).toEqual(["amd64"]);
  });

  test("a generator for the builder and a program for the target are right", () => {
    expect(words(stage("RUN GOARCH=$BUILDARCH go build -o /generate ./cmd/generate\nRUN GOARCH=$TARGETARCH go build -o /server ."))).toEqual([]);
  });
});

describe("what comes of it", () => {
  const consequences = (...lines: readonly string[]) => met(`${lines.join("\n")}\n`).map(({ finding }) => finding.consequence);

  test.each([
    ["cgo", "FROM golang:1.22", "RUN CGO_ENABLED=1 GOARCH=amd64 go build -o /app ."],
    ["cgo that make calls", "FROM registry.access.redhat.com/ubi9/go-toolset:1.25", "RUN CGO_ENABLED=1 GOARCH=amd64 make build"],
    ["cargo", "FROM rust:1.80", "RUN cargo build --release --target x86_64-unknown-linux-musl"],
  ])("a C compiler of another CPU can't link what %s makes", (_, from, run) => {
    expect(consequences(from, run)).toEqual(["build-fails"]);
  });

  test.each([
    ["Go alone needs none", "FROM golang:1.22", "RUN CGO_ENABLED=0 GOARCH=amd64 go build -o /app ."],
    ["one for the target is named", "FROM golang:1.22", "RUN CC=x86_64-linux-gnu-gcc CGO_ENABLED=1 GOARCH=amd64 go build -o /app ."],
    ["one for the target is installed", "FROM golang:1.22", "RUN apt-get update && apt-get install -y gcc-x86-64-linux-gnu\nRUN CGO_ENABLED=1 GOARCH=amd64 go build -o /app ."],
    ["the image may bring one", "FROM registry.example.com/cross-rust:1", "RUN cargo build --target x86_64-unknown-linux-musl"],
  ])("%s: the image holds it", (_, from, run) => {
    expect(consequences(from, run)).toEqual(["wrong-binary"]);
  });
});

describe("fixes", () => {
  test("Docker's words are Go's words", () => {
    expect(fixed(go("RUN CGO_ENABLED=0 GOARCH=amd64 go build -o /server ."))).toEqual(["ARG TARGETARCH", "RUN CGO_ENABLED=0 GOARCH=${TARGETARCH} go build -o /server ."]);
  });

  test(".NET has words of its own", () => {
    const lines = fixed("FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet publish -r linux-x64 -o /app\n");
    expect(lines.at(-1)).toBe(" && dotnet publish -r linux-${arch} -o /app");
  });

  test("cargo finds its linker on its own platform only", () => {
    const line = "RUN cargo build --release --target x86_64-unknown-linux-gnu";
    expect(fixed(`FROM rust:1.77\n${line}\n`)).toEqual([line.replace("x86_64", "$(uname -m)")]);
    const [found] = met(`FROM --platform=$BUILDPLATFORM rust:1.77 AS build\n${line}\nFROM debian:bookworm-slim\nCOPY --from=build /target /target\n`);
    expect(found?.finding.fixes.map(({ safety }) => safety)).not.toContain("safe");
  });

  test("what a Makefile can make is not known", () => {
    const text = go("RUN make build-linux-amd64");
    expect(fixed(text)).toEqual([]);
    expect(fixed(text, { unsafe: true })).toContain("RUN make build-linux-${TARGETARCH}");
  });
});

test("a project at home on Arm is judged for x86 alike", () => {
  const [found] = met(go("RUN GOARCH=arm64 go build -o /server ."));
  expect(found?.finding.platforms).toEqual(["linux/amd64"]);
});

test("each platform asked for is told", () => {
  const [found] = met(go("RUN GOARCH=amd64 go build -o /server ."), { platforms: ["linux/amd64", "linux/s390x", "linux/arm/v7"] });
  expect(found?.finding.platforms).toEqual(["linux/s390x", "linux/arm/v7"]);
});
