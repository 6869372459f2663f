import { describe, expect, it } from "vitest";
import { excludes, parseDockerignore } from "../../src/discover/dockerignore.ts";
import { matchesPath, parsePattern } from "../../src/discover/glob.ts";
import { parseGitignore, verdictOn } from "../../src/discover/gitignore.ts";

function ignored(lines: string, path: string, isFolder = false): boolean | undefined {
  return verdictOn(parseGitignore(lines), path.split("/"), isFolder);
}

describe(".gitignore", () => {
  it("matches a name without a slash at any depth", () => {
    expect(ignored("build\n", "a/b/build")).toBe(true);
    expect(ignored("build\n", "a/building")).toBeUndefined();
  });

  it("ties a pattern with a slash to its own folder", () => {
    expect(ignored("docker/old\n", "docker/old")).toBe(true);
    expect(ignored("/old\n", "docker/old")).toBeUndefined();
  });

  it("keeps a pattern that ends in a slash to folders", () => {
    expect(ignored("out/\n", "out", true)).toBe(true);
    expect(ignored("out/\n", "out", false)).toBeUndefined();
  });

  it("lets the last line that matches decide", () => {
    expect(ignored("*.Dockerfile\n!keep.Dockerfile\n", "keep.Dockerfile")).toBe(false);
    expect(ignored("!keep.Dockerfile\n*.Dockerfile\n", "keep.Dockerfile")).toBe(true);
  });

  it("reads comments, escapes, CRLF and blanks at the end", () => {
    expect(ignored("# note\r\n\\#hash  \r\n", "#hash")).toBe(true);
    expect(ignored("end\\ \n", "end ")).toBe(true);
  });

  it("lets ** stand for any depth", () => {
    expect(ignored("a/**/c\n", "a/c")).toBe(true);
    expect(ignored("a/**/c\n", "a/x/y/c")).toBe(true);
    expect(ignored("a/**\n", "a", true)).toBeUndefined();
    expect(ignored("a/**\n", "a/b")).toBe(true);
  });

  it("understands classes and takes what is no class as it stands", () => {
    expect(ignored("v[0-9]\n", "v7")).toBe(true);
    expect(ignored("v[!0-9]\n", "v7")).toBeUndefined();
    expect(ignored("v[\n", "v[")).toBe(true);
  });
});

describe("a pattern made to be slow", () => {
  it("is matched in time that grows with its length", () => {
    const pattern = parsePattern(["*a".repeat(200) + "b"]);
    expect(matchesPath(pattern, ["a".repeat(5000)])).toBe(false);
    const deep = parsePattern(Array.from({ length: 200 }, () => ["**", "a"]).flat().concat("b"));
    expect(matchesPath(deep, Array.from({ length: 2000 }, () => "a"))).toBe(false);
  });
});

describe(".dockerignore", () => {
  function left(lines: string, path: string): boolean {
    return excludes(parseDockerignore(lines), path.split("/"));
  }

  it("ties every pattern to the root of the context", () => {
    expect(left("build\n", "build")).toBe(true);
    expect(left("build\n", "docker/build")).toBe(false);
    expect(left("**/build\n", "docker/build")).toBe(true);
  });

  it("takes what lies in an excluded folder with it", () => {
    expect(left("scripts\n", "scripts/install.sh")).toBe(true);
  });

  it("takes back with an exclamation mark", () => {
    expect(left("*\n!scripts\n", "scripts/install.sh")).toBe(false);
    expect(left("*\n!scripts\n", "README.md")).toBe(true);
    expect(left("!scripts\n*\n", "scripts/install.sh")).toBe(true);
  });

  it("cleans patterns as Docker does", () => {
    expect(left("./scripts/\n", "scripts/install.sh")).toBe(true);
    expect(left("/scripts\n", "scripts")).toBe(true);
    expect(left("**.log\n", "a/b/c.log")).toBe(true);
  });

  it("knows a comment only in the first column", () => {
    expect(left("#scripts\n", "#scripts")).toBe(false);
    expect(left(" #scripts\n", "#scripts")).toBe(true);
  });
});
