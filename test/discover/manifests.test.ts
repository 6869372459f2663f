import { describe, expect, it } from "vitest";
import { discover, memoryFileSystem, type MemoryFile } from "../../src/discover/index.ts";
import { manifestKindOf } from "../../src/model/ecosystem/index.ts";

function found(files: Readonly<Record<string, MemoryFile>>, paths: readonly string[] = ["."]): readonly string[] {
  const { files: all } = discover({ fs: memoryFileSystem(files), cwd: "/repo", paths, otherKind: (path) => manifestKindOf(path.slice(path.lastIndexOf("/") + 1))?.kind });
  return all.map(({ file, kind }) => `${file} ${kind}`);
}

describe("files of other kinds", () => {
  it("are found beside the Dockerfiles", () => {
    expect(found({ "/repo/Dockerfile": "FROM debian:12\n", "/repo/web/package-lock.json": "{}", "/repo/uv.lock": "", "/repo/notes.txt": "" })).toEqual([
      "Dockerfile dockerfile",
      "uv.lock uv-lock",
      "web/package-lock.json package-lock",
    ]);
  });

  it("are left out where .gitignore says so and in other people's folders", () => {
    const files = { "/repo/.gitignore": "build\n", "/repo/build/requirements.txt": "", "/repo/vendor/lib/package.json": "", "/repo/.venv/lib/site-packages/x/pyproject.toml": "", "/repo/node_modules/a/package.json": "", "/repo/api/requirements.txt": "" };
    expect(found(files)).toEqual(["api/requirements.txt requirements"]);
  });

  it("can be named outright", () => {
    expect(found({ "/repo/vendor/requirements.txt": "", "/repo/other": "FROM debian:12\n" }, ["vendor/requirements.txt", "other"])).toEqual(["other dockerfile", "vendor/requirements.txt requirements"]);
  });

  it("are none where nobody asks for them", () => {
    const { files } = discover({ fs: memoryFileSystem({ "/repo/package.json": "{}" }), cwd: "/repo", paths: ["."] });
    expect(files).toEqual([]);
  });
});

describe("manifestKindOf", () => {
  it.each([
    ["requirements.txt", "requirements"],
    ["requirements-dev.txt", "requirements"],
    ["dev-requirements.in", "requirements"],
    ["constraints.txt", "requirements"],
    ["environment.gpu.yml", "conda-environment"],
    ["pylock.web.toml", "pylock"],
    ["Service.csproj", "csproj"],
    ["PACKAGE.JSON", "package-json"],
  ])("tells %s", (name, kind) => {
    expect(manifestKindOf(name)?.kind).toBe(kind);
  });

  it.each(["requirements.md", "my-environmental.yml", "package.json.bak", "Gemfile.locked", "lock"])("leaves %s alone", (name) => {
    expect(manifestKindOf(name)).toBeUndefined();
  });
});
