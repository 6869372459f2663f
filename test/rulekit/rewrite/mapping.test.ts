import { expect, test } from "vitest";
import { literal } from "../../../src/evaluate/value.ts";
import { effect, rangeOf, rewrites, rewritten } from "../support.ts";

const NODE = { "linux/amd64": "x64", "linux/arm64": "arm64" };
const PROTOC = { "linux/amd64": "x86_64", "linux/arm64": "aarch_64" };

function mapped(text: string, options: { value?: string; words?: Readonly<Record<string, string>>; word?: string } = {}): string | undefined {
  return rewritten({ text, value: options.value ?? "/node-x64.tgz", word: options.word ?? "x64", words: options.words ?? NODE });
}

test("puts a case before a command on one line", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toBe(`FROM debian:12
ARG TARGETARCH
RUN case "\${TARGETARCH}" in \\
      amd64) arch='x64' ;; \\
      arm64) arch='arm64' ;; \\
      *) echo "unsupported architecture: \${TARGETARCH}" >&2; exit 1 ;; \\
    esac \\
 && curl -O https://example.com/node-\${arch}.tgz
`);
});

test("follows a script whose operators open the lines", () => {
  const text = "FROM debian:12\nRUN apt-get update \\\n    && curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toBe(`FROM debian:12
ARG TARGETARCH
RUN case "\${TARGETARCH}" in \\
         amd64) arch='x64' ;; \\
         arm64) arch='arm64' ;; \\
         *) echo "unsupported architecture: \${TARGETARCH}" >&2; exit 1 ;; \\
       esac \\
    && apt-get update \\
    && curl -O https://example.com/node-\${arch}.tgz
`);
});

test("indents with tabs alone where the lines that operators open are", () => {
  const text = "FROM debian:12\nRUN apt-get update \\\n\t&& curl -O https://example.com/node-x64.tgz\n";
  const lines = (mapped(text) ?? "").split("\n");
  expect(lines.filter((line) => /^\s*(?:amd64\)|\*\)|esac)/.test(line)).map((line) => /^\s*/.exec(line)?.[0])).toEqual(["\t\t", "\t\t", "\t"]);
});

test("follows a script whose operators end the lines", () => {
  const text = "FROM debian:12\nRUN apt-get update && \\\n    curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toBe(`FROM debian:12
ARG TARGETARCH
RUN case "\${TARGETARCH}" in \\
      amd64) arch='x64' ;; \\
      arm64) arch='arm64' ;; \\
      *) echo "unsupported architecture: \${TARGETARCH}" >&2; exit 1 ;; \\
    esac && \\
    apt-get update && \\
    curl -O https://example.com/node-\${arch}.tgz
`);
});

test("comes behind a leading set, with tabs and CRLF kept", () => {
  const text = "FROM debian:12\r\nRUN set -eux; \\\r\n\tcurl -O https://example.com/node-x64.tgz; \\\r\n\tls\r\n";
  expect(mapped(text)).toBe(
    [
      "FROM debian:12",
      "ARG TARGETARCH",
      "RUN set -eux; \\",
      '\tcase "${TARGETARCH}" in \\',
      "\t\tamd64) arch='x64' ;; \\",
      "\t\tarm64) arch='arm64' ;; \\",
      '\t\t*) echo "unsupported architecture: ${TARGETARCH}" >&2; exit 1 ;; \\',
      "\tesac; \\",
      "\tcurl -O https://example.com/node-${arch}.tgz; \\",
      "\tls",
      "",
    ].join("\r\n"),
  );
});

test("comes behind set -ex when && opens the next line", () => {
  const text = "FROM debian:12\nRUN set -ex \\\n  && curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toContain("RUN set -ex \\\n  && case \"${TARGETARCH}\" in \\\n       amd64)");
  expect(mapped(text)).toContain("     esac \\\n  && curl -O https://example.com/node-${arch}.tgz\n");
});

test("is indented as the commands are, not as arguments that go on over lines", () => {
  const text = "FROM debian:12\nRUN apt-get install \\\n      curl && \\\n  curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toContain("\\\n  esac && \\\n  apt-get install \\\n");
});

test("uses the file's escape character", () => {
  const text = "# escape=`\nFROM debian:12\nRUN curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toContain('RUN case "${TARGETARCH}" in `\n');
});

test("keeps the variables out of a background list", () => {
  const text = "FROM debian:12\nRUN server & curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toContain("   esac \\\n ; server & curl");
});

test("needs no continuations in a here-document", () => {
  const text = "FROM debian:12\nRUN <<END\n#!/bin/sh\nset -e\ncurl -O https://example.com/node-x64.tgz\nEND\n";
  expect(mapped(text)).toBe(`FROM debian:12
ARG TARGETARCH
RUN <<END
#!/bin/sh
set -e
case "\${TARGETARCH}" in
  amd64) arch='x64' ;;
  arm64) arch='arm64' ;;
  *) echo "unsupported architecture: \${TARGETARCH}" >&2; exit 1 ;;
esac
curl -O https://example.com/node-\${arch}.tgz
END
`);
});

test("asks the machine in a script of the build context", () => {
  const text = "FROM debian:12\nCOPY get.sh /\nRUN sh /get.sh\n";
  const script = "#!/bin/sh\n# fetches protoc\n\nset -eu\n\ncurl -O https://example.com/protoc-x86_64.zip\n";
  const after = rewritten({ text, files: { "get.sh": script }, file: "get.sh", value: "/protoc-x86_64.zip", word: "x86_64", words: PROTOC });
  expect(after).toBe(`#!/bin/sh
# fetches protoc

set -eu

case "$(uname -m)" in
  x86_64) arch='x86_64' ;;
  aarch64) arch='aarch_64' ;;
  *) echo "unsupported architecture: $(uname -m)" >&2; exit 1 ;;
esac
curl -O https://example.com/protoc-\${arch}.zip
`);
});

test("takes a name that the script and the arguments do not use", () => {
  const text = "FROM debian:12\nARG arch=\nRUN asset_arch=1 curl -O https://example.com/node-x64.tgz\n";
  expect(mapped(text)).toContain("amd64) file_arch='x64' ;;");
});

test("maps only the part in which the words differ", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/protoc-linux-x86_64-gnu.zip\n";
  const words = { "linux/amd64": "linux-x86_64-gnu", "linux/arm64": "linux-aarch_64-gnu" };
  const after = mapped(text, { value: "x86_64", word: "x86_64", words: PROTOC });
  expect(after).toContain("/protoc-linux-${arch}-gnu.zip");
  expect(words["linux/arm64"]).toContain("aarch_64");
});

test("uses a variable of the script that holds the words already", () => {
  const text = "FROM debian:12\nRUN node=$(query); curl -O https://example.com/node-x64.tgz\n";
  const at = rangeOf(text, "node=$(query)");
  const sets = (word: string) => effect({ kind: "set-env", name: "node", value: literal(word, at), scope: "shell" }, at, 1);
  const change = { text, value: "/node-x64.tgz", word: "x64", words: NODE };
  expect(rewritten({ ...change, effects: (_, platform) => [[sets(platform === "linux/arm64" ? "arm64" : "x64")]] })).toBe(
    "FROM debian:12\nRUN node=$(query); curl -O https://example.com/node-${node}.tgz\n",
  );
  // A variable that holds the same word everywhere does not follow the platform.
  expect(rewritten({ ...change, effects: () => [[sets("x64")]] })).toContain("node-${arch}.tgz");
});

test("uses no variable that only a part of the paths sets, or that is set later", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/node-x64.tgz; node=$(query)\n";
  const at = rangeOf(text, "node=$(query)");
  const late = (word: string) => effect({ kind: "set-env", name: "node", value: literal(word, at), scope: "shell" }, at, 1);
  const effects = (_: unknown, platform: string) => [[late(platform === "linux/arm64" ? "arm64" : "x64")]];
  expect(rewritten({ text, value: "/node-x64.tgz", word: "x64", words: NODE, effects })).toContain("node-${arch}.tgz");
});

test("offers the mapping as second choice behind a query", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/node-amd64.tgz\n";
  const all = rewrites({ text, value: "/node-amd64.tgz", word: "amd64", words: { "linux/amd64": "amd64", "linux/arm64": "arm64" } });
  expect(all).toHaveLength(2);
  expect(all[0]?.after).toContain("node-${TARGETARCH}.tgz");
  expect(all[1]?.after).toContain("arm64) arch='arm64' ;;");
});
