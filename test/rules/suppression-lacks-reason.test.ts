import { expect, test } from "vitest";
import { findingsOf, linesOf } from "../support/findings.ts";

const rule = "suppression-lacks-reason";

test.each(["# anyarch ignore=no-constant-platform", "# anyarch ignore-file=no-constant-platform   ", "#anyarch ignore=no-constant-platform"])("reports %j", (comment) => {
  const [finding] = findingsOf(rule, [comment, "FROM debian:12"]);
  expect(finding).toMatchObject({ line: 1, level: "note", consequence: "none", fix: undefined });
  expect(finding?.message).toBe("The suppression gives no reason, so nobody can tell when it may go");
});

test("reports one inside a continued instruction", () => {
  expect(linesOf(rule, ["FROM debian:12", "RUN make \\", "  # anyarch ignore=no-hardcoded-arch-in-url", "  && make install"])).toEqual([3]);
});

test("reports each of two", () => {
  expect(linesOf(rule, ["# anyarch ignore-file=no-constant-platform", "FROM debian:12", "# anyarch ignore=no-hardcoded-arch-in-url", "RUN make"])).toEqual([1, 3]);
});

test.each(["# anyarch ignore=no-constant-platform only this build exists", "# anyarch ignore-file=no-constant-platform see the vendor's notes", "# ignore=no-constant-platform", "# anyarch"])(
  "keeps silent about %j",
  (comment) => {
    expect(findingsOf(rule, [comment, "FROM debian:12"])).toEqual([]);
  },
);
