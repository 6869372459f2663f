import { describe, expect, it } from "vitest";
import type { Value } from "../../../src/evaluate/value.ts";
import { output, run, valueAt } from "./support.ts";

const origins = (value: Value | undefined): string[] => (value?.pieces ?? []).flatMap((piece) => (piece.kind === "text" && piece.text !== "\n" ? [`${piece.origin}:${piece.text}`] : []));
const filter = (command: string, stdin: string): string | undefined => output(command, { stdin });

describe("echo and printf", () => {
  it.each([
    ["echo a b", "a b\n"],
    ["echo -n a", "a"],
    ["echo -ne 'a\\tb'", "a\tb"],
    ["echo -x", "-x\n"],
    ["printf '%s-%s\\n' a b c", "a-b\nc-\n"],
    ["printf 'deb %s %%\\n' x", "deb x %\n"],
    ["printf hello", "hello"],
    ["printf '%s\\n' ?", "?\n"],
  ])("%s", (command, expected) => {
    expect(output(command)).toBe(expected);
  });

  it("keeps the places of what it prints", () => {
    expect(run("printf '%s  %s' sum tool-amd64.tgz").stdout?.pieces.at(-1)).toMatchObject({ text: "tool-amd64.tgz", verbatim: true, origin: "literal" });
  });
});

describe("sed", () => {
  it.each([
    ["sed s/x86_64/amd64/", "x86_64\n", "amd64\n"],
    ["sed 's/x86_64/amd64/;s/aarch64/arm64/'", "linux-aarch64", "linux-arm64\n"],
    ["sed -e s/x86_64/amd64/ -e 's|aarch64|arm64|'", "aarch64", "arm64\n"],
    ["sed -E 's/(x86_64|amd64)/x64/g'", "x86_64 amd64", "x64 x64\n"],
    ["sed 's/\\(x86\\)_64/\\1-64/'", "x86_64", "x86-64\n"],
    ["sed -r 's/^v([0-9]+)\\..*/\\1/'", "v18.2.1", "18\n"],
    ["sed 's#/usr#/opt#'", "/usr/lib", "/opt/lib\n"],
    ["sed 's/a/b/2'", "aaa", "aba\n"],
    ["sed -n 's/^arch=//p'", "x=1\narch=arm64\n", "arm64\n"],
    ["sed y/abc/xyz/", "aabbcc", "xxyyzz\n"],
    ["sed -n 2p", "a\nb\nc\n", "b\n"],
    ["sed '/^#/d'", "# x\ny\n", "y\n"],
    ["sed 's/.*/\"&\"/'", "a", '"a"\n'],
    ["sed 's/\\.tar\\.gz$//'", "tool.tar.gz", "tool\n"],
    ["sed 's/[^0-9.]*//g'", "v1.2-rc", "1.2\n"],
    ["sed 's/[[:space:]]\\+/ /g'", "a   b", "a b\n"],
  ])("%s on %j", (command, stdin, expected) => {
    expect(filter(command, stdin)).toBe(expected);
  });

  it.each(["sed 's/\\(a\\)\\1/x/'", "sed '1,3d'", "sed 's/a/\\U&/'", "sed -f script.sed", "sed s/a/b/ file.txt", "sed 'N;s/a/b/'"])("does not guess %s", (command) => {
    expect(filter(command, "aa")).toBe("?");
  });

  it("follows the platform when its input does", () => {
    expect(origins(run("sed s/x86_64/amd64/", { stdin: "@x86_64@" }).stdout)).toEqual(["platform:amd64"]);
    expect(origins(run("sed s/x86_64/amd64/", { stdin: "x86_64" }).stdout)).toEqual(["other:amd64"]);
    expect(origins(run("sed s/v//", { stdin: "v1-amd64" }).stdout)).toEqual(["literal:1-amd64"]);
  });

  it("keeps the places of what it leaves alone", () => {
    expect(run("sed s/x/y/", { stdin: "ax-amd64" }).stdout?.pieces[2]).toMatchObject({ text: "-amd64", from: { start: 1002, end: 1008 }, verbatim: true });
  });

  it("ends on patterns that make others backtrack", () => {
    expect(filter("sed -E 's/(a*)*b/x/'", "a".repeat(5_000))).toBe(`${"a".repeat(5_000)}\n`);
    expect(filter("sed -E 's/a(.*z)?/y/g'", "a".repeat(60_000))).toBe("?");
  });
});

describe("awk, cut, tr", () => {
  it.each([
    ["awk '{print $1}'", "sum  file\n", "sum\n"],
    ["awk '{ print $NF }'", "a b c", "c\n"],
    ["awk -F. '{print $1\".\"$2}'", "1.2.3", "1.2\n"],
    ["awk -F '-' '{print $1, $2}'", "a-b", "a b\n"],
    ["awk '/amd64/{print $2; exit}'", "arm64 x\namd64 y\namd64 z\n", "y\n"],
    ["awk 'NR==2 {print}'", "a\nb\n", "b\n"],
    ["awk '{print toupper($1)}'", "a", "?"],
    ["awk '{print $1}' file", "a", "?"],
    ["cut -d- -f2", "linux-amd64", "amd64\n"],
    ["cut -d . -f 1,2", "1.2.3", "1.2\n"],
    ["cut -d. -f2-", "1.2.3", "2.3\n"],
    ["cut -c1-3", "abcdef", "abc\n"],
    ["cut -f1", "no tab", "no tab\n"],
    ["cut -d. -f2", "?.5", "?\n"],
    ["awk '{print $2}'", "?  tool-amd64.tgz", "tool-amd64.tgz\n"],
    ["tr '[:upper:]' '[:lower:]'", "AMD64", "amd64"],
    ["tr A-Z a-z", "X64", "x64"],
    ["tr -d 'v\\n'", "v1\n", "1"],
    ["tr _ -", "x86_64", "x86-64"],
    ["tr -cd 0-9.", "v1.2-rc", "1.2"],
    ["tr -s ' '", "a   b", "a b"],
  ])("%s on %j", (command, stdin, expected) => {
    expect(filter(command, stdin)).toBe(expected);
  });

  it("keeps places and origins", () => {
    expect(run("cut -d- -f2", { stdin: "linux-amd64" }).stdout?.pieces[0]).toMatchObject({ text: "amd64", from: { start: 1006, end: 1011 }, verbatim: true });
    expect(origins(run("tr _ -", { stdin: "@x86_64@-amd64" }).stdout)).toEqual(["platform:x86", "platform:-", "platform:64", "literal:-amd64"]);
  });
});

describe("selecting lines", () => {
  it.each([
    ["head -1", "a\nb\n", "a\n"],
    ["head -n 2", "a\nb\nc\n", "a\nb\n"],
    ["tail -n1", "a\nb\n", "b\n"],
    ["tail -n +2", "a\nb\nc\n", "b\nc\n"],
    ["sort -u", "b\na\nb\n", "a\nb\n"],
    ["sort -V", "only\n", "only\n"],
    ["sort -V", "b\na\n", "?"],
    ["uniq", "a\na\nb\n", "a\nb\n"],
    ["grep amd64", "arm64 x\namd64 y\n", "amd64 y\n"],
    ["grep -oE '[0-9]+'", "v12.3", "12\n3\n"],
    ["grep -v '^#'", "# c\nd\n", "d\n"],
    ["rev", "abc", "cba\n"],
    ["basename /a/tool.tgz .tgz", "", "tool\n"],
    ["dirname /a/b/c", "", "/a/b\n"],
    ["cat", "through", "through"],
    ["cat -", "through", "through"],
    ["cat file", "x", "?"],
  ])("%s on %j", (command, stdin, expected) => {
    expect(filter(command, stdin)).toBe(expected);
  });

  it("knows whether grep finds something only where all is known", () => {
    expect(run("grep -q amd64", { stdin: "amd64" }).status).toBe("succeeds");
    expect(run("grep -q amd64", { stdin: "arm64" }).status).toBe("fails");
    expect(run("grep -q amd64", { stdin: "?" }).status).toBe("unknown");
    expect(run("grep -q avx2 /proc/cpuinfo").status).toBe("unknown");
    expect(run("grep -qE '^(arm|aarch)64$'", { stdin: valueAt("@aarch64@\n", 0) }).status).toBe("succeeds");
  });

  it("says nothing where the input is unknown", () => {
    for (const command of ["sed s/a/b/", "awk '{print $1}'", "cut -f1", "tr a b", "head -1", "sort", "grep x", "cat"]) expect(output(command)).toBe("?");
  });
});
