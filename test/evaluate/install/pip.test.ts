import { describe, expect, it } from "vitest";
import { installsOf, type Install } from "../../../src/evaluate/install/index.ts";
import { build } from "../dockerfile/support.ts";

function installs(lines: readonly string[], files: Readonly<Record<string, string>> = {}): readonly Install[] {
  return installsOf(build(`${lines.join("\n")}\n`, { files }));
}

function packages(lines: readonly string[], files: Readonly<Record<string, string>> = {}): readonly string[] {
  return installs(lines, files).flatMap((install) => install.packages.map(({ dependency, version, from }) => `${dependency.name} ${version ?? "-"} ${from?.manifest.file ?? "command"}`));
}

describe("what pip installs", () => {
  it("is listed in a file that was copied into the folder where it runs", () => {
    const files = { "api/requirements.txt": "numpy==1.18.5\nFlask>=2\n" };
    expect(packages(["FROM python:3.8", "WORKDIR /app", "COPY api/ .", "RUN pip install -r requirements.txt"], files)).toEqual(["numpy 1.18.5 api/requirements.txt", "flask - api/requirements.txt"]);
  });

  it("is found through a bind mount, a stage and a move", () => {
    const files = { "requirements.txt": "numpy==1.18.5\n" };
    expect(packages(["FROM python:3.8", "RUN --mount=type=bind,source=requirements.txt,target=/tmp/r.txt pip install -r /tmp/r.txt"], files)).toEqual(["numpy 1.18.5 requirements.txt"]);
    expect(packages(["FROM alpine AS files", "COPY requirements.txt /in/", "FROM python:3.8", "COPY --from=files /in /app", "RUN cd /app && pip install -r requirements.txt"], files)).toEqual(["numpy 1.18.5 requirements.txt"]);
  });

  it("follows includes, and lets constraints pin what is asked for", () => {
    const files = { "req/base.txt": "pandas\n", "req/prod.txt": "-r base.txt\n-c pins.txt\n", "req/pins.txt": "pandas==1.1.5\nnumpy==1.18.5\n" };
    expect(packages(["FROM python:3.9", "COPY req /req", "RUN pip install -r /req/prod.txt"], files)).toEqual(["pandas 1.1.5 req/base.txt"]);
  });

  it("ends where includes go round", () => {
    const files = { "a.txt": "-r b.txt\nnumpy==1.18.5\n", "b.txt": "-r a.txt\n" };
    expect(packages(["FROM python:3.9", "COPY *.txt /", "RUN pip install -r a.txt"], files)).toEqual(["numpy 1.18.5 a.txt"]);
  });

  it("is named in the command, with its condition and the place of its version", () => {
    const text = ["FROM python:3.8", "ARG NUMPY=1.18.5", "RUN python3 -m pip install --no-cache-dir numpy==$NUMPY 'pywin32==300; sys_platform == \"win32\"'"];
    const [install] = installs(text);
    const [numpy, pywin] = install?.packages ?? [];
    const { start, end } = numpy?.dependency.requirementAt ?? { start: 0, end: 0 };
    expect(text.join("\n").slice(start, end)).toBe("1.18.5");
    expect(start).toBeLessThan(text.join("\n").indexOf("RUN"));
    expect(pywin?.dependency.marker?.text).toBe('sys_platform == "win32"');
  });

  it("takes a file that the same step wrote for what it wrote", () => {
    const [install] = installs(["FROM python:3.8", "RUN printf 'numpy==1.18.5\\n' > /r.txt && pip install -r /r.txt"], { "r.txt": "scipy==1.4\n" });
    expect(install?.packages.map(({ dependency }) => dependency.name)).toEqual(["numpy"]);
    expect(install?.manifests[0]?.written).toBe(true);
  });

  it("says what it could not follow", () => {
    const [install] = installs(["FROM python:3.8", "COPY . .", "RUN pip install -r requirements.txt"]);
    expect(install?.gaps.map(({ because }) => because)).toEqual(["requirements.txt is not in the build context"]);
  });

  it("keeps in mind where packages come from and what must not be compiled", () => {
    const [install] = installs(["FROM python:3.8", "ENV PIP_NO_BINARY=lxml", "RUN pip install --extra-index-url https://download.pytorch.org/whl/cpu --only-binary=:all: torch"]);
    expect(install?.settings).toEqual({ otherIndex: true, onlyBinary: [":all:"], noBinary: ["lxml"] });
  });

  it("is another thing on a platform that copies another file", () => {
    const files = { "amd64.txt": "numpy==1.18.5\n", "arm64.txt": "numpy==1.26.4\n" };
    const text = "FROM python:3.9\nARG TARGETARCH\nCOPY $TARGETARCH.txt r.txt\nRUN pip install -r r.txt\n";
    const versions = ["amd64", "arm64"].map((arch) => installsOf(build(text, { files, target: { os: "linux", arch } }))[0]?.packages[0]?.version);
    expect(versions).toEqual(["1.18.5", "1.26.4"]);
  });
});
