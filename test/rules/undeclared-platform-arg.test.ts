import { describe, expect, test } from "vitest";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const rule = "undeclared-platform-arg";
const found = (lines: readonly string[], context: Record<string, string> = {}) => findingsOf(rule, lines, { context });

describe("reports", () => {
  test("a use in shell text, on every platform, since it is empty on all", () => {
    const [finding, ...others] = found(["FROM debian:12", "RUN make package CPU=${TARGETARCH}"]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ line: 2, text: "${TARGETARCH}", platforms: ["linux/amd64", "linux/arm64"], confidence: "certain", fix: "safe" });
    expect(finding?.message).toBe("`TARGETARCH` is used in a stage that doesn't declare it, so it is always empty here");
  });

  test.each([
    ["COPY", "COPY prebuilt/$TARGETARCH/agent /usr/bin/agent"],
    ["ADD", "ADD https://downloads.example.com/agent-${TARGETARCH}.tgz /tmp/"],
    ["ENV", "ENV AGENT_CPU=$TARGETARCH"],
    ["WORKDIR", "WORKDIR /opt/agent-$TARGETARCH"],
    ["a default", "ARG AGENT=agent-$TARGETARCH"],
    ["a mount", "RUN --mount=type=cache,id=apt-$TARGETARCH,target=/var/cache/apt apt-get update"],
  ])("a use in the operand of %s", (_, instruction) => {
    expect(linesOf(rule, ["FROM debian:12", instruction])).toEqual([2]);
    expect(linesOf(rule, ["FROM debian:12", "ARG TARGETARCH", instruction])).toEqual([]);
  });

  test("a name once a stage, with its other uses beside it", () => {
    const findings = found(["FROM debian:12", "COPY bin/$TARGETARCH/one /opt/", "COPY bin/$TARGETARCH/two /opt/", "WORKDIR /srv/$TARGETOS"]);
    expect(findings.map(({ line, related }) => [line, related])).toEqual([[2, ["TARGETARCH is used here"]], [4, []]]);
  });

  test("that the wrong branch is taken where it is only compared, and that the build stops where a branch does so", () => {
    const consequence = (otherwise: string) => found(["FROM debian:12", `RUN if [ "$TARGETARCH" = amd64 ]; then CPU=x64; ${otherwise} fi && curl -fLO https://downloads.example.com/agent-$CPU.tgz`]).map((finding) => finding.consequence);
    expect(consequence("else CPU=arm64;")).toEqual(["wrong-binary"]);
    expect(consequence("else exit 1;")).toEqual(["build-fails"]);
  });

  test("a comparison, on the platforms that would go another way", () => {
    const step = (word: string) => found(["FROM debian:12", `RUN if [ "\${TARGETARCH}" = "${word}" ]; then A=x; else A=y; fi && curl -fLO https://downloads.example.com/agent-$A.tgz`]).map(({ platforms }) => platforms.join());
    expect(step("amd64")).toEqual(["linux/amd64"]);
    expect(step("arm64")).toEqual(["linux/arm64"]);
    expect(step("s390x")).toEqual([]);
  });

  test("a use that only an ARG before FROM precedes", () => {
    const [finding] = found(["ARG TARGETARCH", "FROM debian:12", "RUN make CPU=$TARGETARCH"]);
    expect(finding).toMatchObject({ line: 3, related: ["declared here for FROM alone"] });
  });

  test("a use above its declaration", () => {
    const [finding] = found(["FROM debian:12", "RUN make CPU=$TARGETARCH", "ARG TARGETARCH", "RUN make check CPU=$TARGETARCH"]);
    expect(finding).toMatchObject({ line: 2, related: ["declared here, after its use"] });
    expect(finding?.message).toContain("before the stage declares it");
  });

  test("a fallback to one CPU where it is the wrong one", () => {
    const findings = found(["FROM debian:12", "RUN curl -fO https://downloads.example.com/agent-linux-${TARGETARCH:-amd64}.tgz"]);
    expect(findings.map(({ platforms }) => platforms)).toEqual([["linux/arm64"]]);
  });

  test.each(["${TARGETARCH:-}", "${TARGETARCH-}", "${TARGETARCH:?}"])("%s, which has no fallback", (use) => {
    expect(linesOf(rule, ["FROM debian:12", `RUN set -u; curl -fO https://downloads.example.com/agent-${use}.tgz`])).toEqual([2]);
  });

  test("a guard that stops the build", () => {
    expect(linesOf(rule, ["FROM debian:12", 'RUN if [ -z "$TARGETARCH" ]; then echo "no platform" >&2; exit 1; fi'])).toEqual([2]);
  });

  test("a variant only where the platform has one", () => {
    const lines = ["FROM debian:12", "ARG TARGETARCH", "RUN make CPU=$TARGETARCH$TARGETVARIANT"];
    expect(findingsOf(rule, lines, { platforms: ["linux/arm64", "linux/arm/v7"] })).toMatchObject([{ platforms: ["linux/arm/v7"] }]);
    expect(findingsOf(rule, lines, { platforms: ["linux/amd64", "linux/arm64"] })).toEqual([]);
  });

  test("a use in a script of the context, at the step that runs it", () => {
    const lines = ["FROM debian:12", "COPY install.sh /install.sh", "RUN sh /install.sh"];
    const context = { "install.sh": 'curl -fO "https://downloads.example.com/agent-$TARGETARCH.tgz"\n' };
    expect(found(lines, context)).toMatchObject([{ line: 3, related: ["TARGETARCH is used here"] }]);
    expect(found(["FROM debian:12", "ARG TARGETARCH", ...lines.slice(1)], context)).toEqual([]);
  });

  test("a here-document whose text expands, and not one that stays as written", () => {
    const body = ["deb [arch=$TARGETARCH] https://packages.example.com/apt stable main", "END"];
    expect(linesOf(rule, ["FROM debian:12", "RUN cat > /etc/apt/sources.list.d/agent.list <<END", ...body])).toEqual([3]);
    expect(linesOf(rule, ["FROM debian:12", "RUN cat > /etc/apt/sources.list.d/agent.list <<'END'", ...body])).toEqual([]);
  });

  test("a base that nothing is known of as likely", () => {
    expect(found(["FROM registry.example.com/team/base:7", "RUN make CPU=$TARGETARCH"])).toMatchObject([{ confidence: "likely" }]);
  });
});

describe("keeps silent about", () => {
  test.each([
    ["a declaration in the stage", ["FROM debian:12", "ARG TARGETOS TARGETARCH", "RUN make OS=$TARGETOS CPU=$TARGETARCH"]],
    ["a declaration in the stage that it is built from", ["FROM debian:12 AS base", "ARG TARGETARCH", "FROM base", "RUN make CPU=$TARGETARCH"]],
    ["a declaration that the parent's trigger makes", ["FROM debian:12 AS base", "ONBUILD ARG TARGETARCH", "FROM base", "RUN make CPU=$TARGETARCH"]],
    ["FROM itself", ["FROM --platform=$BUILDPLATFORM debian:12-slim AS tools", "FROM debian:12", "COPY --from=tools /etc/os-release /srv/"]],
    ["a stage that the result doesn't need", ["FROM debian:12 AS debug", "RUN make CPU=$TARGETARCH", "FROM debian:12", "RUN make"]],
    ["a variable that the step sets itself", ["FROM debian:12", "RUN TARGETARCH=$(uname -m) && make CPU=$TARGETARCH"]],
    ["a value that the image sets", ["FROM debian:12", "ENV TARGETARCH=generic", "RUN make CPU=$TARGETARCH"]],
    ["a fallback that asks the machine", ["FROM debian:12", 'RUN make CPU="${TARGETARCH:-$(dpkg --print-architecture)}"']],
    ["a test for emptiness that fills it", ["FROM debian:12", 'RUN if [ -z "$TARGETARCH" ]; then TARGETARCH=$(dpkg --print-architecture); fi; make CPU=$TARGETARCH']],
    ["a test for a value", ["FROM debian:12", 'RUN if [ -n "${TARGETARCH}" ]; then make CPU=$TARGETARCH; else make; fi']],
    ["a bare test for a value", ["FROM debian:12", 'RUN if [ "$TARGETARCH" ]; then make cross; else make; fi']],
    ["a message", ["FROM debian:12", 'RUN echo "building for $TARGETARCH" && make']],
    ["a name in single quotes", ["FROM debian:12", "RUN printf '%s' 'use $TARGETARCH here' > /usage.txt"]],
    ["a variable of another name", ["FROM debian:12", "RUN make CPU=$TARGET_ARCH"]],
    ["what the image runs later", ["FROM debian:12", "CMD exec /opt/agent-$TARGETARCH"]],
  ])("%s", (_, lines) => {
    expect(found(lines)).toEqual([]);
  });

  test("a message, but not about one that goes down a pipe or into a file", () => {
    expect(linesOf(rule, ["FROM debian:12", "RUN echo $TARGETARCH > /etc/cpu"])).toEqual([2]);
    expect(linesOf(rule, ["FROM debian:12", "RUN echo $TARGETARCH | tee /etc/cpu"])).toEqual([2]);
  });
});

describe("mends", () => {
  test("by declaring the argument below FROM", () => {
    expect(fixedBy(rule, ["FROM debian:12", "RUN make CPU=$TARGETARCH"])).toEqual(["FROM debian:12", "ARG TARGETARCH", "RUN make CPU=$TARGETARCH"]);
  });

  test("several uses with one declaration", () => {
    const lines = ["FROM debian:12", "COPY bin/$TARGETARCH/one /opt/", "COPY bin/$TARGETARCH/two /opt/"];
    expect(fixedBy(rule, lines)).toEqual(["FROM debian:12", "ARG TARGETARCH", ...lines.slice(1)]);
  });

  test("each stage for itself", () => {
    const lines = ["FROM debian:12 AS one", "RUN make CPU=$TARGETARCH", "FROM debian:12", "RUN make CPU=$TARGETARCH", "COPY --from=one /out /out"];
    expect(fixedBy(rule, lines).filter((line) => line === "ARG TARGETARCH")).toHaveLength(2);
  });

  test("a late declaration by moving it, unless a comment belongs to it", () => {
    const lines = ["FROM debian:12", "RUN make CPU=$TARGETARCH", "ARG TARGETARCH", "RUN make check CPU=$TARGETARCH"];
    expect(fixedBy(rule, lines)).toEqual(["FROM debian:12", "ARG TARGETARCH", "RUN make CPU=$TARGETARCH", "RUN make check CPU=$TARGETARCH"]);
    const commented = ["FROM debian:12", "RUN make CPU=$TARGETARCH", "# filled in by the builder", "ARG TARGETARCH", "RUN make check CPU=$TARGETARCH"];
    expect(fixedBy(rule, commented)).toEqual(["FROM debian:12", "ARG TARGETARCH", ...commented.slice(1)]);
  });

  test("nothing where a trigger reads it in another stage", () => {
    const lines = ["FROM debian:12 AS base", "ONBUILD RUN make CPU=$TARGETARCH", "FROM base", "RUN make install"];
    expect(found(lines)).toMatchObject([{ fix: undefined }]);
  });
});
