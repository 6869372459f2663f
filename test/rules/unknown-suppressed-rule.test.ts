import { expect, test } from "vitest";
import { findingsOf } from "../support/findings.ts";

const rule = "unknown-suppressed-rule";

test("reports a name that no rule has, and tells the nearest", () => {
  const [finding] = findingsOf(rule, ["# anyarch ignore=no-constant-platfrom only this build exists", "FROM debian:12"]);
  expect(finding).toMatchObject({ line: 1, text: "no-constant-platfrom", level: "warning", fix: undefined });
  expect(finding?.message).toBe("No rule is called `no-constant-platfrom`; `no-constant-platform` is the nearest that does");
});

test("reports a name that is near to none without a guess", () => {
  const [finding] = findingsOf(rule, ["# anyarch ignore=everything only this build exists", "FROM debian:12"]);
  expect(finding?.message).toBe("No rule is called `everything`");
});

test("reports the one of several names that doesn't exist", () => {
  const lines = ["# anyarch ignore=no-constant-platform,no-such-thing-at-all,no-arch-specific-image only this build exists", "FROM debian:12"];
  expect(findingsOf(rule, lines).map(({ text }) => text)).toEqual(["no-such-thing-at-all"]);
});

test.each(["# anyarch ignore=no-constant-platform only this build exists", "# anyarch ignore-file=unhandled-architecture one CPU only", "# hadolint ignore=DL3008"])("keeps silent about %j", (comment) => {
  expect(findingsOf(rule, [comment, "FROM debian:12"])).toEqual([]);
});
