import { describe, expect, it } from "vitest";
import type { Report } from "../../src/rulekit/index.ts";
import { memoryFileSystem } from "../../src/discover/index.ts";
import { Session, type LintRequest } from "../../src/session/index.ts";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const RULE = "wheel-lacks-platform";
const BASE = "FROM python:3.8-slim-bullseye";

function messages(lines: readonly string[], context: Readonly<Record<string, string>> = {}): readonly string[] {
  return findingsOf(RULE, lines, { context }).map(({ message }) => message);
}

describe("a pin in the command", () => {
  it("is reported where the release has no wheel for the CPU", () => {
    expect(findingsOf(RULE, [BASE, "RUN pip install numpy==1.18.5"])).toMatchObject([{ line: 2, text: "1.18.5", platforms: ["linux/arm64"], level: "error", consequence: "build-fails", confidence: "certain", fix: "unsafe" }]);
  });

  it("is left alone where there is one", () => {
    expect(linesOf(RULE, [BASE, "RUN pip install numpy==1.19.0 requests==2.31.0 my-own-package==1.0"])).toEqual([]);
  });

  it("weighs what compiling costs", () => {
    expect(findingsOf(RULE, ["FROM python:3.8-bullseye", "RUN pip install numpy==1.18.5"])).toMatchObject([{ level: "warning", consequence: "compiles" }]);
    expect(findingsOf(RULE, ["FROM python:3.8-slim-bullseye", "RUN apt-get update && apt-get install -y gcc libffi-dev", "RUN pip install cffi==1.14.0"])).toMatchObject([{ level: "note", consequence: "compiles" }]);
    expect(findingsOf(RULE, ["FROM python:3.8-slim-bullseye", "RUN ./setup.sh", "RUN pip install numpy==1.18.5"])).toMatchObject([{ level: "warning", consequence: "compiles" }]);
  });

  it("is an error where there is no source either", () => {
    expect(findingsOf(RULE, ["FROM python:3.11-slim", "RUN pip install decord==0.6.0"])).toMatchObject([{ level: "error", consequence: "build-fails" }]);
  });

  it("is one where the source must not be taken", () => {
    expect(findingsOf(RULE, [BASE, "RUN pip install --only-binary=:all: numpy==1.18.5"])).toMatchObject([{ level: "error", consequence: "build-fails" }]);
    expect(findingsOf(RULE, [BASE, "RUN pip install --only-binary=:all: --no-binary=numpy numpy==1.18.5"])).toEqual([]);
  });
});

describe("what the stage holds decides", () => {
  it("by its Python", () => {
    expect(messages(["FROM python:3.9-slim-bullseye", "RUN pip install pandas==1.1.5"])).toEqual([expect.stringContaining("pandas 1.1.5 has no wheel that fits here (CPython 3.9 and glibc 2.31)")]);
    expect(messages([BASE, "RUN pip install pandas==1.1.5"])).toEqual([]);
  });

  it("by the Python that is called", () => {
    const ubuntu = ["FROM ubuntu:20.04", "RUN apt-get update && apt-get install -y python3-pip python3.9"];
    expect(messages([...ubuntu, "RUN python3.9 -m pip install pandas==1.1.5"])).toHaveLength(1);
    expect(messages([...ubuntu, "RUN pip3 install pandas==1.1.5"])).toEqual([]);
  });

  it("by nothing where it is Python 2", () => {
    expect(linesOf(RULE, ["FROM python:2.7", "RUN pip install numpy==1.16.5"])).toEqual([]);
    expect(linesOf(RULE, ["FROM ubuntu:18.04", "RUN pip2 install numpy==1.16.5"])).toEqual([]);
  });

  it("by its libc", () => {
    expect(messages(["FROM python:3.11-alpine3.18", "RUN pip install numpy==1.26.0"])).toEqual([expect.stringContaining("musl 1.2.4")]);
    expect(messages(["FROM python:3.11-alpine3.18", "RUN pip install numpy==1.26.2"])).toEqual([]);
    expect(messages(["FROM python:3.11-slim", "RUN pip install numpy==1.26.0"])).toEqual([]);
  });

  it("by the platform that it runs on", () => {
    expect(linesOf(RULE, ["FROM --platform=$BUILDPLATFORM python:3.8-slim AS docs", "RUN pip install numpy==1.18.5", "FROM scratch", "COPY --from=docs /x /x"])).toEqual([]);
  });

  it("and nothing is said where Python and libc are not known and some would do", () => {
    expect(linesOf(RULE, ["FROM company.example/base:4", "RUN pip install pandas==1.1.5"])).toEqual([]);
    expect(linesOf(RULE, ["FROM company.example/base:4", "RUN pip install numpy==1.18.5"])).toEqual([2]);
  });
});

describe("a condition", () => {
  it("that doesn't hold there keeps the package out", () => {
    expect(linesOf(RULE, [BASE, "RUN pip install \"numpy==1.18.5; platform_machine == 'x86_64'\""])).toEqual([]);
    expect(linesOf(RULE, [BASE, "RUN pip install \"numpy==1.18.5; python_version < '3.9'\""])).toEqual([2]);
  });
});

describe("where packages come from", () => {
  it("silences the rule when it is an index of one's own", () => {
    expect(linesOf(RULE, [BASE, "RUN pip install --extra-index-url https://wheels.example.com/simple numpy==1.18.5"])).toEqual([]);
    expect(linesOf(RULE, [BASE, "ENV PIP_INDEX_URL=https://wheels.example.com/simple", "RUN pip install numpy==1.18.5"])).toEqual([]);
    expect(linesOf(RULE, [BASE, "RUN pip install --index-url https://pypi.org/simple numpy==1.18.5"])).toEqual([2]);
  });

  it("is another rule's matter when it is an address", () => {
    expect(linesOf(RULE, [BASE, "RUN pip install numpy@https://files.example.com/numpy-1.18.5-cp38-cp38-manylinux1_x86_64.whl"])).toEqual([]);
  });
});

describe("a range", () => {
  it("is judged by the newest release that it allows", () => {
    expect(findingsOf(RULE, ["FROM python:3.8-bullseye", 'RUN pip install "numpy>=1.16,<1.19"'])).toMatchObject([{ text: ">=1.16,<1.19", level: "note", confidence: "likely", fix: undefined }]);
    expect(linesOf(RULE, [BASE, 'RUN pip install "numpy>=1.16,<2" numpy'])).toEqual([]);
  });

  it("is no choice where a constraint pins it", () => {
    const context = { "pins.txt": "numpy==1.18.5\n" };
    expect(messages([BASE, "COPY pins.txt .", "RUN pip install -c pins.txt numpy"], context)).toHaveLength(1);
    expect(messages([BASE, "COPY pins.txt .", "RUN pip install -c pins.txt six"], context)).toEqual([]);
  });
});

describe("the fix", () => {
  it("raises the pin where it is written", () => {
    expect(fixedBy(RULE, [BASE, "ARG NUMPY=1.18.5", 'RUN pip install "numpy==${NUMPY}"'])[1]).toBe("ARG NUMPY=1.19.0");
  });

  it("stays within the major version", () => {
    expect(findingsOf(RULE, ["FROM python:3.8-bullseye", "RUN pip install pandas==0.25.3"])).toMatchObject([{ fix: undefined, message: expect.stringMatching(/1\.\d+\.\d+ is the first that has one, in another major version$/) as string }]);
  });
});

const AMD64 = { os: "linux", arch: "amd64" };

async function session(files: Readonly<Record<string, string>>): Promise<{ readonly report: Report; readonly changes: readonly string[] }> {
  const request: LintRequest = { cwd: "/repo", paths: ["."], platforms: [AMD64, { os: "linux", arch: "arm64" }], builder: AMD64, levels: new Map(), buildArgs: new Map() };
  const run = new Session(memoryFileSystem(files));
  const { changes } = await run.fix(request, { unsafe: true, write: false });
  return { report: await run.lint(request), changes: changes.map(({ file, after }) => `${file}: ${after}`) };
}

describe("a requirements file", () => {
  const dockerfile = `${BASE}\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n`;

  it("has one finding however many Dockerfiles install it, and they are named", async () => {
    const { report, changes } = await session({ "/repo/Dockerfile": dockerfile, "/repo/dev.Dockerfile": dockerfile, "/repo/requirements.txt": "numpy==1.18.5  # old\n" });
    expect(report.findings.map(({ at, dockerfiles }) => [at.file, dockerfiles])).toEqual([["requirements.txt", ["Dockerfile", "dev.Dockerfile"]]]);
    expect(changes).toEqual(["requirements.txt: numpy==1.19.0  # old\n"]);
  });

  it("is judged by itself when no Dockerfile installs it", async () => {
    const { report, changes } = await session({ "/repo/requirements.txt": "numpy==1.18.5\npandas==1.1.5\nsix==1.16.0\n" });
    expect(report.findings.map(({ level, dockerfiles, message }) => [level, dockerfiles, message.slice(0, 41)])).toEqual([["warning", [], "numpy 1.18.5 has no wheel that fits here,"]]);
    expect(changes).toEqual(["requirements.txt: numpy==1.19.0\npandas==1.1.5\nsix==1.16.0\n"]);
  });

  it("can say that it is meant so", async () => {
    const { report } = await session({ "/repo/Dockerfile": dockerfile, "/repo/requirements.txt": "# anyarch ignore=wheel-lacks-platform we build our own\nnumpy==1.18.5\n" });
    expect(report.findings.map(({ suppressed }) => suppressed)).toEqual([{ reason: "we build our own" }]);
  });

  it("keeps its checksums", async () => {
    const { report, changes } = await session({ "/repo/Dockerfile": dockerfile.replace("-slim", ""), "/repo/requirements.txt": `numpy==1.18.5 \\\n    --hash=sha256:${"a".repeat(64)}\n` });
    expect(report.findings).toHaveLength(1);
    expect(changes).toEqual([]);
  });
});

describe("a stage without a compiler", () => {
  it("gets one where no release of the same major version has a wheel", () => {
    const lines = ["FROM python:3.8-slim-bullseye", "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*", "RUN pip install pandas==0.25.3"];
    expect(fixedBy(RULE, lines)[1]).toMatch(/install -y curl gcc libc6-dev g\+\+ && rm/);
  });
});

describe("a lockfile that lists the files of each release", () => {
  const lock = (...wheels: readonly string[]): string =>
    `version = 1\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "own-native" }]\n[[package]]\nname = "own-native"\nversion = "2.0.0"\nsource = { registry = "https://pypi.org/simple" }\nwheels = [\n${wheels.map((file) => `  { url = "https://files.example/${file}" },\n`).join("")}]\n`;
  const dockerfile = "FROM python:3.11-slim-bookworm\nCOPY uv.lock .\nRUN uv sync --frozen\n";

  it("tells which were rejected and why, and is not edited", async () => {
    const { report, changes } = await session({ "/repo/Dockerfile": dockerfile, "/repo/uv.lock": lock("own_native-2.0.0-cp311-cp311-manylinux_2_17_x86_64.whl", "own_native-2.0.0-cp310-cp310-manylinux_2_17_aarch64.whl", "own_native-2.0.0-cp311-cp311-musllinux_1_1_aarch64.whl") });
    expect(report.findings.map(({ at, level, platforms }) => [at.file, level, platforms])).toEqual([["uv.lock", "error", ["linux/arm64"]]]);
    expect(report.findings[0]?.evidence[0]).toMatchObject({
      source: "the lockfile",
      statement: "own-native 2.0.0 has 3 files, and none of its wheels fits: own_native-2.0.0-cp311-cp311-manylinux_2_17_x86_64.whl is for x86_64, own_native-2.0.0-cp310-cp310-manylinux_2_17_aarch64.whl is for CPython 3.10, own_native-2.0.0-cp311-cp311-musllinux_1_1_aarch64.whl is for musl; it has no source either",
    });
    expect(changes).toEqual([]);
  });

  it("is fine where one of them fits", async () => {
    const { report } = await session({ "/repo/Dockerfile": dockerfile, "/repo/uv.lock": lock("own_native-2.0.0-cp311-cp311-manylinux_2_17_x86_64.whl", "own_native-2.0.0-cp39-abi3-manylinux_2_28_aarch64.whl") });
    expect(report.findings).toEqual([]);
  });

  it("wants a libc that the stage has", async () => {
    const files = { "/repo/Dockerfile": dockerfile.replace("bookworm", "bullseye"), "/repo/uv.lock": lock("own_native-2.0.0-cp311-cp311-manylinux_2_17_x86_64.whl", "own_native-2.0.0-cp311-cp311-manylinux_2_34_aarch64.whl") };
    expect((await session(files)).report.findings[0]?.evidence[0]?.statement).toContain("wants a newer glibc (2.34)");
  });
});
