import { describe, expect, it } from "vitest";
import { compareVersions, satisfies } from "../../src/knowledge/version.ts";

describe("compareVersions", () => {
  it.each([
    ["1.10", "1.9", 1], ["v1.0.0", "1.0", 0], ["jq-1.6", "1.7", -1], ["1.0.0-rc1", "1.0.0", -1], ["1.0.0-rc2", "1.0.0-rc10", -1], ["3.1.0.0", "3.0.0.0", 1],
  ])("%s to %s", (a, b, order) => {
    expect(Math.sign(compareVersions(a, b) ?? NaN)).toBe(order);
  });

  it("is undefined without a number", () => {
    expect(compareVersions("latest", "1.0")).toBeUndefined();
  });
});

describe("satisfies", () => {
  it("needs every range to hold", () => {
    expect(satisfies("v1.2.0", ">=1.0.0,<2.0.0")).toBe(true);
    expect(satisfies("v2.0.0", ">=1.0.0,<2.0.0")).toBe(false);
    expect(satisfies("nightly", "<=1.0.0")).toBeUndefined();
  });
});
