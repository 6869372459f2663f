import { expect, test } from "vitest";
import { dropArgDefault, insertLineAfter, insertLineBefore, removeFlag, replaceFlagValue, stripImageSuffix } from "../../src/rulekit/edits.ts";
import { keyValues, parseDockerfile, type Dockerfile, type Instruction } from "../../src/syntax/dockerfile/index.ts";
import { applyEdits, type TextEdit } from "../../src/text/index.ts";
import { rangeOf } from "./support.ts";

function edited(text: string, edit: (dockerfile: Dockerfile, instruction: Instruction) => TextEdit | undefined): string | undefined {
  const dockerfile = parseDockerfile("Dockerfile", text);
  const made = edit(dockerfile, dockerfile.instructions[0] as Instruction);
  return made === undefined ? undefined : applyEdits(text, [made]);
}

const FIRST = (instruction: Instruction) => instruction.flags[0] as NonNullable<Instruction["flags"][0]>;

test("removes a flag with its blanks", () => {
  expect(edited("FROM --platform=linux/amd64   debian AS x\n", (file, from) => removeFlag(file, FIRST(from)))).toBe("FROM debian AS x\n");
});

test("gives a flag another value and keeps its quotes", () => {
  const replace = (_: Dockerfile, from: Instruction) => replaceFlagValue(FIRST(from), "$BUILDPLATFORM");
  expect(edited("FROM --platform=linux/amd64 debian\n", replace)).toBe("FROM --platform=$BUILDPLATFORM debian\n");
});

test("gives no value to a flag that has none", () => {
  expect(edited("COPY --link a b\n", (_, copy) => replaceFlagValue(FIRST(copy), "x"))).toBeUndefined();
});

test.each([
  ["ARG TARGETARCH=amd64\n", "ARG TARGETARCH\n"],
  ['ARG TARGETARCH="amd64"\r\n', "ARG TARGETARCH\r\n"],
  ["ARG TARGETARCH=\n", "ARG TARGETARCH\n"],
])("drops the default of %j", (text, expected) => {
  const drop = (file: Dockerfile, arg: Instruction) => dropArgDefault(file, keyValues(arg, "\\")[0] as NonNullable<ReturnType<typeof keyValues>[0]>);
  expect(edited(text, drop)).toBe(expected);
});

test("drops nothing from an ARG without default", () => {
  expect(edited("ARG TARGETARCH\n", (file, arg) => dropArgDefault(file, keyValues(arg, "\\")[0] as NonNullable<ReturnType<typeof keyValues>[0]>))).toBeUndefined();
});

test("inserts lines with the file's line end and indentation", () => {
  expect(edited("FROM debian\r\nRUN ls\r\n", (file, from) => insertLineAfter(file, from, "ARG A"))).toBe("FROM debian\r\nARG A\r\nRUN ls\r\n");
  expect(edited("FROM debian", (file, from) => insertLineAfter(file, from, "ARG A"))).toBe("FROM debian\nARG A");
  expect(edited("\uFEFF  FROM debian\n", (file, from) => insertLineBefore(file, from, "ARG A"))).toBe("\uFEFF  ARG A\n  FROM debian\n");
});

test("takes a part out of an image reference", () => {
  const text = "FROM amd64/debian:12\n";
  expect(applyEdits(text, [stripImageSuffix(rangeOf(text, "amd64/debian:12"), 0, 6)])).toBe("FROM debian:12\n");
});
