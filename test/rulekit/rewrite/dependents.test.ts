import { expect, test } from "vitest";
import type { Value } from "../../../src/evaluate/value.ts";
import { effect, rangeOf, rewritten, written } from "../support.ts";

const GO = { "linux/amd64": "amd64", "linux/arm64": "arm64" };

function ran(text: string, command: string, instruction: number, options: { quoting?: "shell" | "shell-double" } = {}) {
  const at = rangeOf(text, command);
  const words = command.split(" ").map((word): Value => written(text, word.replaceAll('"', ""), { nth: nthBefore(text, word.replaceAll('"', ""), at.start), ...options }));
  return effect({ kind: "run", argv: words, words: words.map(() => at), by: "shell" }, at, instruction);
}

function nthBefore(text: string, words: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf(words); at >= 0 && at < offset; at = text.indexOf(words, at + 1)) count += 1;
  return count;
}

function change(text: string, command: string, instruction: number) {
  const effects = () => [[ran(text, command, instruction)]];
  return rewritten({ text, value: "https://example.com/jq_1.7_linux_amd64.tgz", word: "amd64", words: GO, effects });
}

test("changes the archive's name in the command that unpacks it", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/jq_1.7_linux_amd64.tgz && tar xf jq_1.7_linux_amd64.tgz\n";
  expect(change(text, "tar xf jq_1.7_linux_amd64.tgz", 1)).toContain("tar xf jq_1.7_linux_${TARGETARCH}.tgz\n");
});

test("asks in the same way for both names of a Debian package", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/jq_1.7_amd64.deb && dpkg -i jq_1.7_amd64.deb\n";
  const effects = () => [[ran(text, "dpkg -i jq_1.7_amd64.deb", 1)]];
  expect(rewritten({ text, value: "https://example.com/jq_1.7_amd64.deb", word: "amd64", words: GO, effects })).toBe(
    text.replaceAll("amd64", "$(dpkg --print-architecture)"),
  );
});

test("changes it in a later step too", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/jq_1.7_linux_amd64.tgz\nRUN mv jq_1.7_linux_amd64/jq /bin\n";
  expect(change(text, "mv jq_1.7_linux_amd64/jq /bin", 2)).toContain("mv jq_1.7_linux_${TARGETARCH}/jq /bin\n");
});

test("changes the folder that an archive unpacks to, in the same step", () => {
  const text = "FROM debian:12\nRUN curl https://example.com/jq_1.7_linux_amd64.tgz | tar xz; mv linux-amd64/jq /bin\n";
  expect(change(text, "mv linux-amd64/jq /bin", 1)).toContain("mv linux-${TARGETARCH}/jq /bin\n");
});

test("leaves another file of the same architecture alone", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/jq_1.7_linux_amd64.tgz\nRUN mv linux-amd64/yq /bin\n";
  expect(change(text, "mv linux-amd64/yq /bin", 2)).toContain("mv linux-amd64/yq /bin\n");
});

test("changes the source of a copy out of the stage", () => {
  const text = "FROM debian:12 AS get\nRUN curl -O https://example.com/jq_1.7_linux_amd64.tgz\nFROM debian:12\nCOPY --from=get /jq_1.7_linux_amd64.tgz /\n";
  const sources = [written(text, "/jq_1.7_linux_amd64.tgz", { nth: 1, quoting: "builder" })];
  const to = written(text, " /\n", { quoting: "builder" });
  const copy = effect({ kind: "copy", from: { kind: "stage", stage: 0 }, sources, to, by: "COPY" }, rangeOf(text, "COPY"), 3);
  expect(rewritten({ text, value: "https://example.com/jq_1.7_linux_amd64.tgz", word: "amd64", words: GO, effects: () => [[], [copy]] })).toBe(
    "FROM debian:12 AS get\nARG TARGETARCH\nRUN curl -O https://example.com/jq_1.7_linux_${TARGETARCH}.tgz\nFROM debian:12\nARG TARGETARCH\nCOPY --from=get /jq_1.7_linux_${TARGETARCH}.tgz /\n",
  );
});

test("takes nothing for a dependent when the word is a folder of the URL", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/linux/amd64/kubectl && mv kubectl /opt/amd64/kubectl\n";
  const effects = () => [[ran(text, "mv kubectl /opt/amd64/kubectl", 1)]];
  expect(rewritten({ text, value: "https://example.com/linux/amd64/kubectl", word: "amd64", words: GO, effects })).toContain("mv kubectl /opt/amd64/kubectl\n");
});
