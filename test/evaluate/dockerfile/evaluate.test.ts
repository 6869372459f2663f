import { describe, expect, it } from "vitest";
import { textOf } from "../../../src/evaluate/index.ts";
import { build, effects, messages, written } from "./support.ts";

describe("effects of the builder", () => {
  it("tells what FROM fetches, and its --platform", () => {
    const source = "FROM --platform=linux/amd64 node:22\n";
    const [pull] = effects(build(source), "pull");

    expect(pull).toMatchObject({ by: "from", platform: { os: "linux", arch: "amd64" }, runs: "always", instruction: 0 });
    expect(written(source, pull?.image ?? { pieces: [] })).toEqual([["text", "node:22"]]);
    expect(written(source, pull?.platformFlag ?? { pieces: [] })).toEqual([["text", "linux/amd64"]]);
  });

  it("tells ENV of the image from ARG of the build", () => {
    const built = build("FROM debian:12\nARG A=1\nENV B=2 C=3\n");

    expect(effects(built, "set-env").map(({ name, scope }) => [name, scope])).toEqual([["A", "build"], ["B", "image"], ["C", "image"]]);
  });

  it("tells what ADD downloads and the file that it makes", () => {
    const built = build("FROM debian:12\nADD --checksum=sha256:77 https://dl.example/v1/tool-amd64.tgz?x=1 /tmp/\n");

    const [download] = effects(built, "download");
    expect(download?.by).toBe("ADD");
    expect(textOf(download?.to ?? { pieces: [] })).toBe("/tmp/tool-amd64.tgz");
    expect(textOf(download?.checksum ?? { pieces: [] })).toBe("sha256:77");
  });

  it("tells a file that ADD copies from a download", () => {
    const built = build("FROM debian:12\nADD https.tar /tmp/\n");

    expect(effects(built, "download")).toEqual([]);
    expect(effects(built, "copy")).toMatchObject([{ by: "ADD", from: { kind: "context" } }]);
  });

  it("tells where COPY takes its files from", () => {
    const built = build("FROM golang AS make\nFROM debian:12\nCOPY --from=make /a /b /c/\nCOPY --from=nginx /d /e\nCOPY f /g\n");

    expect(effects(built, "copy").map(({ from }) => from)).toMatchObject([{ kind: "stage", stage: 0 }, { kind: "image" }, { kind: "context" }]);
    expect(effects(built, "pull").map(({ by, image }) => [by, textOf(image)])).toEqual([["from", "golang"], ["from", "debian:12"], ["copy", "nginx"]]);
  });

  it("writes the file of a here-document", () => {
    const source = "FROM debian:12\nARG TARGETARCH\nCOPY <<END /etc/apt/sources.list.d/tool.list\ndeb [arch=amd64] https://apt.example $TARGETARCH\nEND\n";
    const [write] = effects(build(source), "write");

    expect(textOf(write?.path ?? { pieces: [] })).toBe("/etc/apt/sources.list.d/tool.list");
    expect(write?.content.pieces).toMatchObject([{ text: "deb [arch=amd64] https://apt.example ", verbatim: true }, { text: "arm64", origin: "platform" }, { text: "\n" }]);
  });

  it("tells of a variable that was read unset", () => {
    const built = build("FROM debian:12\nCOPY bin/$TARGETARCH /bin\n");

    expect(effects(built, "read-unset")).toMatchObject([{ name: "TARGETARCH", by: "builder", hasDefault: false, instruction: 1 }]);
  });

  it("tells of WORKDIR and VOLUME", () => {
    const built = build('FROM debian:12\nWORKDIR /opt/x86_64\nVOLUME ["/a", "/b"]\n');

    expect(effects(built, "path").map(({ by, path }) => [by, textOf(path)])).toEqual([["WORKDIR", "/opt/x86_64"], ["VOLUME", "/a"], ["VOLUME", "/b"]]);
  });

  it("fetches the frontend that the file asks for, on the builder", () => {
    const built = build("# syntax=docker/dockerfile:1\nFROM debian:12\n");

    expect(built.effects).toMatchObject([{ kind: "pull", by: "syntax", platform: { arch: "amd64" } }]);
  });

  it("claims nothing about a shell that it can't read", () => {
    const built = build('FROM mcr.example/windows\nSHELL ["pwsh", "-Command"]\nRUN curl https://dl.example/amd64.zip\n');

    expect(effects(built, "run")).toMatchObject([{ by: "shell" }]);
    expect(effects(built, "download")).toEqual([]);
  });

  it("evaluates nothing in a stage that nobody needs", () => {
    const built = build("FROM debian:12 AS spare\nADD https://dl.example/amd64 /x\nFROM debian:12\n");

    expect(built.stages).toMatchObject([{ reachable: false, effects: [] }, { reachable: true, shipped: true }]);
  });

  it("ships the stages that the target is built from", () => {
    const built = build("FROM debian:12 AS base\nFROM golang AS make\nFROM base\nCOPY --from=make /a /a\n");

    expect(built.stages.map(({ shipped }) => shipped)).toEqual([true, false, true]);
  });
});

describe("what is not known", () => {
  it("holds an ARG without value for unknown, as somebody may give one", () => {
    const built = build("FROM debian:12\nARG VERSION\nENV URL=https://dl.example/$VERSION/x\n");

    const [, url] = effects(built, "set-env");
    expect(url?.value.pieces).toMatchObject([{ text: "https://dl.example/" }, { kind: "unknown", because: "build-arg", name: "VERSION" }, { text: "/x" }]);
    expect(effects(built, "read-unset")).toEqual([]);
  });

  it("holds it for unset when all arguments are told", () => {
    const built = build("FROM debian:12\nARG VERSION\nENV A=$VERSION\n", { buildArgsComplete: true });

    expect(effects(built, "read-unset")).toMatchObject([{ name: "VERSION" }]);
  });

  it("does not refuse an image whose name waits for an argument", () => {
    expect(messages(build("ARG BASE\nFROM $BASE\n"))).toEqual([]);
    expect(messages(build('ARG TAG=""\nFROM debian:${TAG}\n'))).toEqual([]);
    expect(messages(build("FROM debian:${TAG}\n"))).toEqual(['failed to parse stage name "debian:": invalid reference format']);
  });

  it("holds variables of an unknown base for unknown, but not the platform's", () => {
    const built = build("FROM ghcr.io/some/jdk\nENV A=$JAVA_HOME B=$TARGETARCH\n");

    expect(effects(built, "set-env").map(({ value }) => value.pieces[0])).toMatchObject([{ kind: "unknown", because: "base-image" }, { kind: "unset" }]);
  });

  it("knows that a known base does not set a variable", () => {
    const built = build("FROM debian:12\nENV A=$JAVA_HOME\n", { images: { "docker.io/library/debian:12": { env: ["LANG=C"] } } });

    expect(effects(built, "read-unset")).toMatchObject([{ name: "JAVA_HOME" }]);
  });
});

describe("variables of a base of which part is known", () => {
  const images = { "docker.io/library/php:8": { env: ["PHP_INI_DIR=/etc/php"], envPartial: true } };

  it("are unknown, not unset", () => {
    const built = build("FROM php:8\nENV A=$PHP_VERSION B=$PHP_INI_DIR C=$NOBODY\n", { images });

    expect(effects(built, "read-unset")).toMatchObject([{ name: "NOBODY" }]);
    expect(effects(built, "set-env").map(({ value }) => textOf(value))).toEqual(["\uFFFC", "/etc/php", ""]);
  });
});

describe("triggers of an image", () => {
  const images = { "docker.io/library/starter:latest": { env: [], onbuild: ["ARG TARGETARCH", "COPY files-$TARGETARCH /files"] } };

  it("have their effects at FROM", () => {
    const source = "FROM starter\n";
    const [copy] = effects(build(source, { images }), "copy");

    expect(source.slice(copy?.at.start, copy?.at.end)).toBe("starter");
    expect(copy?.at.file).toBe("Dockerfile");
    expect(textOf(copy?.sources[0] ?? { pieces: [] })).toBe("files-arm64");
    expect(copy?.sources[0]?.pieces.every((piece) => piece.kind === "text" && !piece.verbatim && piece.from.file === "Dockerfile")).toBe(true);
  });
});

describe("variables that a trigger sets", () => {
  const images = { "docker.io/library/starter:latest": { env: [], onbuild: ["ENV FILES=files-amd64"] } };

  it("stand at FROM wherever they are read", () => {
    const [copy] = effects(build("FROM starter\nCOPY $FILES /files\n", { images }), "copy");

    expect(copy?.sources[0]?.pieces).toMatchObject([{ text: "files-amd64", verbatim: false, from: { file: "Dockerfile", start: 5 } }]);
  });
});

describe("errors", () => {
  it("are told once, in the order of the file", () => {
    const built = build("FROM debian:12 AS a\nONBUILD COPY --from=$X /a /a\nFROM a\nFROM a\nCOPY --from=9 /a /a\n");

    expect(messages(built)).toEqual([
      "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
      "invalid from flag value 9: invalid stage index 9",
    ]);
  });

  it("do not stop the evaluation", () => {
    const built = build("FROM debian:12\nENV A=${B:=c}\nNONSENSE\nADD https://dl.example/x /x\n");

    expect(messages(built)).toHaveLength(2);
    expect(effects(built, "download")).toHaveLength(1);
  });

  it.each(["", "ARG A", "RUN one", "FROM", "FROM a AS", "FROM a AS b c", "COPY", "FROM a\nCOPY\nADD x\nENV\nENV A\nARG\nSHELL []\nCMD []\nVOLUME []\nHEALTHCHECK\nONBUILD\nWORKDIR", "\uFEFF\0"])(
    "are all that a broken file gives: %j",
    (text) => {
      expect(messages(build(text)).length).toBeGreaterThan(0);
    },
  );
});
