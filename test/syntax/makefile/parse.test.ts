import { describe, expect, it } from "vitest";
import { parseMakefile, type Makefile } from "../../../src/syntax/makefile/index.ts";
import { MappedText } from "../../../src/text/index.ts";

const parse = (text: string): Makefile => parseMakefile(MappedText.verbatim("Makefile", text, 0));

describe("parseMakefile", () => {
  it("reads assignments in all their forms", () => {
    const { assignments, exported } = parse("A = one # note\nB:=two\\\n  three\nC ?= 4\nD += 5\nE != date\nexport F ::= 6\noverride G=7\nexport A B\n");
    expect(assignments.map(({ name, operator, value }) => [name, operator, value.text])).toEqual([
      ["A", "=", "one"], ["B", ":=", "two\\\n  three"], ["C", "?=", "4"], ["D", "+=", "5"], ["E", "!=", "date"], ["F", ":=", "6"], ["G", "=", "7"],
    ]);
    expect(exported).toEqual(new Set(["F", "A", "B"]));
  });

  it("reads rules with their recipes, and knows where each line stands", () => {
    const text = "all: a b ; echo one\n\techo two \\\n\t  more\n# note\n\n\techo three\nc d:: e | f\nbin-%: src/%.c\n\tcc $<\n";
    const { rules } = parse(text);
    expect(rules.map(({ targets, prerequisites, recipe }) => [targets.text.trim(), prerequisites.text.trim(), recipe.map((line) => line.text.trim())])).toEqual([
      ["all", "a b", ["echo one", "echo two \\\n\t  more", "echo three"]],
      ["c d", "e | f", []],
      ["bin-%", "src/%.c", ["cc $<"]],
    ]);
    expect(rules[0]?.recipe[2]?.rangeOf()).toEqual({ file: "Makefile", start: text.indexOf("echo three"), end: text.indexOf("echo three") + 10 });
  });

  it("marks what stands in a conditional as uncertain", () => {
    const { assignments, rules } = parse("ifeq ($(A),1)\nB = 1\nx:\n\techo x\nendif\nC = 2\ny:\n\techo y\nifdef D\n\techo d\nendif\n");
    expect(assignments.map(({ certain }) => certain)).toEqual([false, true]);
    expect(rules.map(({ certain }) => certain)).toEqual([false, false]);
  });

  it("passes over definitions, variables of one target and other lines", () => {
    const { assignments, rules, includes } = parse("define text\nA = 1\nendef\nx: CFLAGS += -O2\n$(eval B = 2)\ninclude other.mk\nvpath %.c src\n");
    expect(assignments).toEqual([]);
    expect(rules).toEqual([]);
    expect(includes).toBe(true);
  });

  it.each(["", "\t", "a", ":", "=", "$(", "a:\n\t\\", "endif\nendif\n", "define x\n", "\r\n\\\r\n", "ifeq\n".repeat(5000)])("never fails: %j", (text) => {
    expect(() => parse(text)).not.toThrow();
  });

  it("reads a bounded number of lines", () => {
    expect(parse("A = 1\n".repeat(20_000)).assignments.length).toBe(10_000);
  });
});
