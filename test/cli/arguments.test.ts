import { describe, expect, it } from "vitest";
import { readArguments, type Arguments } from "../../src/cli/arguments.ts";
import { HELP } from "../../src/cli/help.ts";

function args(...argv: readonly string[]): Arguments {
  const read = readArguments(argv);
  if ("error" in read) throw new Error(read.error);
  return read;
}

function error(...argv: readonly string[]): string {
  const read = readArguments(argv);
  return "error" in read ? read.error : "";
}

describe("readArguments", () => {
  it("lints by default", () => {
    expect(args()).toMatchObject({ command: "lint", operands: [], format: "pretty", fix: false, quiet: false, offline: undefined });
  });

  it("reads every flag of the contract", () => {
    const read = args(..."--platform linux/amd64,linux/arm64 --platform=linux/s390x --build-platform linux/arm64 --format json --output out.json --fix --unsafe-fixes".split(" "), ...'--offline --config c.yaml --rule a-rule=off --target final --build-arg K=V=W --build-arg HOME --max-warnings 0 --quiet --no-color src'.split(" "));
    expect(read).toMatchObject({
      operands: ["src"],
      platforms: ["linux/amd64", "linux/arm64", "linux/s390x"],
      buildPlatform: "linux/arm64",
      format: "json",
      output: "out.json",
      fix: true,
      unsafeFixes: true,
      offline: true,
      config: "c.yaml",
      target: "final",
      maxWarnings: 0,
      quiet: true,
      noColor: true,
    });
    expect([...read.rules]).toEqual([["a-rule", "off"]]);
    expect([...read.buildArgs]).toEqual([["K", "V=W"], ["HOME", undefined]]);
  });

  it("takes all behind -- for paths", () => {
    expect(args("--", "--fix", "explain")).toMatchObject({ command: "lint", operands: ["--fix", "explain"], fix: false });
  });

  it("knows its commands only in the first place", () => {
    expect(args("explain", "a-rule")).toMatchObject({ command: "explain", operands: ["a-rule"] });
    expect(args("src", "explain")).toMatchObject({ command: "lint", operands: ["src", "explain"] });
    expect(args("./init")).toMatchObject({ command: "lint" });
  });

  it("answers a misspelt flag with the nearest", () => {
    expect(error("--platfrom", "linux/arm64")).toBe("unknown flag --platfrom; did you mean --platform?");
    expect(error("--frobnicate-everything")).toBe("unknown flag --frobnicate-everything");
    expect(error("-x")).toBe("unknown flag -x");
  });

  it("wants values where they belong and none elsewhere", () => {
    expect(error("--platform")).toBe("--platform needs a value");
    expect(error("--output", "--fix")).toBe("--output needs a value");
    expect(error("--output=")).toBe("--output needs a value");
    expect(error("--fix=yes")).toBe("--fix takes no value");
  });

  it("names what there is when a word is unknown", () => {
    expect(error("--format", "xml")).toBe('unknown format "xml"; there are pretty, json, sarif, github, gitlab, junit, checkstyle, rdjson, markdown, html');
    expect(error("--rule", "a-rule=eror")).toMatch(/did you mean error\?$/);
    expect(error("--rule", "a-rule")).toBe('--rule wants ID=off|note|warning|error, not "a-rule"');
    expect(error("--max-warnings", "-1")).toMatch(/^--max-warnings wants a number/);
    expect(error("lsp")).toMatch(/^lsp is not part of this version/);
  });

  it("refuses flags that contradict each other", () => {
    expect(error("--fix", "--diff")).toMatch(/^--fix and --diff conflict/);
    expect(error("--stdin-filename", "Dockerfile", ".")).toMatch(/^--stdin-filename and PATH conflict/);
    expect(error("--diff", "--format", "json")).toMatch(/^--diff and --format conflict/);
    expect(error("--unsafe-fixes")).toBe("--unsafe-fixes needs --fix or --diff");
  });
});

describe("the help", () => {
  it("names every flag and no command that doesn't work", () => {
    for (const flag of ["platform", "build-platform", "format", "output", "fix", "unsafe-fixes", "diff", "offline", "config", "rule", "target", "build-arg", "stdin-filename", "max-warnings", "quiet", "no-color", "list-rules"]) {
      expect(HELP).toContain(`--${flag}`);
    }
    expect(HELP).not.toMatch(/anyarch lsp/);
  });
});
