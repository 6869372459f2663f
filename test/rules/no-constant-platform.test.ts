import { describe, expect, test } from "vitest";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const rule = "no-constant-platform";

describe("reports", () => {
  test("a platform written on the stage that becomes the image", () => {
    const [finding] = findingsOf(rule, ["FROM --platform=linux/amd64 debian:12", "RUN apt-get update"]);
    expect(finding).toMatchObject({ line: 1, text: "linux/amd64", platforms: ["linux/arm64"], level: "error", consequence: "wrong-binary", fix: "unsafe" });
    expect(finding?.message).toBe("`linux/amd64` is written out, so the image holds code for that CPU whatever platform is asked for");
  });

  test("another direction as well", () => {
    expect(findingsOf(rule, ["FROM --platform=linux/arm64 debian:12", "RUN make"])).toMatchObject([{ platforms: ["linux/amd64"] }]);
    expect(findingsOf(rule, ["FROM --platform=linux/amd64 debian:12", "RUN make"], { platforms: ["linux/s390x", "linux/arm/v7"] })).toMatchObject([{ platforms: ["linux/s390x", "linux/arm/v7"] }]);
  });

  test("a platform in the default of an argument, where it is written", () => {
    const [finding] = findingsOf(rule, ["ARG RUNTIME=linux/amd64", "FROM --platform=$RUNTIME debian:12", "RUN make"]);
    expect(finding).toMatchObject({ line: 1, text: "linux/amd64", related: ["used here as RUNTIME"] });
    expect(linesOf(rule, ["ARG RUNTIME", "FROM --platform=$RUNTIME debian:12", "RUN make"])).toEqual([]);
  });

  test("the part of a platform that names the CPU", () => {
    expect(findingsOf(rule, ["ARG CPU=amd64", "FROM --platform=linux/${CPU} debian:12", "RUN make"])).toMatchObject([{ line: 1, text: "amd64" }]);
    expect(findingsOf(rule, ["FROM --platform=linux/${TARGETARCH} debian:12", "RUN make"])).toEqual([]);
  });

  test("a fallback in FROM, but not the one for a builder without automatic arguments", () => {
    expect(linesOf(rule, ["FROM --platform=${RUNTIME:-linux/amd64} debian:12", "RUN make"])).toEqual([1]);
    expect(linesOf(rule, ["FROM --platform=${TARGETPLATFORM:-linux/amd64} debian:12", "RUN make"])).toEqual([]);
  });

  test("the stage that others are built from", () => {
    expect(linesOf(rule, ["FROM --platform=linux/amd64 debian:12 AS base", "FROM base", "RUN make"])).toEqual([1]);
  });

  test("a stage whose compiled program is copied", () => {
    const [finding] = findingsOf(rule, ["FROM --platform=linux/amd64 golang:1.23 AS build", "RUN go build -o /out/server .", "FROM debian:12", "COPY --from=build /out/server /server"]);
    expect(finding).toMatchObject({ line: 1, level: "error" });
    expect(finding?.message).toContain("what other stages take from this one");
  });

  test("a stage whose modules with native parts are copied", () => {
    const lines = ["FROM --platform=linux/amd64 node:22 AS modules", "RUN npm ci", "FROM node:22", "COPY --from=modules /app/node_modules /app/node_modules"];
    expect(findingsOf(rule, lines)).toMatchObject([{ line: 1, level: "error" }]);
  });

  test("a program copied from a stage between", () => {
    const lines = ["FROM --platform=linux/amd64 golang:1.23 AS base", "FROM base AS build", "RUN go build -o /out/server .", "FROM debian:12", "COPY --from=build /out/server /server"];
    expect(findingsOf(rule, lines)).toMatchObject([{ line: 1, level: "error" }]);
  });
});

describe("notes that a stage is emulated where its files fit", () => {
  test.each([
    ["pages", ["FROM --platform=linux/amd64 node:22 AS web", "RUN npm run build", "FROM nginx:1.27", "COPY --from=web /site/dist /usr/share/nginx/html"]],
    ["data", ["FROM --platform=linux/amd64 registry.example.com/vectors AS vectors", "FROM python:3.13", "COPY --from=vectors /word-data/word-model/ /app/word-model/"]],
    ["a jar", ["FROM --platform=linux/amd64 maven:3.9 AS build", "RUN mvn -q package", "FROM eclipse-temurin:21-jre", "COPY --from=build /src/target/app.jar /app.jar"]],
    ["a program compiled for the target", ["FROM --platform=linux/amd64 golang:1.23 AS build", "ARG TARGETARCH", "RUN CGO_ENABLED=0 GOARCH=$TARGETARCH go build -o /server .", "FROM debian:12", "COPY --from=build /server /server"]],
    ["one compiled in a stage between", ["FROM --platform=linux/amd64 golang:1.23 AS base", "FROM base AS build", "ARG TARGETARCH", "ENV GOARCH=$TARGETARCH", "RUN go build -o /server .", "FROM debian:12", "COPY --from=build /server /server"]],
    ["a download for the target", ["FROM --platform=linux/amd64 alpine:3.20 AS fetch", "ARG TARGETARCH", "RUN wget -O /agent https://downloads.example.com/agent-$TARGETARCH", "FROM debian:12", "COPY --from=fetch /agent /agent"]],
  ])("%s", (_, lines) => {
    expect(findingsOf(rule, lines)).toMatchObject([{ line: 1, level: "note", consequence: "emulated", fix: "unsafe" }]);
    expect(fixedBy(rule, lines)[0]).toBe((lines[0] ?? "").replace("linux/amd64", "$BUILDPLATFORM"));
  });

  test("but not for one that is installed beside a download for the target", () => {
    const lines = ["FROM --platform=linux/amd64 alpine:3.20 AS fetch", "ARG TARGETARCH", "RUN apk add jq && wget -O /agent https://downloads.example.com/agent-$TARGETARCH", "FROM alpine:3.20", "COPY --from=fetch /usr/bin/jq /usr/bin/jq"];
    expect(findingsOf(rule, lines)).toMatchObject([{ level: "error" }]);
  });
});

describe("keeps silent about", () => {
  test.each([
    ["the platform asked for", ["FROM --platform=$TARGETPLATFORM debian:12", "RUN make"]],
    ["a default for the builder's own platform", ["ARG BUILDPLATFORM=linux/amd64", "FROM --platform=$BUILDPLATFORM debian:12", "RUN make"]],
    ["a default that another rule judges", ["ARG TARGETPLATFORM=linux/amd64", "FROM --platform=$TARGETPLATFORM debian:12", "RUN make"]],
    ["the builder's own platform", ["FROM --platform=$BUILDPLATFORM golang:1.23 AS build", "ARG TARGETARCH", "RUN GOARCH=$TARGETARCH go build -o /server .", "FROM debian:12", "COPY --from=build /server /server"]],
    ["stages that are chosen for each platform", ["FROM --platform=linux/amd64 debian:12 AS base-amd64", "FROM --platform=linux/arm64 debian:12 AS base-arm64", "FROM base-$TARGETARCH", "RUN make"]],
    ["a flag on a local stage, which the builder ignores", ["FROM debian:12 AS base", "FROM --platform=linux/amd64 base", "RUN make"]],
    ["a flag on scratch, which it ignores too", ["FROM --platform=linux/amd64 scratch", "COPY rootfs /"]],
    ["a stage that the result doesn't need", ["FROM --platform=linux/amd64 debian:12 AS old", "FROM debian:12", "RUN make"]],
  ])("%s", (_, lines) => {
    expect(findingsOf(rule, lines)).toEqual([]);
  });

  test("a project for that platform only", () => {
    expect(findingsOf(rule, ["FROM --platform=linux/amd64 debian:12", "RUN make"], { platforms: ["linux/amd64"] })).toEqual([]);
  });
});

describe("mends", () => {
  test("by taking the flag out, quotes and all", () => {
    expect(fixedBy(rule, ['FROM --platform="linux/amd64" debian:12 AS app', "RUN make"])[0]).toBe("FROM debian:12 AS app");
  });

  test("a default by making it follow", () => {
    expect(fixedBy(rule, ["ARG RUNTIME=linux/amd64", "FROM --platform=$RUNTIME debian:12", "RUN make"])[0]).toBe("ARG RUNTIME=$TARGETPLATFORM");
    expect(fixedBy(rule, ["FROM --platform=${RUNTIME:-linux/amd64} debian:12", "RUN make"])[0]).toBe("FROM --platform=${RUNTIME:-$TARGETPLATFORM} debian:12");
  });

  test("a platform that was put together by taking the flag out", () => {
    expect(fixedBy(rule, ["ARG CPU=amd64", "FROM --platform=linux/${CPU} debian:12", "RUN make"])[1]).toBe("FROM debian:12");
  });
});
