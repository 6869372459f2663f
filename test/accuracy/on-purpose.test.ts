import { describe, expect, it } from "vitest";
import { lintText } from "../../src/session/index.ts";

/** The rules that these cases are about. */
const EARLIER: ReadonlySet<string> = new Set([
  "no-hardcoded-arch-in-url", "no-hardcoded-arch-in-path", "no-hardcoded-arch-in-package", "no-hardcoded-build-target",
  "no-arch-specific-image", "no-constant-platform", "shadowed-platform-arg", "undeclared-platform-arg", "unhandled-architecture",
]);

/** Rule and line of every finding that is more than a note. */
function found(text: string, file = "Dockerfile", context: Record<string, string> = {}): string[] {
  const { findings } = lintText(file, text, { context });
  return findings.filter(({ level, ruleId }) => level !== "note" && EARLIER.has(ruleId)).map(({ ruleId, at }) => `${ruleId} ${String(text.slice(0, at.start).split("\n").length)}`);
}

describe("words that name an architecture on purpose", () => {
  it("keeps silent when a loop goes through both architectures", () => {
    expect(found("FROM debian:12\nRUN for arch in amd64 arm64; do curl -fLO https://dl.example.com/agent-linux-$arch.tgz; done\n")).toEqual([]);
  });

  it("reports a loop that goes through x86 only", () => {
    expect(found("FROM debian:12\nRUN for arch in amd64 386; do curl -fLO https://dl.example.com/agent-linux-$arch.tgz; done\n")).not.toEqual([]);
  });

  it("keeps silent on a package source that lists both architectures", () => {
    expect(found('FROM debian:12\nRUN echo "deb [arch=amd64,arm64] https://apt.example.com stable main" > /etc/apt/sources.list.d/x.list\n')).toEqual([]);
  });

  it("reports a package source that lists x86 architectures only", () => {
    expect(found('FROM debian:12\nRUN echo "deb [arch=amd64,i386] https://apt.example.com stable main" > /etc/apt/sources.list.d/x.list\n')).not.toEqual([]);
  });

  it("keeps silent when one list holds a line for each architecture", () => {
    const list = "deb [arch=amd64] http://archive.example.com/ubuntu noble main\ndeb [arch=arm64] http://ports.example.com/ noble main";
    expect(found(`FROM ubuntu:24.04\nRUN cat > /etc/apt/sources.list <<LIST\n${list}\nLIST\n`)).toEqual([]);
    expect(found(`FROM ubuntu:24.04\nRUN <<END\ncat > /etc/apt/sources.list <<LIST\n${list}\nLIST\nEND\n`)).toEqual([]);
  });

  it("reports a list with lines for one architecture only", () => {
    expect(found("FROM ubuntu:24.04\nRUN <<END\ncat > /etc/apt/sources.list <<LIST\ndeb [arch=amd64] http://archive.example.com/ubuntu noble main\nLIST\nEND\n")).not.toEqual([]);
  });

  it("takes a condition behind a Python requirement for no part of the package", () => {
    expect(found(`FROM python:3.13\nRUN pip install "ibm-db; platform_machine == 'x86_64'"\n`)).toEqual([]);
  });

  it("still reports a wheel of one architecture that a requirement with a condition names", () => {
    expect(found(`FROM python:3.13\nRUN pip install "./driver-1.0-cp313-cp313-linux_x86_64.whl; python_version > '3'"\n`)).not.toEqual([]);
  });

  it("keeps silent on variables that are named after the architecture they are for", () => {
    expect(found("FROM rust:1\nENV X86_64_UNKNOWN_LINUX_GNU_OPENSSL_LIB_DIR=/usr/lib/x86_64-linux-gnu\n")).toEqual([]);
    expect(found("FROM rust:1\nENV OPENSSL_LIB_DIR=/usr/lib/x86_64-linux-gnu\n")).toEqual(["no-hardcoded-arch-in-path 2"]);
  });

  it("blames the default of TARGETARCH alone for the branch that it chooses", () => {
    const text = 'FROM alpine\nARG TARGETARCH=amd64\nRUN case "$TARGETARCH" in amd64) name=x86_64 ;; arm64) name=aarch64 ;; esac && wget https://dl.example.com/agent-$name.tgz\n';
    expect(found(text)).toEqual(["shadowed-platform-arg 2"]);
  });
});

describe("what picks a file from the list of a release", () => {
  const api = "https://api.github.com/repos/example/agent/releases/latest";

  it.each([
    `curl -L $(curl -s ${api} | grep browser_download_url | grep linux-amd64 | cut -d '"' -f 4) -o /agent`,
    `curl -s ${api} | grep "browser_download_url.*linux-amd64" | cut -d '"' -f 4 | wget -qi -`,
    `wget $(curl -s ${api} | jq -r '.assets[] | select(.name | contains("linux_amd64")) | .browser_download_url')`,
  ])("reports %s", (command) => {
    expect(found(`FROM debian:12\nRUN ${command}\n`)).toEqual(["no-hardcoded-arch-in-url 2"]);
  });

  it.each([
    `curl -L $(curl -s ${api} | grep browser_download_url | grep linux-$(dpkg --print-architecture) | cut -d '"' -f 4) -o /agent`,
    `curl -s ${api} | grep browser_download_url | grep -v amd64 | cut -d '"' -f 4 | wget -qi -`,
    "dpkg -l | grep amd64",
  ])("keeps silent on %s", (command) => {
    expect(found(`FROM debian:12\nRUN ${command}\n`)).toEqual([]);
  });
});

describe("what is judged once", () => {
  it("blames TARGETARCH's default for the if that it decides, through a file as well", () => {
    const text = 'FROM alpine\nARG TARGETARCH=amd64\nRUN if [ "$TARGETARCH" = "amd64" ]; then echo -n x86_64 > /arch; else echo -n arm > /arch; fi\nRUN wget https://dl.example.com/agent-$(cat /arch).tgz\n';
    expect(found(text)).toEqual(["shadowed-platform-arg 2"]);
  });

  it("reports a source of one architecture as a source, and not as a path too", () => {
    const text = 'FROM ubuntu:18.04\nRUN echo "deb https://developer.download.nvidia.com/compute/cuda/repos/ubuntu1804/x86_64 /" > /etc/apt/sources.list.d/cuda.list\n';
    expect(found(text)).toEqual(["no-hardcoded-arch-in-package 2"]);
  });

  it("keeps silent on a cross compiler that builds for a list of architectures", () => {
    expect(found('FROM golang:1.23\nRUN gox -os="linux" -arch="amd64 arm64 arm" ./...\n')).toEqual([]);
    expect(found('FROM golang:1.23\nRUN gox -os="linux" -arch="amd64" ./...\n')).toEqual(["no-hardcoded-build-target 2"]);
  });
});

describe("shells that read profiles", () => {
  const steps = 'RUN case "${arch}" in x86_64) suffix=amd64 ;; aarch64) suffix=arm64 ;; *) exit 1 ;; esac; echo "for ${TARGETPLATFORM}"; wget https://dl.example.com/agent-${suffix}.tgz\n';

  it("takes variables of a login shell for unknown", () => {
    expect(found(`FROM registry.example.com/base\nSHELL ["bash", "-clo", "errexit"]\n${steps}`)).toEqual([]);
  });
});

describe("Dockerfiles that are there for one platform", () => {
  const arm = "FROM arm64v8/debian:12\nADD https://dl.example.com/agent-linux-arm64 /bin/agent\n";

  it("notes what is wrong elsewhere when the path names the platform", () => {
    expect(found(arm, "Dockerfile.arm64")).toEqual([]);
    expect(found(arm, "docker/arm64v8/Dockerfile")).toEqual([]);
    expect(found("FROM arm32v7/debian:12\n", "Dockerfile.armhf")).toEqual([]);
    expect(found(arm)).not.toEqual([]);
  });

  it("edits such a file only when unsafe edits are asked for", () => {
    const safetyIn = (file: string) => lintText(file, "FROM arm64v8/debian:12\n").findings.flatMap(({ fixes }) => fixes.map(({ safety }) => safety));
    expect(safetyIn("Dockerfile")).toEqual(["safe"]);
    expect(safetyIn("Dockerfile.arm64")).toEqual(["unsafe"]);
  });

  it("reports what is wrong on the very platform that the path names", () => {
    expect(found("FROM debian:12\nADD https://dl.example.com/agent-linux-amd64 /bin/agent\n", "Dockerfile.arm64")).toEqual(["no-hardcoded-arch-in-url 2"]);
  });

  it("notes what a Windows image has of x86", () => {
    expect(found("FROM mcr.microsoft.com/windows/servercore:ltsc2022-amd64\nCOPY tools/x64/agent.exe C:/agent.exe\n")).toEqual([]);
  });
});

describe("commands that fetch without being known", () => {
  it.each([
    "retry 3 curl -fLO https://dl.example.com/agent-linux-amd64.tgz",
    "lynx -source https://dl.example.com/agent_linux_x86_64.zip > agent.zip",
    "aws s3 cp s3://bucket/agent-linux-amd64 /usr/bin/agent",
  ])("reports %s", (command) => {
    expect(found(`FROM debian:12\nRUN ${command}\n`)).toEqual(["no-hardcoded-arch-in-url 2"]);
  });

  it.each([
    "npm-config-tool set https://x64.example.com/registry/",
    "aws s3 cp /out/agent-linux-amd64 s3://bucket/",
    'node -e "process.exit(process.arch === \'x64\' ? 0 : 1)" && curl -fLO https://dl.example.com/agent-linux-amd64.tgz || true',
  ])("keeps silent on %s", (command) => {
    expect(found(`FROM debian:12\nRUN ${command}\n`)).toEqual([]);
  });

  it("reports make with the architecture in its environment", () => {
    expect(found("FROM debian:12\nRUN ARCH=x86_64 make install\n")).toEqual(["no-hardcoded-build-target 2"]);
    expect(found("FROM debian:12\nRUN ARCH=$(uname -m) make install\n")).toEqual([]);
  });
});

describe("files whose name the distribution gives", () => {
  it("reports the library path of one CPU's loader", () => {
    expect(found('FROM alpine\nRUN echo "/usr/local/lib" > /etc/ld-musl-x86_64.path\n')).toEqual(["no-hardcoded-arch-in-path 2"]);
    expect(found('FROM alpine\nRUN echo "/usr/local/lib" > /etc/ld-musl-$(uname -m).path\n')).toEqual([]);
  });
});
