import { describe, expect, it } from "vitest";
import { expand } from "../../../src/evaluate/dockerfile/expand.ts";
import { LIMITS } from "../../../src/evaluate/dockerfile/limits.ts";
import { literal, platformText, textOf, unknown, verbatim, type Value } from "../../../src/evaluate/value.ts";
import { MappedText } from "../../../src/text/index.ts";

const NOWHERE = { file: "Dockerfile", start: 0, end: 0 };
const VARIABLES: Readonly<Record<string, Value>> = {
  TARGETARCH: platformText("arm64", NOWHERE, { follows: "target", source: "TARGETARCH" }),
  VERSION: verbatim("1.2.3", { file: "Dockerfile", start: 500, end: 505 }, "builder"),
  PATH: unknown("base-image", NOWHERE, "PATH"),
  CHANNEL: unknown("build-arg", NOWHERE, "CHANNEL"),
};

function expanded(text: string | MappedText) {
  const source = typeof text === "string" ? MappedText.verbatim("Dockerfile", text, 100) : text;
  return expand(source, { lookup: (name) => VARIABLES[name], escape: "\\" });
}

describe("places", () => {
  it("keeps the exact range of what is written around a variable", () => {
    const { value } = expanded("dl/${VERSION}/tool");

    expect(value.pieces).toMatchObject([
      { text: "dl/", from: { start: 100, end: 103 }, verbatim: true, quoting: "builder" },
      { text: "1.2.3", from: { start: 500, end: 505 }, readings: { name: "VERSION", at: { start: 103, end: 113 } } },
      { text: "/tool", from: { start: 113, end: 118 }, verbatim: true },
    ]);
  });

  it("leaves quotes out of the ranges", () => {
    const { value } = expanded(`"a b"'$c'`);

    expect(value.pieces).toMatchObject([
      { text: "a b", from: { start: 101, end: 104 }, quoting: "builder" },
      { text: "$c", from: { start: 106, end: 108 }, quoting: "builder-single" },
    ]);
  });

  it("makes one piece per line where lines were joined", () => {
    const joined = new MappedText("Dockerfile", "linux-amd64", [
      { at: 0, source: 10, length: 6 },
      { at: 6, source: 20, length: 5 },
    ]);

    expect(expanded(joined).value.pieces).toMatchObject([
      { text: "linux-", from: { start: 10, end: 16 }, verbatim: true },
      { text: "amd64", from: { start: 20, end: 25 }, verbatim: true },
    ]);
  });

  it("keeps exact places in what a prefix was cut from", () => {
    const { value } = expanded("${VERSION#*.}");

    expect(value.pieces).toMatchObject([{ text: "2.3", from: { start: 502, end: 505 }, verbatim: true }]);
  });

  it("points at the word of a default", () => {
    const { value } = expanded("${NONE:-amd64}");

    expect(value.pieces).toMatchObject([{ text: "amd64", origin: "literal", from: { start: 108, end: 113 }, verbatim: true }]);
  });
});

describe("origin", () => {
  it("counts the replacement in a platform's name as made by the platform", () => {
    const { value } = expanded("${TARGETARCH/arm64/aarch64}");

    expect(value.pieces).toMatchObject([{ text: "aarch64", origin: "platform", follows: "target", source: "TARGETARCH" }]);
  });

  it("counts the replacement in a literal as literal", () => {
    expect(expanded("${VERSION/2/5}").value.pieces[1]).toMatchObject({ text: "5", origin: "literal", verbatim: true });
  });
});

describe("unset variables", () => {
  it("leaves a mark where one was read", () => {
    const { value, unset } = expanded("bin/$NONE/app");

    expect(textOf(value)).toBe("bin//app");
    expect(value.pieces[1]).toMatchObject({ kind: "unset", name: "NONE", from: { start: 104, end: 109 } });
    expect(unset).toMatchObject([{ name: "NONE", hasDefault: false }]);
  });

  it("tells that a default stood in", () => {
    expect(expanded("${NONE:-x}").unset).toMatchObject([{ name: "NONE", hasDefault: true }]);
    expect(expanded("${VERSION:-x}").unset).toEqual([]);
  });
});

describe("unknown variables", () => {
  it("stay in the value with their reason", () => {
    expect(expanded("$PATH:/opt/bin").value.pieces).toMatchObject([{ kind: "unknown", because: "base-image", name: "PATH" }, { text: ":/opt/bin" }]);
  });

  it("make what is cut from them unknown", () => {
    expect(expanded("${PATH%%:*}").value.pieces).toMatchObject([{ kind: "unknown", because: "base-image" }]);
  });

  it("give way to a default only where a build argument was not given", () => {
    expect(textOf(expanded("${CHANNEL:-stable}").value)).toBe("stable");
    expect(expanded("${PATH:-/bin}").value.pieces).toMatchObject([{ kind: "unknown" }]);
  });
});

describe("errors", () => {
  it.each([
    ["${A:=b}", "unsupported modifier (:=) in substitution"],
    ["${A^^}", "unsupported modifier (^) in substitution"],
    ["${A", "syntax error: missing '}'"],
    ["${}", "syntax error: bad substitution"],
    ["'open", "unexpected end of statement while looking for matching single-quote"],
    ['"open', "unexpected end of statement while looking for matching double-quote"],
    ["${NONE:?}", "NONE: is not allowed to be unset"],
  ])("%s", (text, message) => {
    expect(expanded(text).error).toBe(message);
  });
});

describe("bounds", () => {
  it("gives up on substitutions nested too deeply", () => {
    const deep = `${"${A:-".repeat(LIMITS.substitutionDepth + 5)}x${"}".repeat(LIMITS.substitutionDepth + 5)}`;

    expect(expanded(deep).value.pieces.some((piece) => piece.kind === "unknown" && piece.because === "too-many")).toBe(true);
    expect(textOf(expanded("${A:-${B:-${C:-x}}}").value)).toBe("x");
  });

  it("survives a hundred thousand open braces", () => {
    expect(expanded("${a:-".repeat(100_000)).value.pieces).toMatchObject([{ kind: "unknown", because: "too-many" }]);
  });

  it("gives up on values that are too long", () => {
    const long = "x".repeat(LIMITS.valueLength);

    expect(expanded(`${long}$VERSION`).value.pieces).toMatchObject([{ kind: "unknown", because: "too-many" }]);
    expect(textOf(expanded(long).value)).toBe(long);
  });

  it("matches many wildcards without trying all ways", () => {
    const pattern = "*a".repeat(30);
    const source = MappedText.verbatim("Dockerfile", `\${A##${pattern}b}`, 0);
    const lookup = () => literal("a".repeat(10_000), NOWHERE);

    expect(textOf(expand(source, { lookup, escape: "\\" }).value)).toHaveLength(10_000);
  });
});
