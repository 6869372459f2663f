import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const reported = (lines: readonly string[], platforms = ["linux/amd64", "linux/arm64"]): readonly string[] => {
  const text = `${lines.join("\n")}\n`;
  const { findings } = lintText("Dockerfile", text, { rules: ["missing-platform-stage"], platforms });
  return findings.map((finding) => `${text.slice(finding.at.start, finding.at.end)} @ ${finding.platforms.join()}`);
};

describe("a stage chosen by the platform", () => {
  test("is missing where only another platform has one", () => {
    expect(reported(["FROM debian:12 AS base-amd64", "FROM base-${TARGETARCH}"])).toEqual(["base-${TARGETARCH} @ linux/arm64"]);
  });

  test("is there for each that is asked for", () => {
    expect(reported(["FROM debian:12 AS base-amd64", "FROM base-amd64 AS base-arm64", "FROM base-$TARGETARCH"])).toEqual([]);
    expect(reported(["FROM debian:12 AS base-amd64", "FROM base-${TARGETARCH}"], ["linux/amd64"])).toEqual([]);
  });

  test("is found through an argument, and by several words of the platform", () => {
    expect(reported(["ARG STAGE=base-${TARGETARCH}", "FROM debian:12 AS base-amd64", "FROM $STAGE"])).toHaveLength(1);
    expect(reported(["FROM debian:12 AS base-linux-amd64", "FROM base-${TARGETOS}-${TARGETARCH}"])).toHaveLength(1);
    expect(reported(["FROM debian:12 AS base-amd64", "FROM debian:12 AS base-arm64", "FROM base-$TARGETARCH$TARGETVARIANT"], ["linux/amd64", "linux/arm/v7"])).toEqual(["base-$TARGETARCH$TARGETVARIANT @ linux/arm/v7"]);
  });

  test("is missing for all that are asked for, as long as others are there", () => {
    expect(reported(["FROM debian:12 AS base-amd64", "FROM debian:12 AS base-arm64", "FROM base-${TARGETARCH}"], ["linux/s390x"])).toHaveLength(1);
  });

  test("is no matter where the name is an image's", () => {
    expect(reported(["FROM debian:12 AS other", "FROM debian-${TARGETARCH}"])).toEqual([]);
    expect(reported(["FROM debian:12 AS base-amd64", "FROM registry.example.com/base-${TARGETARCH}"])).toEqual([]);
    expect(reported(["FROM debian:12 AS base-amd64", "FROM base-${VARIANT}"])).toEqual([]);
  });

  test("is no matter in a stage that the image doesn't need", () => {
    expect(reported(["FROM debian:12 AS base-amd64", "FROM base-${TARGETARCH} AS unused", "FROM debian:12"])).toEqual([]);
  });
});
