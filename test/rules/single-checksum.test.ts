import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";
import { findingsOf, linesOf } from "../support/findings.ts";

const ID = "single-checksum";
const SUM = "6f1b3c27c6a8f0b1c0d7be5c5d5e1f4c9a4c1a6a3f0a2bd1e7a0c7b4d9e8f713";
const OTHER = "b07d0ce1f4e25a3b8f16c9d2e6a7405b1c38f9ad02e47b6c5d81f3a90e2c746d";
const URL = "https://example.com/v1/tool-linux-${TARGETARCH}.tgz";

const on = (...lines: readonly string[]): readonly string[] => ["FROM debian:bookworm", "ARG TARGETARCH", ...lines];

describe("a checksum that is written once", () => {
  test("fits one file only where the URL follows the platform", () => {
    const found = findingsOf(ID, on(`RUN curl -fLo tool.tgz ${URL} && echo "${SUM}  tool.tgz" | sha256sum -c -`));
    expect(found).toMatchObject([{ line: 3, text: SUM, platforms: ["linux/arm64"], level: "error", confidence: "certain", consequence: "build-fails", related: ["downloaded here"] }]);
  });

  test("fits where the URL doesn't follow the platform", () => {
    expect(linesOf(ID, on(`RUN curl -fLo tool.tgz https://example.com/v1/tool.tgz && echo "${SUM}  tool.tgz" | sha256sum -c -`))).toEqual([]);
    expect(linesOf(ID, on(`RUN curl -fLo tool.jar https://example.com/$TARGETARCH/tool.jar && echo "${SUM}  tool.jar" | sha256sum -c -`))).toEqual([]);
  });

  test("is found where it stands in ENV or ARG", () => {
    expect(findingsOf(ID, on(`ENV TOOL_SHA256=${SUM}`, `RUN curl -fLo /tmp/t.tgz ${URL} && echo "$TOOL_SHA256 */tmp/t.tgz" | sha256sum --check`))).toMatchObject([{ line: 3, text: SUM }]);
    expect(linesOf(ID, on(`ARG SHA=${SUM}`, `RUN curl -fLO ${URL} && echo "\${SHA}  tool-linux-\${TARGETARCH}.tgz" | sha256sum -c`))).toEqual([3]);
  });

  test("is found with what the machine answers", () => {
    expect(linesOf(ID, on(`RUN arch="$(uname -m)"; curl -fLo t https://example.com/t-$arch && echo "${SUM} t" | sha256sum -c -`))).toEqual([3]);
    expect(linesOf(ID, on(`RUN case "$(dpkg --print-architecture)" in amd64) a=x64 ;; arm64) a=armv8 ;; esac; wget -O t https://example.com/t-$a && echo "${SUM} t" | sha256sum -c -`))).toEqual([3]);
  });

  test("is found with ADD, in its flag and in a later step", () => {
    expect(findingsOf(ID, on(`ADD --checksum=sha256:${SUM} ${URL} /opt/`))).toMatchObject([{ line: 3, text: `sha256:${SUM}` }]);
    expect(linesOf(ID, on(`ADD ${URL} /tmp/tool.tgz`, `RUN echo "${SUM}  /tmp/tool.tgz" | sha256sum -c -`))).toEqual([4]);
    expect(linesOf(ID, on(`ADD --checksum=sha256:${SUM} https://example.com/v1/tool.tgz /opt/`))).toEqual([]);
  });

  test("is found in a list that the step writes", () => {
    expect(linesOf(ID, on(`RUN curl -fLo t ${URL} && echo "${SUM}  t" > t.sha256 && sha256sum -c t.sha256`))).toEqual([3]);
    expect(linesOf(ID, on(`RUN curl -fLo t ${URL} && curl -fLo t.sha256 ${URL}.sha256 && sha256sum -c t.sha256`))).toEqual([]);
  });

  test("belongs to the file that it names", () => {
    const two = `RUN curl -fLo a.tgz ${URL} && curl -fLo b.tgz https://example.com/b.tgz`;
    expect(linesOf(ID, on(`${two} && echo "${SUM}  b.tgz" | sha256sum -c -`))).toEqual([]);
    expect(linesOf(ID, on(`${two} && echo "${SUM}  a.tgz" | sha256sum -c -`))).toEqual([3]);
    expect(linesOf(ID, on(`${two} && echo "${SUM}  c.tgz" | sha256sum -c -`))).toEqual([]);
  });

  test("is asked of no platform but those that it can't fit", () => {
    const lines = on(`RUN curl -fLo t ${URL} && echo "${SUM}  t" | sha256sum -c -`);
    expect(findingsOf(ID, lines, { platforms: ["linux/s390x", "linux/amd64", "linux/arm64"] })[0]?.platforms).toEqual(["linux/s390x", "linux/arm64"]);
    expect(linesOf(ID, lines, { platforms: ["linux/arm64"] })).toEqual([]);
  });
});

test("a fix of the URL is still offered when it brings the checksum to light, and says so", () => {
  const { findings } = lintText("Dockerfile", `FROM debian:bookworm\nADD --checksum=sha256:${SUM} https://github.com/tianon/gosu/releases/download/1.17/gosu-amd64 /gosu\n`);
  expect(findings.flatMap(({ fixes }) => fixes)).toMatchObject([{ safety: "unsafe", title: expect.stringContaining("checksum") as string }]);
});

describe("checksums that the platform decides", () => {
  test("are chosen by a case", () => {
    const chosen = `RUN case "$TARGETARCH" in amd64) sum=${SUM} ;; arm64) sum=${OTHER} ;; esac && curl -fLo t ${URL} && echo "$sum  t" | sha256sum -c -`;
    expect(linesOf(ID, on(chosen))).toEqual([]);
  });

  test("are asked for only where the architecture is theirs", () => {
    expect(linesOf(ID, on(`RUN curl -fLo t ${URL} && if [ "$TARGETARCH" = amd64 ]; then echo "${SUM}  t" | sha256sum -c -; fi`))).toEqual([]);
  });

  test("are not known, or are signatures", () => {
    expect(linesOf(ID, on("ARG SHA", `RUN curl -fLo t ${URL} && echo "$SHA  t" | sha256sum -c -`))).toEqual([]);
    expect(linesOf(ID, on(`RUN curl -fLo t ${URL} && curl -fL https://example.com/SHA256SUMS | grep t | sha256sum -c -`))).toEqual([]);
    expect(linesOf(ID, on(`RUN curl -fLo t ${URL} && curl -fLo t.asc ${URL}.asc && gpg --verify t.asc t`))).toEqual([]);
  });

  test("are of the builder's file, which is one", () => {
    expect(linesOf(ID, ["FROM --platform=$BUILDPLATFORM debian:bookworm", "ARG BUILDARCH", `RUN curl -fLo t https://example.com/t-$BUILDARCH && echo "${SUM} t" | sha256sum -c -`])).toEqual([]);
  });
});
