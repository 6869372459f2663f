import { describe, expect, it } from "vitest";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const LACKS = "source-build-lacks-toolchain";
const COMPILES = "source-build-on-platform";
// netifaces 0.11.0 has wheels for x86-64 alone, and no later release has others.
const INSTALL = "RUN pip install netifaces==0.11.0";

describe("a Python package that no release has a wheel of", () => {
  it("needs a compiler, in the words of the distribution", () => {
    expect(findingsOf(LACKS, ["FROM python:3.9-slim-bullseye", INSTALL])).toMatchObject([{ line: 2, platforms: ["linux/arm64"], level: "error", message: expect.stringContaining("apt-get install -y --no-install-recommends gcc libc6-dev") as string }]);
    expect(findingsOf(LACKS, ["FROM python:3.9-alpine3.15", INSTALL]).map(({ message }) => message)).toEqual([]);
    expect(linesOf(LACKS, ["FROM python:3.9-bullseye", INSTALL])).toEqual([]);
  });

  it("gets it in the stage that compiles, not in the one that is shipped", () => {
    const fixed = fixedBy(LACKS, ["FROM python:3.9-slim-bullseye AS builder", "RUN pip install --target /deps netifaces==0.11.0", "FROM python:3.9-slim-bullseye", "COPY --from=builder /deps /deps"]);
    expect(fixed[1]).toMatch(/^RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev/);
    expect(fixed.at(-1)).toBe("COPY --from=builder /deps /deps");
  });

  it("is no warning where compiling is a matter of seconds", () => {
    expect(linesOf(COMPILES, ["FROM python:3.9-bullseye", INSTALL])).toEqual([]);
  });
});
