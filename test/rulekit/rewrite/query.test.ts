import { expect, test } from "vitest";
import { rewrites, rewritten } from "../support.ts";

const GO = { "linux/amd64": "amd64", "linux/arm64": "arm64" };
const KERNEL = { "linux/amd64": "x86_64", "linux/arm64": "aarch64" };

test("uses TARGETARCH where Docker's own words fit, and declares it behind FROM", () => {
  const text = "FROM debian:12\nRUN curl -fsSLo /bin/jq https://example.com/jq-linux-amd64\n";
  expect(rewritten({ text, value: "https://example.com/jq-linux-amd64", word: "amd64", words: GO })).toBe(
    "FROM debian:12\nARG TARGETARCH\nRUN curl -fsSLo /bin/jq https://example.com/jq-linux-${TARGETARCH}\n",
  );
});

test("declares behind the block of ARGs that follows FROM and keeps CRLF", () => {
  const text = "FROM debian:12\r\nARG VERSION=1\r\n\r\nRUN curl -O https://example.com/$VERSION/jq-amd64\r\n";
  expect(rewritten({ text, value: "/jq-amd64", word: "amd64", words: GO })).toBe(
    "FROM debian:12\r\nARG VERSION=1\r\nARG TARGETARCH\r\n\r\nRUN curl -O https://example.com/$VERSION/jq-$TARGETARCH\r\n",
  );
});

test("declares nothing twice", () => {
  const text = "FROM debian:12\nARG TARGETARCH\nADD https://example.com/jq-amd64 /bin/jq\n";
  expect(rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO, quoting: "builder" })).toBe(
    "FROM debian:12\nARG TARGETARCH\nADD https://example.com/jq-${TARGETARCH} /bin/jq\n",
  );
});

test("inherits the declaration of the local stage it is built from", () => {
  const text = "FROM debian:12 AS base\nARG TARGETARCH\nFROM base\nRUN curl -O https://example.com/jq-amd64\n";
  expect(rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO })).toBe(
    "FROM debian:12 AS base\nARG TARGETARCH\nFROM base\nRUN curl -O https://example.com/jq-${TARGETARCH}\n",
  );
});

test("declares in each stage of its own", () => {
  const text = "FROM debian:12 AS tools\nARG TARGETARCH\nFROM debian:12\nRUN curl -O https://example.com/jq-amd64\n";
  expect(rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO })).toBe(
    "FROM debian:12 AS tools\nARG TARGETARCH\nFROM debian:12\nARG TARGETARCH\nRUN curl -O https://example.com/jq-${TARGETARCH}\n",
  );
});

test("needs no declaration before the first FROM", () => {
  const text = "ARG URL=https://example.com/jq-amd64\nFROM debian:12\nARG URL\nRUN curl -O $URL\n";
  expect(rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO, quoting: "builder" })).toBe(
    "ARG URL=https://example.com/jq-${TARGETARCH}\nFROM debian:12\nARG URL\nRUN curl -O $URL\n".replace("${TARGETARCH}", "$TARGETARCH"),
  );
});

test("does not rely on a TARGETARCH that a default shadows, and asks the machine", () => {
  const text = "FROM debian:12\nARG TARGETARCH=amd64\nRUN curl -O https://example.com/jq-amd64\n";
  const [best] = rewrites({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO });
  expect(best?.after).toContain("jq-$(dpkg --print-architecture)");
});

test("offers nothing in ADD when TARGETARCH is shadowed", () => {
  const text = "FROM debian:12\nENV TARGETARCH amd64\nADD https://example.com/jq-amd64 /bin/jq\n";
  expect(rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO, quoting: "builder" })).toBeUndefined();
});

test("asks uname where the file is named after the machine", () => {
  const text = 'FROM debian:12\nRUN curl -fL "https://example.com/jq-Linux-x86_64.tgz" | tar xz\n';
  expect(rewritten({ text, value: "https://example.com/jq-Linux-x86_64.tgz", word: "x86_64", words: KERNEL, quoting: "shell-double" })).toBe(
    'FROM debian:12\nRUN curl -fL "https://example.com/jq-Linux-$(uname -m).tgz" | tar xz\n',
  );
});

test("never asks the machine in a stage that runs on the builder", () => {
  const text = "FROM --platform=$BUILDPLATFORM debian:12\nRUN curl -O https://example.com/jq-x86_64\n";
  const after = rewritten({ text, value: "https://example.com/jq-x86_64", word: "x86_64", words: KERNEL, crossing: [0] });
  expect(after).not.toContain("uname");
  expect(after).toContain("arm64) arch='aarch64' ;;");
});

test("never asks uname for a 32-bit platform, whose kernel may be a 64-bit one", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/jq-x86_64\n";
  const words = { "linux/amd64": "x86_64", "linux/arm/v7": "armv7l" };
  const after = rewritten({ text, value: "https://example.com/jq-x86_64", word: "x86_64", words, platforms: ["linux/amd64", "linux/arm/v7"] });
  expect(after).not.toContain("$(uname");
  expect(after).toContain("arm) arch='armv7l' ;;");
});

test("asks dpkg in a package source", () => {
  const text = 'FROM debian:12\nRUN echo "deb [arch=amd64] https://example.com stable main" > /etc/apt/sources.list.d/a.list\n';
  const value = "deb [arch=amd64] https://example.com stable main";
  expect(rewritten({ text, value, word: "amd64", words: GO, quoting: "shell-double" })).toBe(
    'FROM debian:12\nRUN echo "deb [arch=$(dpkg --print-architecture)] https://example.com stable main" > /etc/apt/sources.list.d/a.list\n',
  );
});

test("keeps to the question that the stage asks already", () => {
  const text = "FROM debian:12\nRUN echo $(dpkg --print-architecture)\nRUN curl -O https://example.com/jq-amd64\n";
  expect(rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO })).toContain("jq-$(dpkg --print-architecture)\n");
});

test("does not ask dpkg where there is none", () => {
  const text = "FROM fedora:40\nARG TARGETARCH=amd64\nRUN curl -O https://example.com/jq-amd64\n";
  const after = rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO });
  expect(after).toContain("x86_64) arch='amd64' ;;");
  expect(after).not.toContain("dpkg");
});

test("asks the machine in CMD, where build arguments are gone", () => {
  const text = "FROM debian:12\nARG TARGETARCH\nCMD exec /opt/tool-amd64/run\n";
  expect(rewritten({ text, value: "/opt/tool-amd64/run", word: "amd64", words: GO })).toContain("/opt/tool-$(dpkg --print-architecture)/run");
});

test("offers nothing for the exec form and for ONBUILD", () => {
  const exec = 'FROM debian:12\nRUN ["curl", "-O", "https://example.com/jq-amd64"]\n';
  expect(rewritten({ text: exec, value: "https://example.com/jq-amd64", word: "amd64", words: GO, quoting: "exec" })).toBeUndefined();
  const later = "FROM debian:12\nONBUILD RUN curl -O https://example.com/jq-amd64\n";
  expect(rewritten({ text: later, value: "https://example.com/jq-amd64", word: "amd64", words: GO })).toBeUndefined();
});

test("offers nothing when a wanted platform has no word, or all have the same", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/jq-amd64\n";
  const value = "https://example.com/jq-amd64";
  expect(rewritten({ text, value, word: "amd64", words: { "linux/amd64": "amd64" } })).toBeUndefined();
  expect(rewritten({ text, value, word: "amd64", words: { "linux/amd64": "amd64", "linux/arm64": "amd64" } })).toBeUndefined();
});

test("joins the variant where the words hold it", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/${V}/jq-amd64\n";
  const words = { "linux/amd64": "amd64", "linux/arm/v7": "armv7" };
  expect(rewritten({ text, value: "/jq-amd64", word: "amd64", words, platforms: ["linux/amd64", "linux/arm/v7"] })).toBe(
    "FROM debian:12\nARG TARGETARCH\nARG TARGETVARIANT\nRUN curl -O https://example.com/${V}/jq-${TARGETARCH}${TARGETVARIANT}\n",
  );
});
