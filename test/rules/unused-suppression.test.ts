import { describe, expect, test } from "vitest";
import { fixText, lintText } from "../../src/session/index.ts";

const rule = "unused-suppression";
const text = (...lines: readonly string[]) => `${lines.join("\n")}\n`;
const marked = (source: string, rules?: readonly string[]) =>
  lintText("Dockerfile", source, rules === undefined ? {} : { rules })
    .findings.filter(({ ruleId }) => ruleId === rule)
    .map(({ at, fixes }) => [source.slice(at.start, at.end), fixes[0]?.safety]);

const constant = "FROM --platform=linux/amd64 registry.example.com/vendor/appliance:7";

describe("reports", () => {
  test("a name that suppresses nothing", () => {
    expect(marked(text("# anyarch ignore=no-constant-platform was needed once", "FROM debian:12"))).toEqual([["no-constant-platform", "safe"]]);
  });

  test("one of two names", () => {
    const source = text("# anyarch ignore=no-constant-platform,no-arch-specific-image only this build exists", constant);
    expect(marked(source)).toEqual([["no-arch-specific-image", "safe"]]);
  });

  test("one for the whole file", () => {
    expect(marked(text("# anyarch ignore-file=no-constant-platform was needed once", "FROM debian:12"))).toHaveLength(1);
  });

  test("one that stands above another instruction than the one it is meant for", () => {
    expect(marked(text("# anyarch ignore=no-constant-platform only this build exists", "ARG VERSION=1", constant))).toHaveLength(1);
  });
});

describe("keeps silent about", () => {
  test("a name that suppresses something", () => {
    expect(marked(text("# anyarch ignore=no-constant-platform only this build exists", constant))).toEqual([]);
    expect(marked(text("# anyarch ignore-file=no-constant-platform only this build exists", "ARG VERSION=1", constant))).toEqual([]);
  });

  test("a rule that is off, since nothing is known of it", () => {
    expect(marked(text("# anyarch ignore=no-constant-platform was needed once", "FROM debian:12"), [rule])).toEqual([]);
  });

  test("a comment that only speaks of one", () => {
    expect(marked(text("# see anyarch ignore=no-constant-platform", "FROM debian:12"))).toEqual([]);
  });
});

describe("mends", () => {
  test("by removing the comment", () => {
    expect(fixText("Dockerfile", text("FROM debian:12", "# anyarch ignore=no-hardcoded-arch-in-url was needed once", "RUN make"))).toBe(text("FROM debian:12", "RUN make"));
  });

  test("by taking out one name and leaving the other", () => {
    const kept = text("# anyarch ignore=no-constant-platform only this build exists", constant);
    for (const names of ["no-constant-platform,no-arch-specific-image", "no-arch-specific-image,no-constant-platform"]) {
      expect(fixText("Dockerfile", kept.replace("no-constant-platform", names))).toBe(kept);
    }
  });

  test("two names that are both unused with one edit", () => {
    expect(fixText("Dockerfile", text("# anyarch ignore=no-constant-platform,no-arch-specific-image was needed once", "FROM debian:12"))).toBe(text("FROM debian:12"));
  });

  test("nothing where a line below would become a directive", () => {
    const source = text("# anyarch ignore-file=no-constant-platform was needed once", "# escape=`", "FROM debian:12", "RUN make \\", "  && make install");
    expect(fixText("Dockerfile", source)).toBe(source);
  });
});
