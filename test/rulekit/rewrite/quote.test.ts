import { expect, test } from "vitest";
import { rewritten } from "../support.ts";

const GO = { "linux/amd64": "amd64", "linux/arm64": "arm64" };
const LINE = "deb [arch=amd64] https://example.com stable main";

function source(command: string): string {
  return `FROM debian:12\nRUN ${command} > /etc/apt/sources.list.d/a.list\n`;
}

test("turns single quotes into double ones where nothing between them changes its meaning", () => {
  expect(rewritten({ text: source(`echo '${LINE}'`), value: LINE, word: "amd64", words: GO, quoting: "shell-single" })).toBe(
    source('echo "deb [arch=$(dpkg --print-architecture)] https://example.com stable main"'),
  );
});

test("closes and opens single quotes around the expression where the rest would mean more", () => {
  const text = source(`printf '${LINE}\\n'`);
  expect(rewritten({ text, value: LINE, word: "amd64", words: GO, quoting: "shell-single" })).toBe(
    source(`printf 'deb [arch='"$(dpkg --print-architecture)"'] https://example.com stable main\\n'`),
  );
});

test("leaves ANSI-C quotes alone", () => {
  const text = source(`printf $'${LINE}'`);
  expect(rewritten({ text, value: LINE, word: "amd64", words: GO, quoting: "shell-single" })).toBeUndefined();
});

test("expands in the body of a here-document and not in a literal one", () => {
  const text = `FROM debian:12\nRUN cat <<END > /etc/apt/sources.list.d/a.list\n${LINE}\nEND\n`;
  expect(rewritten({ text, value: LINE, word: "amd64", words: GO, quoting: "heredoc" })).toContain("deb [arch=$(dpkg --print-architecture)] ");
  const quoted = text.replace("<<END", "<<'END'");
  expect(rewritten({ text: quoted, value: LINE, word: "amd64", words: GO, quoting: "heredoc-literal" })).toBeUndefined();
});

test("quotes a command's output that is a whole word", () => {
  const text = "FROM debian:12\nRUN ARCH=x86_64; curl -O https://example.com/jq-$ARCH\n";
  const words = { "linux/amd64": "x86_64", "linux/arm64": "aarch64" };
  expect(rewritten({ text, value: "x86_64", word: "x86_64", words })).toContain('RUN ARCH="$(uname -m)"; curl');
});

test("does not nest double quotes in backticks", () => {
  const text = "FROM debian:12\nRUN echo `tool --arch x86_64`\n";
  const words = { "linux/amd64": "x86_64", "linux/arm64": "aarch64" };
  expect(rewritten({ text, value: "x86_64", word: "x86_64", words })).toContain("`tool --arch $(uname -m)`");
});

test("braces the name where the next character would be read as part of it", () => {
  const text = "FROM debian:12\nRUN curl -O https://example.com/$V/amd64_linux\n";
  expect(rewritten({ text, value: "/amd64_linux", word: "amd64", words: GO })).toContain("/$V/${TARGETARCH}_linux");
});

test("turns the builder's single quotes into double ones", () => {
  const text = "FROM debian:12\nENV URL='https://example.com/jq-amd64'\n";
  expect(rewritten({ text, value: "https://example.com/jq-amd64", word: "amd64", words: GO, quoting: "builder-single" })).toBe(
    'FROM debian:12\nARG TARGETARCH\nENV URL="https://example.com/jq-${TARGETARCH}"\n',
  );
});
