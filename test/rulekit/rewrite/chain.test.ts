import { expect, test } from "vitest";
import { rewrites, rewritten } from "../support.ts";

const KERNEL = { "linux/amd64": "x86_64", "linux/arm64": "aarch64" };

test("derives a builder's word from TARGETARCH by substitution", () => {
  const text = "FROM debian:12\nENV LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu\n";
  const [best] = rewrites({ text, value: "/usr/lib/x86_64-linux-gnu", word: "x86_64", words: KERNEL, quoting: "builder" });
  expect(best?.after).toBe(`FROM debian:12
ARG TARGETARCH
ARG MACHINE=\${TARGETARCH/amd64/x86_64}
ARG MACHINE=\${MACHINE/arm64/aarch64}
ENV LD_LIBRARY_PATH=/usr/lib/\${MACHINE}-linux-gnu
`);
  expect(best?.needsFrontend).toBe("1.7");
});

test("gives an ARG that holds nothing but the word the derived default, so that it can still be set from outside", () => {
  const text = "FROM debian:12\nARG ARCH=x64\nRUN curl -O https://example.com/${ARCH}\n";
  const words = { "linux/amd64": "x64", "linux/arm64": "arm64" };
  expect(rewritten({ text, value: "x64", word: "x64", words, quoting: "builder" })).toBe(
    "FROM debian:12\nARG TARGETARCH\nARG ARCH=${TARGETARCH/amd64/x64}\nRUN curl -O https://example.com/${ARCH}\n",
  );
});

test("asks for a frontend that knows substitution where an older one is written", () => {
  const text = "# syntax=docker/dockerfile:1.4\nFROM debian:12\nADD https://example.com/jq-x86_64 /jq\n";
  const change = { value: "https://example.com/jq-x86_64", word: "x86_64", words: KERNEL, quoting: "builder" } as const;
  const syntaxOf = (written: string) => rewritten({ ...change, text: text.replace("1.4", written) })?.split("\n")[0];
  expect(syntaxOf("1.4")).toBe("# syntax=docker/dockerfile:1.7");
  expect(syntaxOf("1.3.0-labs")).toBe("# syntax=docker/dockerfile:1.7-labs");
  expect(syntaxOf("1")).toBe("# syntax=docker/dockerfile:1");
  expect(syntaxOf("1.10")).toBe("# syntax=docker/dockerfile:1.10");
});

test("offers no substitution to a frontend that is pinned to an older digest", () => {
  const text = `# syntax=docker/dockerfile:1.4@sha256:${"a".repeat(64)}\nFROM debian:12\nADD https://example.com/jq-x86_64 /jq\n`;
  expect(rewritten({ text, value: "https://example.com/jq-x86_64", word: "x86_64", words: KERNEL, quoting: "builder" })).toBeUndefined();
});

test("offers no chain whose steps would undo each other", () => {
  const text = "FROM debian:12\nADD https://example.com/jq-x86_64 /jq\n";
  const words = { "linux/amd64": "x86_64", "linux/386": "arm", "linux/arm/v7": "x" };
  const platforms = Object.keys(words);
  expect(rewritten({ text, value: "https://example.com/jq-x86_64", word: "x86_64", words, quoting: "builder", platforms })).toBeUndefined();
});

test("declares what FROM reads before the first FROM", () => {
  const text = "FROM debian:12 AS a\nFROM example.com/tools-x86_64:1\n";
  expect(rewritten({ text, value: "example.com/tools-x86_64:1", word: "x86_64", words: KERNEL, quoting: "builder" })).toBe(
    "ARG MACHINE=${TARGETARCH/amd64/x86_64}\nARG MACHINE=${MACHINE/arm64/aarch64}\nFROM debian:12 AS a\nFROM example.com/tools-${MACHINE}:1\n",
  );
});
