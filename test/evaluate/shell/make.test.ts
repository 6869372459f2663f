import { describe, expect, it } from "vitest";
import { commands, run, urls, type Given } from "./support.ts";

const ran = (script: string, makefile: string, given: Given = {}): readonly string[] =>
  commands(run(script, { ...given, files: { "/work/Makefile": makefile, ...given.files } })).filter((line) => /^\??say\b/.test(line)).map((line) => line.replace("say ", ""));

describe("make", () => {
  it("runs the recipe of the target that is asked for, and of what it needs first", () => {
    const makefile = ".PHONY: all fetch clean\nall: fetch\n\t@say all\nfetch:\n\tsay fetch\nclean:\n\tsay clean\n";
    expect(ran("make", makefile)).toEqual(["fetch", "all"]);
    expect(ran("make -j4 clean fetch", makefile)).toEqual(["clean", "fetch"]);
    expect(ran("make missing", makefile)).toEqual([]);
  });

  it("takes what makes a file for possible, since the file may be there", () => {
    expect(ran("make tool", "tool:\n\tsay tool\n")).toEqual(["?tool"]);
  });

  it.each([
    ["make", "any"],
    ["make ARCH=arm64", "arm64"],
    ["ARCH=s390x make", "s390x"],
    ["export ARCH=s390x; make", "s390x"],
    ["ARCH=s390x; make", "any"],
  ])("reads variables of the command line and the environment: %s", (script, expected) => {
    expect(ran(script, "ARCH ?= any\n.PHONY: all\nall:\n\tsay $(ARCH)\n")).toEqual([expected]);
  });

  it("expands variables when they are used", () => {
    expect(ran("make", "URL = $(BASE)/${NAME}\nBASE := host\nNAME = relay\nNAME += x86\n.PHONY: all\nall:\n\tsay $(URL) $@ $$HOME_OF_NOBODY $(UNSET)\n")).toEqual(["host/relay x86 all"]);
  });

  it("hands shell calls on to the shell", () => {
    const makefile = "ARCH := $(shell uname -m)\n.PHONY: all\nall:\n\tcurl -O https://dl.example/$(ARCH)\n";
    expect(urls(run("make", { files: { "/work/Makefile": makefile } }))).toEqual(["https://dl.example/aarch64"]);
  });

  it("hands the environment what is exported, and what it had", () => {
    expect(ran("A=1 B=2 make C=3", "A = own\nexport D = 4\nE = 5\n.PHONY: all\nall:\n\tsay $$A $$B $$C $$D $$E\n")).toEqual(["own 2 3 4"]);
  });

  it("hands on what was added to an exported variable", () => {
    expect(ran("make", "export A = 1\nA += 2\n.PHONY: all\nall:\n\tsay $$A\n")).toEqual(["1 2"]);
  });

  it.each([
    ["a conditional decides", "ifeq ($(X),1)\nARCH = amd64\nendif\n", "$(ARCH)"],
    ["a function makes", "", "$(filter amd64,$(LIST))"],
    ["another file may set", "include common.mk\n", "$(ARCH)"],
    ["a command sets", "ARCH != cat /arch\n", "$(ARCH)"],
    ["refers to itself", "ARCH = $(ARCH)\n", "$(ARCH)"],
  ])("does not know what %s", (_, before, text) => {
    expect(ran("make", `${before}.PHONY: all\nall:\n\tsay ${text}\n`)).toEqual(["\uFFFC"]);
  });

  it("runs each line in a shell of its own, in the makefile's folder", () => {
    const files = { "/work/sub/Makefile": ".PHONY: all\nall:\n\tcd deeper\n\tX=1\n\tsay $$X; cat here\n", "/work/sub/here": "x" };
    const result = run("make -C sub; say $(cat sub/here)", { files });
    expect(commands(result).filter((line) => line.startsWith("say"))).toEqual(["say", "say x"]);
  });

  it("ends with a failure, but for lines that may fail", () => {
    expect(ran("make; say next", ".PHONY: all\nall:\n\t-false\n\tsay one\n\tfalse\n\tsay two\n")).toEqual(["one", "next"]);
    expect(run("set -e; make", { files: { "/work/Makefile": ".PHONY: all\nall:\n\texit 1\n" } }).status).toBe("fails");
  });

  it("follows make within make, and patterns", () => {
    const files = { "/work/sub/GNUmakefile": ".PHONY: tool-arm64\ntool-%:\n\tsay $* $@\n" };
    expect(ran("make -f build.mk", "", { files: { ...files, "/work/build.mk": ".PHONY: all\nall:\n\t$(MAKE) -C sub tool-arm64\n" } })).toEqual(["arm64 tool-arm64"]);
  });

  it.each(["make -n", "make --help", "make -C missing", 'make "$(target)"', "make -f other.mk"])("says nothing of %s", (script) => {
    expect(ran(script, ".PHONY: all\nall:\n\tsay all\n")).toEqual([]);
  });

  it("stays within bounds", () => {
    const chain = Array.from({ length: 200 }, (_, i) => `t${String(i)}: t${String(i + 1)}\n\tsay ${String(i)}\n`).join("");
    expect(ran("make t0", chain).length).toBeLessThan(40);
    expect(ran("make", `.PHONY: all\nall:\n${"\tsay x\n".repeat(2000)}`)).toHaveLength(256);
    expect(ran("make", `A0 = x\n${Array.from({ length: 40 }, (_, i) => `A${String(i + 1)} = $(A${String(i)})$(A${String(i)})`).join("\n")}\n.PHONY: all\nall:\n\tsay $(A40)\n`)).toHaveLength(1);
    expect(ran("make", ".PHONY: all\nall: all\n\tsay x\n\t$(MAKE)\n").length).toBeLessThan(12);
  });
});
