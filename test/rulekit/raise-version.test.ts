import { describe, expect, test } from "vitest";
import { replaceText } from "../../src/rulekit/index.ts";
import { fixedBy } from "../support/findings.ts";

const RULES = { url: "no-hardcoded-arch-in-url", asset: "asset-lacks-platform" };
const JQ = "https://github.com/stedolan/jq/releases/download/jq-${JQ}/jq-linux64";
const DOCKERIZE = "https://github.com/jwilder/dockerize/releases/download";
const fixed = (...lines: readonly string[]) => fixedBy(RULES.url, ["FROM debian:bookworm", ...lines]).join("\n");

describe("a version without a build for the platform", () => {
  test("is raised where it is written, be that a variable", () => {
    const text = fixed("ENV JQ=1.6", `RUN curl -fLo /usr/bin/jq ${JQ}`);
    expect(text).toContain("ENV JQ=1.7\n");
    expect(text).toContain("arm64) arch='linux-arm64' ;;");
  });

  test("is raised in every name of the file", () => {
    const text = fixed(`RUN curl -fLO ${DOCKERIZE}/v0.6.1/dockerize-linux-amd64-v0.6.1.tar.gz \\`, " && tar -xzf dockerize-linux-amd64-v0.6.1.tar.gz -C /usr/bin");
    expect(text).toContain(`${DOCKERIZE}/v0.7.0/dockerize-linux-\${TARGETARCH}-v0.7.0.tar.gz`);
    expect(text).toContain("tar -xzf dockerize-linux-${TARGETARCH}-v0.7.0.tar.gz");
    expect(text).not.toContain("0.6.1");
  });

  test("is raised for a URL that follows the platform already", () => {
    const lines = ["FROM debian:bookworm", "ARG TARGETARCH", "RUN curl -fLo /usr/bin/gosu https://github.com/tianon/gosu/releases/download/1.6/gosu-$TARGETARCH"];
    expect(fixedBy(RULES.asset, lines)[2]).toContain("/download/1.7/gosu-$TARGETARCH");
  });

  test.each([
    ["it has a checksum", `ADD --checksum=sha256:${"a".repeat(64)} ${DOCKERIZE}/v0.6.1/dockerize-linux-amd64-v0.6.1.tar.gz /tmp/`],
    ["nobody knows where builds begin", "ADD https://github.com/eBay/tsv-utils/releases/download/v2.2.0/tsv-utils-v2.2.0_linux-x86_64_ldc2.tar.gz /tmp/"],
    ["it has one already, and the name alone must follow", `ADD ${DOCKERIZE}/v0.9.0/dockerize-linux-amd64-v0.9.0.tar.gz /tmp/`],
  ])("stays what it is where %s", (_, line) => {
    const versions = (text: string) => text.match(/\d+\.\d+\.\d+/g);
    expect(versions(fixed(line))).toEqual(versions(`FROM debian:bookworm\n${line}`));
  });

  test("stays what it is where something else has the same", () => {
    const lines = ["ENV JQ=1.6", `RUN curl -fLo /usr/bin/jq ${JQ}`];
    expect(fixed(...lines, "RUN curl -fLo /usr/bin/meter https://files.example.org/meter-${JQ}.sh")).toContain("ENV JQ=1.6\n");
    expect(fixed(...lines, "RUN pip install jq==$JQ")).toContain("ENV JQ=1.6\n");
    expect(fixed(...lines, 'LABEL jq="$JQ"')).toContain("ENV JQ=1.7\n");
  });

  test("stays what it is where it is put together or comes from outside", () => {
    expect(fixed("ENV MINOR=6", `RUN curl -fLo /usr/bin/jq ${JQ.replaceAll("${JQ}", "1.${MINOR}")}`)).toContain("jq-1.${MINOR}/jq-linux64");
    expect(fixed("ARG JQ", `RUN curl -fLo /usr/bin/jq ${JQ}`)).not.toContain("1.7");
  });
});

describe("replacing a version in a text", () => {
  test("leaves longer versions alone", () => {
    expect(replaceText("v1.6 1.6.1 1.60 11.6 0.1.6 tool-1.6.tar", { from: "1.6", to: "1.7" })).toBe("v1.7 1.6.1 1.60 11.6 0.1.6 tool-1.7.tar");
  });
});
