import { describe, expect, test } from "vitest";
import { findingsOf, fixedBy } from "../support/findings.ts";

const rule = "unhandled-architecture";
const build = (...script: readonly string[]) => ["FROM debian:12", "ARG TARGETARCH", `RUN ${script.join("; ")}`];
const fetch = 'curl -fO "https://downloads.example.com/agent-$CPU.tgz"';
const marked = (lines: readonly string[], platforms?: readonly string[]) => findingsOf(rule, lines, platforms === undefined ? {} : { platforms });

describe("reports a choice without a branch", () => {
  test("that stops the build", () => {
    const [finding] = marked(build('case "$TARGETARCH" in amd64) CPU=x86_64 ;; *) echo "unknown CPU" >&2; exit 1 ;; esac', fetch));
    expect(finding).toMatchObject({ text: '"$TARGETARCH"', platforms: ["linux/arm64"], level: "error", consequence: "build-fails" });
    expect(finding?.message).toBe("No branch handles the platform, so the build stops here");
    expect(finding?.related).toEqual(["the step fails here", "a branch for `amd64`"]);
  });

  test("that leaves a part of a URL empty", () => {
    const [finding] = marked(build('case "$TARGETARCH" in amd64) CPU=x86_64 ;; esac', fetch));
    expect(finding?.message).toBe("No branch handles the platform, so `CPU` stays empty");
  });

  test("that leaves a package's name empty", () => {
    expect(marked(build('if [ "$TARGETARCH" = amd64 ]; then FLAVOUR=amd64; fi', 'apt-get install -y "linux-image-$FLAVOUR"'))).toHaveLength(1);
  });

  test("that leaves a variable unset under set -u", () => {
    expect(marked(build("set -eu", 'case "$TARGETARCH" in amd64) CPU=x64 ;; esac', fetch))).toHaveLength(1);
  });

  test.each([
    ["an if with an else that exits", 'if [ "$TARGETARCH" = amd64 ]; then CPU=x64; elif [ "$TARGETARCH" = arm ]; then CPU=armhf; else exit 1; fi'],
    ["an if that exits for all others", 'if [ "$TARGETARCH" != amd64 ]; then echo "one CPU only" >&2; exit 1; fi; CPU=x64'],
    ["a machine's own answer", 'case "$(uname -m)" in x86_64) CPU=x64 ;; *) exit 1 ;; esac'],
    ["a package system's answer", 'cpu="$(dpkg --print-architecture)"; case "${cpu##*-}" in amd64) CPU=x64 ;; *) exit 1 ;; esac'],
    ["a function", 'set -e; cpu() { case "$1" in amd64) echo x64 ;; *) return 1 ;; esac; }; CPU=$(cpu "$TARGETARCH")'],
  ])("in the form of %s", (_, choice) => {
    expect(marked(build(choice, fetch))).toMatchObject([{ platforms: ["linux/arm64"] }]);
  });

  test.each(['[ "$TARGETARCH" = amd64 ] || exit 1', 'test "$(uname -m)" = x86_64 || { echo "one CPU only" >&2; exit 1; }', 'set -e; [[ $(dpkg --print-architecture) == amd64 ]]', '[ "$TARGETARCH" = amd64 ] && CPU=x64'])("in a test before the rest: %s", (guard) => {
    expect(marked(build(guard, fetch))).toMatchObject([{ platforms: ["linux/arm64"] }]);
  });

  test.each(['[ "$TARGETARCH" = amd64 ] || true', '[ "$TARGETARCH" = amd64 ] && echo "the first one"', '[ "$TARGETARCH" = riscv64 ] && exit 1', '[ "$TARGETARCH" = amd64 ] && CPU=x64 || CPU=$TARGETARCH'])("but not where the test decides nothing: %s", (guard) => {
    expect(marked(build(guard, "CPU=${CPU:-any}", fetch))).toEqual([]);
  });

  test.each(['if [ "$TARGETARCH" = arm64 ]; then echo "not yet" >&2; exit 1; fi', '[ "$TARGETARCH" != arm64 ] || exit 1', 'case "$TARGETARCH" in amd64) CPU=x64 ;; arm64) exit 1 ;; esac'])("that turns a platform away: %s", (choice) => {
    const [finding] = marked(build(choice, "make"));
    expect(finding).toMatchObject({ platforms: ["linux/arm64"], level: "error", related: ["the step fails here"] });
    expect(finding?.message).toBe("The platform is turned away by name, so the build stops here");
  });

  test("but not where the step fails on every platform", () => {
    expect(marked(build('if [ "$TARGETARCH" = arm64 ]; then exit 1; fi', "exit 1"))).toEqual([]);
  });

  test("in an associative array", () => {
    const lines = (keys: string) => ["FROM fedora:40", `RUN declare -A cpus=(${keys}); curl -fO https://downloads.example.com/agent-\${cpus[$(uname -m)]}.tgz`];
    expect(marked(lines("[x86_64]=amd64"))).toHaveLength(1);
    expect(marked(lines("[x86_64]=amd64 [aarch64]=arm64"))).toEqual([]);
  });

  test("for the platforms that were asked for and no others", () => {
    const lines = build('case "$TARGETARCH" in amd64) CPU=x64 ;; arm64) CPU=arm64 ;; *) exit 1 ;; esac', fetch);
    expect(marked(lines)).toEqual([]);
    expect(marked(lines, ["linux/amd64", "linux/ppc64le"])).toMatchObject([{ platforms: ["linux/ppc64le"] }]);
    expect(marked(lines, ["linux/amd64", "linux/s390x", "linux/ppc64le"]).map(({ platforms }) => platforms)).toEqual([["linux/s390x", "linux/ppc64le"]]);
  });

  test("in a script of the context", () => {
    const context = { "install.sh": 'set -e\ncase "$(uname -m)" in\n  x86_64) CPU=x64 ;;\n  *) exit 1 ;;\nesac\ncurl -fO "https://downloads.example.com/agent-$CPU.tgz"\n' };
    expect(findingsOf(rule, ["FROM debian:12", "COPY install.sh /", "RUN sh /install.sh"], { context })).toMatchObject([{ line: 0, platforms: ["linux/arm64"] }]);
  });
});

describe("reports a branch that is spelled for another question", () => {
  test("where the machine is asked", () => {
    const [finding] = marked(build('case "$(uname -m)" in x86_64) CPU=amd64 ;; arm64) CPU=arm64 ;; *) exit 1 ;; esac', fetch));
    expect(finding).toMatchObject({ text: "arm64", fix: "safe" });
    expect(finding?.message).toBe("`arm64` is never the answer to what is asked here, so no branch handles the platform, and the build stops here");
    expect(finding?.related).toContain("this answers `aarch64`");
  });

  test("where the builder is asked", () => {
    expect(marked(build('case "$TARGETARCH" in amd64) CPU=x64 ;; aarch64) CPU=arm64 ;; esac', fetch))).toMatchObject([{ text: "aarch64", fix: "safe" }]);
  });

  test("but no branch for a CPU that merely has a similar name", () => {
    expect(marked(build('case "$TARGETARCH" in amd64) CPU=x64 ;; arm) CPU=armhf ;; *) exit 1 ;; esac', fetch))).toMatchObject([{ text: '"$TARGETARCH"' }]);
  });
});

describe("keeps silent about", () => {
  test.each([
    ["a branch for each", 'case "$TARGETARCH" in amd64) CPU=x64 ;; arm64) CPU=arm64 ;; *) exit 1 ;; esac'],
    ["a last branch that serves all others", 'case "$TARGETARCH" in amd64) CPU=x86_64 ;; *) CPU=$TARGETARCH ;; esac'],
    ["patterns with several spellings", 'case "$(uname -m)" in x86_64|amd64) CPU=x64 ;; aarch64*|arm64) CPU=arm64 ;; esac'],
    ["an else that serves all others", 'if [ "$TARGETARCH" = amd64 ]; then CPU=x64; else CPU=$TARGETARCH; fi'],
    ["a choice that asks something else", 'CPU=any; case "$FLAVOUR" in full) CPU=all ;; *) CPU=min ;; esac'],
  ])("%s", (_, choice) => {
    expect(marked(build(choice, fetch))).toEqual([]);
  });

  test("an extra for one platform", () => {
    expect(marked(build('if [ "$TARGETARCH" = amd64 ]; then apt-get install -y intel-microcode; fi'))).toEqual([]);
  });

  test("flags that may be empty", () => {
    expect(marked(build('if [ "$TARGETARCH" = amd64 ]; then FLAGS=-msse4; fi', 'make CFLAGS="$FLAGS"'))).toEqual([]);
  });

  test("a stage that the result doesn't need", () => {
    expect(marked(["FROM debian:12 AS old", "ARG TARGETARCH", `RUN case "$TARGETARCH" in amd64) CPU=x64 ;; *) exit 1 ;; esac; ${fetch}`, "FROM debian:12", "RUN make"])).toEqual([]);
  });

  test("a choice that no platform asked for is part of", () => {
    expect(marked(build('case "$TARGETARCH" in riscv64) CPU=rv ;; esac', 'curl -fO "https://downloads.example.com/agent$CPU.tgz"'))).toEqual([]);
  });
});

describe("mends", () => {
  test("a case by a branch in the style of its neighbour", () => {
    const lines = ["FROM debian:12", "ARG TARGETARCH", 'RUN case "$TARGETARCH" in \\', "      amd64) CPU='x86_64' ;; \\", "      *) exit 1 ;; \\", `    esac; ${fetch}`];
    expect(marked(lines)).toMatchObject([{ fix: "unsafe" }]);
    expect(fixedBy(rule, lines)).toEqual([...lines.slice(0, 4), "      arm64) CPU='aarch64' ;; \\", ...lines.slice(4)]);
  });

  test("not for TeX Live on musl, which has programs for x86 alone", () => {
    const lines = ["FROM alpine:3.20", 'RUN case "$(uname -m)" in x86_64) BIN=x86_64-linuxmusl ;; *) exit 1 ;; esac; ln -s /opt/texlive/bin/$BIN /opt/texlive/bin/default'];
    expect(marked(lines)).toHaveLength(1);
    expect(fixedBy(rule, lines)).toEqual(lines);
  });

  test("a case by a branch for each missing platform", () => {
    const fixed = fixedBy(rule, build('case "$TARGETARCH" in amd64) CPU=x86_64 ;; *) exit 1 ;; esac', fetch), { platforms: ["linux/amd64", "linux/arm64", "linux/s390x"] });
    expect(fixed[2]).toContain("amd64) CPU=x86_64 ;;");
    expect(fixed[2]).toContain("arm64) CPU=aarch64 ;;");
    expect(fixed[2]).toContain("s390x) CPU=s390x ;;");
  });

  test("a pattern in quotes by one in quotes", () => {
    const fixed = fixedBy(rule, ["FROM debian:12", "ARG TARGETPLATFORM", `RUN case $TARGETPLATFORM in "linux/amd64") CPU=amd64 ;; esac; ${fetch}`]);
    expect(fixed[2]).toContain('"linux/amd64") CPU=amd64 ;; "linux/arm64") CPU=arm64 ;; esac');
  });

  test("an if by another elif", () => {
    const fixed = fixedBy(rule, build('if [ "$TARGETARCH" = "amd64" ]; then CPU=x64; else exit 1; fi', fetch));
    expect(fixed[2]).toContain('then CPU=x64; elif [ "$TARGETARCH" = "arm64" ]; then CPU=arm64; else exit 1; fi');
  });

  test("a misspelled pattern, comparison and key", () => {
    const fixed = (choice: string) => fixedBy(rule, build(choice, fetch))[2];
    expect(fixed('case "$(uname -m)" in x86_64) CPU=amd64 ;; arm64) CPU=arm64 ;; *) exit 1 ;; esac')).toContain("aarch64|arm64) CPU=arm64");
    expect(fixed('if [ "$(uname -m)" = "x86_64" ]; then CPU=x64; elif [ "$(uname -m)" = "arm64" ]; then CPU=arm64; else exit 1; fi')).toContain('= "aarch64" ]');
    expect(fixedBy(rule, ["FROM fedora:40", "RUN declare -A cpus=([x86_64]=amd64 [arm64]=arm64); curl -fO https://downloads.example.com/agent-${cpus[$(uname -m)]}.tgz"])[1]).toContain("[aarch64]=arm64");
  });

  test("nothing where a checksum belongs to the branch", () => {
    const sum = "0123456789abcdef".repeat(4);
    expect(marked(build(`case "$TARGETARCH" in amd64) CPU=x86_64 SUM=${sum} ;; *) exit 1 ;; esac`, fetch))).toMatchObject([{ fix: undefined }]);
  });

  test("nothing where the branch has no word to translate", () => {
    expect(marked(build('case "$TARGETARCH" in amd64) CPU=server ;; *) exit 1 ;; esac', fetch))).toMatchObject([{ fix: undefined }]);
  });
});

describe("reports a program that is left out", () => {
  const only = 'RUN if [ "$TARGETARCH" = amd64 ]; then curl -fLo /usr/local/bin/agent https://downloads.example.com/agent-amd64; fi';
  const lines = (...rest: readonly string[]) => ["FROM debian:12", "ARG TARGETARCH", only, ...rest];

  test("and run by its path", () => {
    const [finding] = marked(lines('ENTRYPOINT ["/usr/local/bin/agent"]'));
    expect(finding).toMatchObject({ platforms: ["linux/arm64"], level: "error", confidence: "certain", line: 3 });
    expect(finding?.message).toBe("No branch handles the platform, so `agent` is left out, and run later");
  });

  test("and run by its name, which something else may have", () => {
    expect(marked(lines("RUN agent --version"))).toMatchObject([{ level: "warning", confidence: "likely" }]);
  });

  test("on a base of which nothing is known, which may have it", () => {
    expect(marked(["FROM registry.example.com/tools:1", ...lines('CMD ["/usr/local/bin/agent"]').slice(1)])).toMatchObject([{ level: "warning" }]);
  });

  test.each([
    ["nothing runs it", 'CMD ["/bin/sh"]'],
    ["it is only asked for", "RUN which agent || true"],
    ["it runs on the other platform only", 'RUN if [ "$TARGETARCH" = amd64 ]; then agent --version; fi'],
    ["a package may bring it", "RUN apt-get install -y agent && agent --version"],
    ["another stage brings it", 'COPY --from=golang:1.22 /go/bin/agent /usr/local/bin/\nCMD ["agent"]'],
    ["an archive may bring it", "RUN tar -xf /tmp/agent.tar -C /usr/local/bin && agent"],
  ])("but not where %s", (_, line) => {
    expect(marked(lines(...line.split("\n")))).toEqual([]);
  });

  test("but not where the stage below has it", () => {
    expect(marked(["FROM debian:12 AS base", "RUN curl -fLo /usr/local/bin/agent https://downloads.example.com/agent", "FROM base", "ARG TARGETARCH", only, "RUN agent"])).toEqual([]);
  });
});
