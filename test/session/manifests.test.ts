import { describe, expect, it } from "vitest";
import { memoryFileSystem } from "../../src/discover/index.ts";
import { Session, type LintRequest } from "../../src/session/index.ts";

const AMD64 = { os: "linux", arch: "amd64" };

function lint(files: Readonly<Record<string, string>>, more: Partial<LintRequest> = {}): ReturnType<Session["lint"]> {
  return new Session(memoryFileSystem(files)).lint({ cwd: "/repo", paths: ["."], platforms: [AMD64, { os: "linux", arch: "arm64" }], builder: AMD64, levels: new Map(), buildArgs: new Map(), ...more });
}

describe("the files of a run", () => {
  it("are the Dockerfiles, what they install, and what nobody installs", async () => {
    const { files } = await lint({ "/repo/Dockerfile": "FROM python:3.12\nCOPY used.txt requirements.txt\nRUN pip install -r requirements.txt\n", "/repo/used.txt": "six\n", "/repo/docs/requirements.txt": "six\n", "/repo/readme.txt": "" });
    expect(files).toEqual([
      { file: "Dockerfile", kind: "dockerfile" },
      { file: "docs/requirements.txt", kind: "requirements" },
      { file: "used.txt", kind: "requirements" },
    ]);
  });

  it("can come from standard input under the name of a manifest", async () => {
    const { files } = await lint({ "/repo/x": "" }, { stdin: { file: "requirements.txt", bytes: new TextEncoder().encode("six\n") } });
    expect(files).toEqual([{ file: "requirements.txt", kind: "requirements" }]);
  });
});

describe("a manifest that can't be read", () => {
  it("is one problem when a merge was left in it, with its place", async () => {
    const text = "six\n<<<<<<< ours\na==1\n=======\na==2\n>>>>>>> theirs\n";
    const { problems } = await lint({ "/repo/requirements.txt": text, "/repo/Dockerfile": "FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\nRUN pip install -r requirements.txt\n" });
    expect(problems).toEqual([{ file: "requirements.txt", message: "holds the markers of an unresolved merge", at: { file: "requirements.txt", start: 4, end: 11 } }]);
  });

  it("is one problem when it is far too large", async () => {
    const { problems, files } = await lint({ "/repo/requirements.txt": "#".repeat(17_000_000), "/repo/Dockerfile": "FROM alpine\n" });
    expect(problems.map(({ file, message }) => `${file} ${message}`)).toEqual(["requirements.txt is larger than 16 MB (17000000 bytes)"]);
    expect(files).toHaveLength(1);
  });
});
