import { describe, expect, test } from "vitest";
import { linesOf } from "../../support/findings.ts";

const DOWNLOAD = "RUN curl -fsSLo /usr/bin/kubectl https://dl.k8s.io/release/v1.30.2/bin/linux/amd64/kubectl";
const marked = (...lines: readonly string[]) => linesOf("no-hardcoded-arch-in-url", lines);

describe("a stage that only --target leads to", () => {
  test("is looked at when it is an image of its own", () => {
    expect(marked("FROM debian:12 AS plugin", DOWNLOAD, 'ENTRYPOINT ["kubectl"]', "FROM debian:12", "CMD app")).toEqual([2]);
    expect(marked("FROM debian:12 AS plugin", DOWNLOAD, "CMD kubectl", "FROM debian:12 AS app", "CMD app")).toEqual([2]);
  });

  test("brings along what it is built on", () => {
    expect(marked("FROM debian:12 AS tools", DOWNLOAD, "FROM tools AS plugin", "CMD kubectl", "FROM debian:12", "CMD app")).toEqual([2]);
  });

  test("is left alone when a container of it would run nothing, or it can't be named", () => {
    expect(marked("FROM debian:12 AS download", DOWNLOAD, "FROM debian:12", "CMD app")).toEqual([]);
    expect(marked("FROM debian:12", DOWNLOAD, "CMD kubectl", "FROM debian:12", "CMD app")).toEqual([]);
  });

  test("is left alone when a variable chooses among stages named like it", () => {
    const stages = (last: string) => ["FROM debian:12 AS base-amd64", DOWNLOAD, "CMD kubectl", "FROM debian:12 AS base-arm64", "CMD app", last, "CMD app"];
    expect(marked("ARG TARGETARCH", ...stages("FROM base-${TARGETARCH}"))).toEqual([]);
    expect(marked("ARG VARIANT", ...stages("FROM debian:${VARIANT}"))).toEqual([3]);
  });

  test("is not the one that is shipped: it may be for whoever builds it", () => {
    const lines = ["FROM --platform=$BUILDPLATFORM golang:1.22 AS dev", "CMD go run .", "FROM debian:12", "CMD app"];
    expect(linesOf("build-platform-leak", lines)).toEqual([]);
  });

  test("is left alone when another target is asked for", () => {
    expect(linesOf("no-hardcoded-arch-in-url", ["FROM debian:12 AS plugin", DOWNLOAD, "CMD kubectl", "FROM debian:12 AS app", "CMD app"], { stage: "app" })).toEqual([]);
  });
});
