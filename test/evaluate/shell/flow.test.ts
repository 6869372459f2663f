import { describe, expect, it } from "vitest";
import { textOf } from "../../../src/evaluate/value.ts";
import { commands, effectsOfKind, OFFSET, run, said, urls } from "./support.ts";

const CASE = `set -e
case "$(uname -m)" in
  x86_64) arch=amd64 ;;
  aarch64|arm64) arch=arm64 ;;
  *) echo "no build for this machine" >&2; exit 1 ;;
esac
curl -fLO https://x/tool-$arch.tgz`;

describe("case", () => {
  it("takes the branch of the platform and no other", () => {
    expect(urls(run(CASE, { arch: "arm64" }))).toEqual(["https://x/tool-arm64.tgz"]);
    expect(urls(run(CASE, { arch: "amd64" }))).toEqual(["https://x/tool-amd64.tgz"]);
  });

  it("fails where no branch knows the platform, and says what was asked", () => {
    const result = run(CASE, { arch: "s390x" });
    expect(urls(result)).toEqual([]);
    expect(effectsOfKind(result, "fail")[0]).toMatchObject({ because: "exit", runs: "always" });
    const [select] = effectsOfKind(result, "select");
    expect(select).toMatchObject({ by: "case", taken: "default" });
    expect(select?.patterns.map((pattern) => pattern.text)).toEqual(["x86_64", "aarch64", "arm64"]);
  });

  it("says when no branch was taken at all", () => {
    const [select] = effectsOfKind(run("case $TARGETARCH in amd64) a=x64;; esac"), "select");
    expect(select).toMatchObject({ taken: "none" });
    expect(select?.takenAt).toBeUndefined();
  });

  it("records no choice of an architecture for another subject", () => {
    expect(effectsOfKind(run("case $1 in amd64) a=x64;; esac", { args: ["sh", "amd64"] }), "select")).toEqual([]);
  });

  it.each([
    ["case v1.2 in v*) say star;; esac", ["star"]],
    ["case ab in [!x]?) say class;; esac", ["class"]],
    ["case '*' in '*') say quoted;; esac", ["quoted"]],
    ["case abc in '*') say no;; *) say other;; esac", ["other"]],
    ["case a in a) say one;& b) say two;; c) say three;; esac", ["one", "two"]],
    ["case a in a) say one;;& ?) say two;; esac", ["one", "two"]],
  ])("matches %s", (script, expected) => {
    expect(said(script)).toEqual(expected);
  });

  it("follows every branch that may be taken where the subject is unknown", () => {
    const result = run('case "$(cat /etc/which)" in amd64) say a;; arm64) say b;; esac; say end');
    expect(commands(result).filter((line) => line.includes("say"))).toEqual(["?say a", "?say b", "say end"]);
    expect(effectsOfKind(result, "run").find((effect) => effect.runs === "maybe")?.choices).toMatchObject([{ branch: 0, aboutArchitecture: true }]);
  });
});

describe("if", () => {
  it("decides by the platform and records the choice", () => {
    const script = 'if [ "$TARGETARCH" = "amd64" ]; then say x64; elif [ "$TARGETARCH" = "arm64" ]; then say arm; else exit 1; fi';
    expect(said(script)).toEqual(["arm"]);
    const [select] = effectsOfKind(run(script), "select");
    expect(select).toMatchObject({ by: "if", taken: "pattern" });
    expect(select?.patterns.map((pattern) => pattern.text)).toEqual(["amd64", "arm64"]);
  });

  it("takes the other branch for a platform that is not named", () => {
    const script = 'if [[ $(uname -m) == x86_64 ]]; then say x64; else say other; fi';
    expect(said(script)).toEqual(["other"]);
    expect(effectsOfKind(run(script), "select")[0]).toMatchObject({ taken: "default" });
  });

  it.each([
    ['[ "$TARGETARCH" = amd64 ] || exit 1', "default", "exit 1"],
    ['test "$(uname -m)" = aarch64 && say arm || say other', "pattern", "say arm"],
    ['[[ $TARGETARCH == amd64 ]] && say x64 || say other', "default", "say other"],
    ['[ "$TARGETARCH" != arm64 ] || { say arm; exit 1; }', "pattern", "{ say arm; exit 1; }"],
    ['[ "$TARGETARCH" = amd64 ] && say x64', "none", undefined],
    ['[ "$TARGETARCH" = amd64 ]', "none", undefined],
  ])("records what `%s` decides as a choice", (script, taken, branch) => {
    const [select] = effectsOfKind(run(script), "select");
    const at = select?.takenAt;
    expect(select).toMatchObject({ by: "if", taken });
    expect(at === undefined ? undefined : script.slice(at.start - OFFSET, at.end - OFFSET)).toBe(branch);
  });

  it.each(['[ -f "$TARGETARCH" ] || exit 1', '[ "$HOME" = amd64 ] || exit 1', 'if [ "$HOME" = x ] && [ -d /x ]; then say a; fi', 'say "$TARGETARCH" || exit 1'])("records no choice for `%s`", (script) => {
    expect(effectsOfKind(run(script), "select")).toEqual([]);
  });

  it("records a chain in a condition once", () => {
    expect(effectsOfKind(run('if [ "$TARGETARCH" = amd64 ] || [ "$TARGETARCH" = arm64 ]; then say a; fi'), "select")).toHaveLength(1);
  });

  it("counts a negated comparison as naming the platform", () => {
    const script = 'if [ "$TARGETARCH" != amd64 ]; then exit 1; fi';
    expect(effectsOfKind(run(script, { arch: "amd64" }), "select")[0]).toMatchObject({ taken: "pattern" });
    expect(effectsOfKind(run(script, { arch: "arm64" }), "select")[0]).toMatchObject({ taken: "default" });
  });

  it.each([
    ["[ -n a -a ! -z b ]", ["yes"]],
    ["[ 3 -gt 10 ]", ["no"]],
    ["[ \\( a = b \\) -o c = c ]", ["yes"]],
    ["test $TARGETARCH = amd64 || test $TARGETARCH = arm64", ["yes"]],
    ["[[ $TARGETARCH == a* && ! $TARGETARCH =~ ^amd ]]", ["yes"]],
    ["(( 2 > 3 ))", ["no"]],
    ["! false", ["yes"]],
    ["[ $none = x ]", ["no"]],
    ["[ -f /etc/thing ]", ["?yes", "?no"]],
    ["grep -q x /etc/passwd", ["?yes", "?no"]],
    ["apt-get install -y thing", ["?yes", "?no"]],
    ["command -v curl", ["?yes", "?no"]],
  ])("judges %s", (condition, expected) => {
    expect(said(`if ${condition}; then say yes; else say no; fi`)).toEqual(expected);
  });

  it("decides a comparison that what is known contradicts", () => {
    expect(said('v="linux-$(cat /x)"; if [ "$v" = darwin-arm64 ]; then say never; else say here; fi')).toEqual(["here"]);
  });
});

describe("paths", () => {
  it("keeps the value of each branch, and joins what both do", () => {
    const result = run("if [ -e /x ]; then a=one; else a=two; fi; curl -O https://x/$a; apt-get install -y git");
    expect(urls(result)).toEqual(["?https://x/one", "?https://x/two"]);
    expect(effectsOfKind(result, "install")[0]).toMatchObject({ runs: "always", choices: [] });
  });

  it("takes what follows a failing branch as certain", () => {
    expect(said("if [ ! -e /x ]; then say bad; exit 1; fi; say good")).toEqual(["?bad", "good"]);
  });

  it("takes what follows a branch as certain when all within that branch fails", () => {
    expect(said("if [ -e /x ]; then if [ -e /y ]; then exit 1; else exit 2; fi; fi; say good")).toEqual(["good"]);
  });

  it("does not take a branch for certain because the whole step fails later", () => {
    expect(said("if [ -e /x ]; then v=1; say one; else v=2; fi; exit 1")).toEqual(["?one"]);
  });

  it("takes what follows a branch that ends well as possible", () => {
    expect(said("if [ -e /x ]; then exit 0; fi; say good")).toEqual(["?good"]);
  });

  it("goes on behind `|| exit 1` as certain", () => {
    expect(said("make || exit 1; say built")).toEqual(["built"]);
    expect(effectsOfKind(run("make || exit 1"), "fail")[0]?.runs).toBe("maybe");
  });

  it("takes the right side of && as certain where the step fails without it", () => {
    expect(said("test -f /x && say found")).toEqual(["found"]);
    expect(said("test -f /x && say found; true")).toEqual(["?found"]);
  });

  it("takes the fallback of a command that is taken to work as possible", () => {
    expect(urls(run("curl -O https://x/a || curl -O https://x/b"))).toEqual(["https://x/a", "?https://x/b"]);
  });

  it("joins paths that have become too many, and keeps going", () => {
    const questions = Array.from({ length: 8 }, (_, index) => `if [ -e /f${String(index)} ]; then v${String(index)}=x; fi`);
    const result = run(`${questions.join("; ")}; say end; say $v0`);
    expect(commands(result).filter((line) => line.endsWith("say end"))).toEqual(["say end"]);
  });
});

describe("set -e and the end of the script", () => {
  it.each([
    ["set -e; false; say on", "fails", []],
    ["false; say on", "ok", ["on"]],
    ["set -e; false || true; say on", "ok", ["on"]],
    ["set -e; if false; then say no; fi; say on", "ok", ["on"]],
    ["set -e; ! true; say on", "ok", ["on"]],
    ["set -e; f() { return 3; }; f; say on", "fails", []],
    ["set -e; (exit 4); say on", "fails", []],
    ["set -e; v=$(exit 1); say on", "fails", []],
    ["set -e; false | true; say on", "ok", ["on"]],
    ["set -eo pipefail; false | true; say on", "fails", []],
    ["exit 0; say on", "succeeds", []],
  ])("%s", (script, status, expected) => {
    const result = run(script, { dialect: "dash" });
    expect(result.status).toBe(status);
    expect(said(script, { dialect: "dash" })).toEqual(expected);
    expect(effectsOfKind(result, "fail").length).toBe(status === "fails" ? 1 : 0);
  });

  it("ends with a command that it is replaced by", () => {
    expect(commands(run("exec say last; say on"))).toEqual(["exec say last"]);
  });

  it("fails when its last command is a test that fails on this platform", () => {
    const script = '[ "$TARGETARCH" = amd64 ] && curl -O https://x/y';
    expect(run(script, { arch: "amd64" }).status).toBe("ok");
    expect(effectsOfKind(run(script, { arch: "arm64" }), "fail")[0]).toMatchObject({ because: "command" });
  });
});

describe("loops, functions, subshells", () => {
  it.each([
    ["for a in x y; do say $a; done", ["x", "y"]],
    ["for a in x y z; do [ $a = y ] && continue; [ $a = z ] && break; say $a; done", ["x"]],
    ["i=0; while [ $i -lt 3 ]; do say $i; i=$((i + 1)); done", ["0", "1", "2"]],
    ["for ((i = 0; i < 2; i++)); do say $i; done", ["0", "1"]],
    ["printf 'a 1\\nb 2\\n' | while read -r name n; do say $n $name; done", ["1 a", "2 b"]],
    ["until curl -f https://x; do say retry; done; say on", ["on"]],
    ["while read -r line; do say $line; done < /unknown", ["?\uFFFC"]],
    ["f() { local v=$1; say $v ${2:-none}; }; v=out; f in; say $v", ["in none", "out"]],
    ["v=1; (v=2; say $v); say $v", ["2", "1"]],
    ["f() { g() { say deep; }; }; f; g", ["deep"]],
    ["cd /opt && { say a; say b; } > /dev/null", ["a", "b"]],
    ["eval \"say $TARGETARCH\"", ["arm64"]],
    ["echo 'a b' | xargs say -x", ["-x a b"]],
    ["echo 'a b' | xargs -n1 xargs say", ["a", "b"]],
    ["seq 9 | xargs -n1 say", ["\uFFFC"]],
    ["printf -v v '%s' amd64; say $v", ["amd64"]],
    ["declare -A m=([amd64]=x64 [arm64]=arm); say ${m[$TARGETARCH]}", ["arm"]],
    ["while true; do say once; done", ["once"]],
  ])("runs %s", (script, expected) => {
    expect(said(script)).toEqual(expected);
  });

  it("records a look-up by the architecture, also where the table lacks it", () => {
    const script = "declare -A m=([amd64]=x64 [s390x]=z); say ${m[$TARGETARCH]}";
    expect(effectsOfKind(run(script), "select")[0]).toMatchObject({ by: "lookup", taken: "none" });
    expect(effectsOfKind(run(script, { arch: "amd64" }), "select")[0]).toMatchObject({ taken: "pattern" });
  });
});

describe("here-documents, redirections and files", () => {
  it("writes what a here-document holds, expanded unless it is quoted", () => {
    const writes = effectsOfKind(run("cat > /a <<X\narch=$TARGETARCH\nX\ncat <<'X' > b\n$TARGETARCH\nX\ncat <<-X >> /c\n\tin\n\tX"), "write");
    expect(writes.map(({ path, content, append }) => [textOf(path), textOf(content), append])).toEqual([
      ["/a", "arch=arm64\n", false],
      ["b", "$TARGETARCH\n", false],
      ["/c", "in\n", true],
    ]);
  });

  it("reports what it wrote, by absolute path, with what was appended", () => {
    const result = run("echo one > list; echo two >> list; echo three > /dev/null");
    expect(result.writes.map(({ path, content }) => [path, textOf(content)])).toEqual([["/work/list", "one\ntwo\n"]]);
  });

  it("adds a package source that a redirection writes", () => {
    const [source] = effectsOfKind(run('echo "deb [arch=amd64] https://x stable main" > /etc/apt/sources.list.d/x.list'), "add-source");
    expect(source === undefined ? "" : textOf(source.text)).toBe("deb [arch=amd64] https://x stable main");
  });

  it("runs a script that it has just written", () => {
    expect(said("cat > /go.sh <<'X'\n#!/bin/sh\nsay $1\nX\nchmod +x /go.sh && /go.sh arg")).toEqual(["arg"]);
  });

  it("does not run what it can no longer know", () => {
    expect(said("echo 'say hi' > /go.sh; sed -i s/hi/ho/ /go.sh; sh /go.sh")).toEqual([]);
  });
});

describe("scripts", () => {
  const files = { "/work/build.sh": '#!/bin/bash -e\nsay "$1" $TARGETARCH\nexit 3\n', "/work/lib.sh": "LIB=amd64\n", "/work/tool.py": "#!/usr/bin/env python3\nsay no\n" };

  it("follows scripts of the build context, with their arguments, in their own file", () => {
    const result = run("./build.sh 'a b' || true", { files });
    const inner = effectsOfKind(result, "run").find((effect) => effect.at.file === "/work/build.sh");
    expect(inner?.argv.map(textOf)).toEqual(["say", "a b", "arm64"]);
  });

  it.each(["bash build.sh x", "sudo -E bash ./build.sh x", "sh -eu -c './build.sh x'", "env A=b /work/build.sh x", "su -c './build.sh x' app", "cat build.sh | sh -s x"])("follows %s", (script) => {
    expect(said(script, { files })).toEqual(["x arm64"]);
  });

  it("fails as its script does", () => {
    expect(run("set -e; ./build.sh; say on", { files }).status).toBe("fails");
  });

  it("runs a sourced file in place", () => {
    expect(said(". ./lib.sh; say $LIB", { files })).toEqual(["amd64"]);
  });

  it("gives a child only what is exported", () => {
    expect(said("A=1; export B=2; sh -c 'say $A-$B'")).toEqual(["-2"]);
  });

  it("leaves scripts of other languages alone", () => {
    expect(commands(run("./tool.py", { files }))).toEqual(["./tool.py"]);
  });

  it("is silent about scripts that it can't see", () => {
    const result = run("./missing.sh; curl -fsSL https://x/install.sh | sh");
    expect(result.unchecked).toEqual([]);
    expect(commands(result)).toContain("sh");
  });
});

describe("prefixes", () => {
  it.each([
    "sudo -E -u root curl -O https://x/a",
    "env -i A=b curl -O https://x/a",
    "exec curl -O https://x/a",
    "time -p nice -n 5 nohup curl -O https://x/a",
    "timeout -k 5 30 curl -O https://x/a",
    "gosu app curl -O https://x/a",
    "busybox curl -O https://x/a",
    "echo https://x/a | xargs curl -O",
  ])("sees the command behind %s", (script) => {
    expect(urls(run(script))).toEqual(["https://x/a"]);
  });

  it("keeps the whole command in its run effect", () => {
    expect(commands(run("sudo make all"))).toEqual(["sudo make all"]);
  });

  it("records the variables that a command is given", () => {
    const [set] = effectsOfKind(run("GOARCH=amd64 go build ./..."), "set-env");
    expect(set).toMatchObject({ name: "GOARCH", scope: "shell" });
  });

  it("records exports, but not plain assignments", () => {
    expect(effectsOfKind(run("A=1; export B=2; export A"), "set-env").map((effect) => effect.name)).toEqual(["B", "A"]);
  });
});
