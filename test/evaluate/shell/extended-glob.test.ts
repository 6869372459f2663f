import { describe, expect, it } from "vitest";
import { globPattern, matches, prefixLengths, suffixLengths } from "../../../src/evaluate/shell/pattern.ts";
import { said } from "./support.ts";

describe("bash's extended globs", () => {
  it.each([
    ["@(x86_64|amd64)", "amd64", "yes"],
    ["@(x86_64|amd64)", "arm64", "no"],
    ["@(x86_64|amd64)", "", "no"],
    ["?(lib)relay", "relay", "yes"],
    ["?(lib)relay", "librelay", "yes"],
    ["?(lib)relay", "liblibrelay", "no"],
    ["+([0-9]).*(x)", "120.", "yes"],
    ["+([0-9]).*(x)", ".xx", "no"],
    ["*(ab|c)d", "abcabd", "yes"],
    ["*(ab|c)d", "abacd", "no"],
    ["@(a@(b|c)|d)e", "ace", "yes"],
    ["@(a@(b|c)|d)e", "ade", "no"],
    ["!(amd64)", "arm64", "maybe"],
    ["@($wanted|b)", "b", "maybe"],
    ["@(a|b", "@(a|b", "yes"],
    ["@(a|b)", "\uFFFC", "maybe"],
    ["+(ab)c", "\uFFFCbc", "maybe"],
  ])("%s against %j: %s", (pattern, text, expected) => {
    expect(matches(globPattern(pattern), text)).toBe(expected);
  });

  it("finds what they match at the ends of a text", () => {
    expect(prefixLengths(globPattern("+(ab)"), "ababc")).toEqual({ shortest: 2, longest: 4 });
    expect(suffixLengths(globPattern("@(.tar|.tgz|.tar.gz)"), "relay.tar.gz")).toEqual({ shortest: 7, longest: 7 });
    expect(suffixLengths(globPattern("?(.gz)"), "relay.gz")).toEqual({ shortest: 0, longest: 3 });
  });

  it("choose the branch of a case", () => {
    expect(said('case "$TARGETARCH" in @(x86_64|amd64)) say x86 ;; ?(a)arch64|arm64) say arm ;; esac')).toEqual(["arm"]);
  });

  it("stay within bounds however deep they nest", () => {
    expect(matches(globPattern(`${"+(".repeat(2000)}a${")".repeat(2000)}`), "a".repeat(200))).not.toBe("no");
    expect(matches(globPattern("+(a|aa)".repeat(300)), `${"a".repeat(3000)}b`)).not.toBe("yes");
  });
});
