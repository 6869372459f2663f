import { expect, test } from "vitest";
import { evaluate } from "../../../src/evaluate/index.ts";
import type { Build } from "../../../src/evaluate/build.ts";
import type { Effect } from "../../../src/evaluate/effect.ts";
import { textOf } from "../../../src/evaluate/value.ts";
import { effectsOf, valuesOf } from "../../../src/rulekit/effects.ts";
import { foreignWords, platformNamed } from "../../../src/rulekit/foreign-words.ts";
import { followPlatform } from "../../../src/rulekit/rewrite/follow-platform.ts";
import { parseDockerfile } from "../../../src/syntax/dockerfile/index.ts";
import { World } from "../../../src/session/world.ts";
import { applyEdits } from "../../../src/text/index.ts";
import { AMD64, ARM64, FILE } from "../support.ts";

const GO = { "linux/amd64": "amd64", "linux/arm64": "arm64" };
const KERNEL = { "linux/amd64": "x86_64", "linux/arm64": "aarch64" };
const NODE = { "linux/amd64": "x64", "linux/arm64": "arm64" };

function build(text: string, name: string): Build {
  const context = { readText: () => undefined, has: () => undefined };
  return evaluate(parseDockerfile(FILE, text), { target: platformNamed(name), builder: AMD64, buildArgs: new Map(), context, images: { find: () => undefined } });
}

/** What downloads and image variables say on a platform. */
function said(text: string, name: string): readonly string[] {
  const built = build(text, name);
  const downloads = [...effectsOf(built, "download")].map(({ effect }) => textOf(effect.url));
  const variables = [...effectsOf(built, "set-env")].filter(({ effect }) => effect.scope === "image").map(({ effect }) => `${effect.name}=${textOf(effect.value)}`);
  return [...downloads, ...variables, ...built.errors.map((error) => error.message)];
}

/** The text after the best rewrite of every foreign word of downloads and image variables, one after the other. */
function mended(text: string, words: Readonly<Record<string, string>>): string {
  let at = text;
  for (let round = 0; round < 5; round += 1) {
    const builds = [build(at, "linux/amd64"), build(at, "linux/arm64")];
    const [, arm64] = builds as [Build, Build];
    const next = firstRewrite(arm64, builds, { text: at, words });
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

function firstRewrite(arm64: Build, builds: readonly Build[], { text, words }: { text: string; words: Readonly<Record<string, string>> }): string | undefined {
  const matrix = { dockerfile: arm64.dockerfile, builds, textOf: (file: string) => (file === FILE ? text : undefined), facts: new World().facts };
  for (const kind of ["download", "set-env"] as const) {
    for (const { effect, stage } of effectsOf(arm64, kind)) {
      const found = valuesOf(effect as Effect).flatMap((value) => foreignWords(value, ARM64));
      const wanted = found.map((word) => ({ word, words: new Map(Object.entries(words)) }));
      const [best] = wanted.length === 0 ? [] : followPlatform({ matrix, build: arm64, stage, effect, wanted });
      if (best !== undefined) return applyEdits(text, best.edits);
    }
  }
  return undefined;
}

test.each([
  ["a download by the builder, in Docker's words", "FROM debian:12\nADD https://example.com/jq-amd64.tgz /opt/\n", GO],
  ["a download by the builder, in the machine's words", "FROM debian:12\nADD https://example.com/jq-x86_64.tgz /opt/\n", KERNEL],
  ["a variable of the image", "FROM debian:12\nENV LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu\n", KERNEL],
  ["a variable of the image in the old form", "FROM debian:12\nENV JAVA_HOME /usr/lib/jvm/java-17-openjdk-amd64\n", GO],
  ["an argument that a download reads", "FROM debian:12\nARG ARCH=x64\nADD https://example.com/node-${ARCH}.tgz /opt/\n", NODE],
  ["an argument before the first FROM", "ARG URL=https://example.com/jq-amd64.tgz\nFROM debian:12\nARG URL\nADD ${URL} /opt/\n", GO],
  ["two words of one file", "FROM debian:12\nADD https://example.com/a-amd64.tgz /opt/\nADD https://example.com/b-amd64.tgz /opt/\n", GO],
  ["a single-quoted word", "FROM debian:12\nENV HOME_DIR='/opt/tool-amd64'\n", GO],
  ["a command in the shell", "FROM debian:12\nRUN curl -fO https://example.com/jq-amd64.tgz\n", GO],
  ["a command in the machine's words", "FROM debian:12\nRUN set -eux; \\\n  curl -fO https://example.com/jq-x86_64.tgz\n", KERNEL],
  ["a command that needs a mapping", "FROM debian:12\nRUN apt-get update \\\n && curl -fO 'https://example.com/node-x64.tgz'\n", NODE],
  ["a script in a here-document", "FROM debian:12\nRUN <<END\nset -e\ncurl -fO https://example.com/node-x64.tgz\nEND\n", NODE],
])("mends %s on arm64 and leaves amd64 as it was", (_, text, words) => {
  const after = mended(text, words);
  expect(after).not.toBe(text);
  expect(said(after, "linux/amd64")).toEqual(said(text, "linux/amd64"));
  const from = Object.values(words)[0] ?? "";
  const to = Object.values(words)[1] ?? "";
  expect(said(after, "linux/arm64")).toEqual(said(text, "linux/arm64").map((line) => line.replaceAll(from, to)));
  expect(mended(after, words)).toBe(after);
});
