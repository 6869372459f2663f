import { expect, test } from "vitest";
import { concat, literal, platformText, readFrom, unknown, type Value } from "../../src/evaluate/value.ts";
import { foreignWords, platformNamed, wordAt } from "../../src/rulekit/foreign-words.ts";
import { primaryPlace, relatedReadings } from "../../src/rulekit/places.ts";
import { AMD64, ARM64, rangeOf, written } from "./support.ts";

const TEXT = "RUN curl https://example.com/${ARCH}/jq-linux-amd64.tgz";
const AT = rangeOf(TEXT, "${ARCH}");

function url(arch: Value): Value {
  return concat([written(TEXT, "https://example.com/"), arch, written(TEXT, "/jq-linux-amd64.tgz")]);
}

test("finds a written word of another CPU at its exact place", () => {
  const [word, ...others] = foreignWords(url(unknown("build-arg", AT, "ARCH")), ARM64);
  expect(others).toEqual([]);
  expect(word).toMatchObject({ word: "amd64", at: rangeOf(TEXT, "amd64"), ambiguous: false });
  expect(word?.literals).toHaveLength(1);
});

test("finds nothing on the platform that the word names", () => {
  expect(foreignWords(url(unknown("build-arg", AT, "ARCH")), AMD64)).toEqual([]);
});

test("leaves alone what a platform value produced", () => {
  const value = concat([written(TEXT, "https://example.com/"), platformText("amd64", AT, { follows: "builder", source: "BUILDARCH" })]);
  expect(foreignWords(value, ARM64)).toEqual([]);
});

test("leaves alone what merely holds an unknown", () => {
  const value = concat([literal("jq-amd", AT), unknown("command-output", AT), literal("64", AT)]);
  expect(foreignWords(value, ARM64)).toEqual([]);
});

test("counts 386 as at home on amd64 and not on arm64", () => {
  const value = literal("https://example.com/jq_linux_386", AT);
  expect(foreignWords(value, AMD64)).toEqual([]);
  expect(foreignWords(value, ARM64)).toHaveLength(1);
});

test("leaves alone what is fetched for another system", () => {
  expect(foreignWords(literal("https://example.com/jq-windows-amd64.exe", AT), ARM64)).toEqual([]);
});

test("gives no place for a word put together from two literals", () => {
  const text = "ARG A=x86_ B=64";
  const value = concat([literal("jq-", AT), written(text, "x86_"), written(text, "64")]);
  const [word] = foreignWords(value, ARM64);
  expect(word?.word).toBe("x86_64");
  expect(word?.at).toBeUndefined();
  expect(word?.literals).toHaveLength(2);
});

test("points at the literal behind a variable and tells where it was read", () => {
  const text = "ARG ARCH=amd64\nRUN curl https://example.com/$ARCH";
  const read = rangeOf(text, "$ARCH");
  const value = concat([written(text, "https://example.com/"), readFrom(written(text, "amd64"), "ARCH", read)]);
  const [word] = foreignWords(value, ARM64);
  expect(word?.at).toEqual(rangeOf(text, "amd64"));
  expect(primaryPlace(value, word?.start, word?.end)).toEqual(rangeOf(text, "amd64"));
  expect(relatedReadings(word?.pieces ?? [])).toEqual([{ at: read, message: "used here as ARCH" }]);
});

test("tells the place where a word is missing", () => {
  const text = "RUN curl https://example.com/tini -o /tini";
  const value = written(text, "https://example.com/tini");
  const word = wordAt(value, [24, 24], ["linux/amd64"]);
  expect(word.at).toEqual({ file: "Dockerfile", start: 33, end: 33 });
  expect(word.word).toBe("");
});

test("reads a platform's name", () => {
  expect(platformNamed("linux/arm/v7")).toEqual({ os: "linux", arch: "arm", variant: "v7" });
});
