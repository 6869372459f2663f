import { describe, expect, it } from "vitest";
import {
  isArchitectureIndependentFile, platformsAnswered, queriesFor, sameVocabularyWord, spellingsFor, vocabularyQuery, wordFor, wordsFor,
} from "../../src/knowledge/architecture.ts";

describe("wordFor", () => {
  it.each([
    ["linux/amd64", "uname_m", "x86_64"],
    ["linux/arm64", "debian", "arm64"],
    ["linux/arm/v7", "alpine", "armv7"],
    ["linux/arm/v6", "alpine", "armhf"],
    ["linux/ppc64le", "debian", "ppc64el"],
    ["linux/amd64", "conda", "linux-64"],
    ["linux/arm64", "cuda", "sbsa"],
    ["linux/amd64/v3", "goarch", "amd64"],
  ] as const)("%s in %s is %s", (platform, vocabulary, word) => {
    expect(wordFor(platform, vocabulary)).toBe(word);
  });

  it("is undefined where nothing is published", () => {
    expect(wordFor("linux/riscv64", "chrome")).toBeUndefined();
    expect(wordFor("plan9/amd64", "goarch")).toBeUndefined();
    expect(wordsFor("linux/arm64", "uname_m")).toEqual(["aarch64", "arm64"]);
  });
});

describe("sameVocabularyWord", () => {
  const toArm = (word: string): string[] => sameVocabularyWord(word, { from: "linux/amd64", to: "linux/arm64" }).map((pair) => pair.word);

  it.each([
    ["amd64", "arm64"],
    ["x86_64", "aarch64"],
    ["x64", "arm64"],
    ["X64", "ARM64"],
    ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"],
    ["x86_64-linux-gnu", "aarch64-linux-gnu"],
    ["linux-musl-x64", "linux-musl-arm64"],
    ["Linux_x86_64", "Linux_arm64"],
    ["linux-64", "linux-aarch64"],
    ["amd64v1", "arm64"],
  ])("%s becomes %s", (word, expected) => {
    expect(toArm(word)[0]).toBe(expected);
  });

  it("offers GoReleaser's arm64 as the second guess for x86_64", () => {
    expect(toArm("x86_64").slice(0, 2)).toEqual(["aarch64", "arm64"]);
  });

  it("has no answer where tools disagree", () => {
    expect(toArm("linux64")).toEqual([]);
    expect(toArm("64bit")).toEqual([]);
    expect(toArm("i386")).toEqual([]);
  });

  it("follows a hint", () => {
    expect(sameVocabularyWord("x64", { from: "linux/amd64", to: "linux/arm64", hint: "adoptium" })[0]?.word).toBe("aarch64");
    expect(sameVocabularyWord("amd64", { from: "linux/amd64", to: "linux/arm/v7", hint: "debian" })[0]?.word).toBe("armhf");
  });

  it("keeps a word's own vocabulary for every other platform", () => {
    const debian = spellingsFor("amd64", "linux/amd64").find(({ vocabulary }) => vocabulary === "debian");
    expect(debian?.wordFor("linux/ppc64le")).toBe("ppc64el");
  });
});

describe("queriesFor", () => {
  it("finds uname for its own words", () => {
    expect(queriesFor({ "linux/amd64": "x86_64", "linux/arm64": "aarch64" })[0]?.query).toBe("uname -m");
  });

  it("finds TARGETARCH and dpkg for amd64 and arm64, but dpkg alone for armhf", () => {
    expect(queriesFor({ "linux/amd64": "amd64", "linux/arm64": "arm64" }).map(({ query }) => query)).toContain("TARGETARCH");
    expect(queriesFor({ "linux/amd64": "amd64", "linux/arm/v7": "armhf" }).map(({ query }) => query)).toEqual(["dpkg --print-architecture"]);
  });

  it("finds none for a mixed naming", () => {
    expect(queriesFor({ "linux/amd64": "x86_64", "linux/arm64": "arm64" })).toEqual([]);
  });

  it("tells on which platforms an answer fits", () => {
    const [uname] = vocabularyQuery("uname_m");
    expect(uname && platformsAnswered(uname, { "linux/amd64": "x86_64", "linux/arm64": "arm64" })).toEqual(["linux/amd64"]);
  });
});

describe("isArchitectureIndependentFile", () => {
  it.each([
    "https://yum.example.org/x86_64/tool-1.0.noarch.rpm", "pool/tool_1.0_all.deb", "app.jar", "tool-1.0-py3-none-any.whl", "https://x.org/amd64/key.gpg",
    "SHASUMS256.txt", "https://x.org/linux-amd64.list", "tool-1.0-py3-none-any.whl.sha256", "https://x.org/tool.jar?x=amd64",
  ])("holds for %s", (file) => {
    expect(isArchitectureIndependentFile(file)).toBe(true);
  });

  it.each([
    "tool-1.0.x86_64.rpm", "tool_1.0_amd64.deb", "netty-linux-x86_64.jar", "tool-linux-amd64.tar.gz.sha256", "tool-linux-amd64", "https://x.org/\uFFFC", "Setup-Linux-x86_64.sh",
  ])("does not hold for %s", (file) => {
    expect(isArchitectureIndependentFile(file)).toBe(false);
  });
});
