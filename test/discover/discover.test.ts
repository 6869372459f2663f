import { describe, expect, it } from "vitest";
import { discover, memoryFileSystem, type DiscoverOptions, type MemoryFile } from "../../src/discover/index.ts";

const FROM = "FROM debian:12\n";

function found(files: Readonly<Record<string, MemoryFile>>, options: Partial<DiscoverOptions> = {}): readonly string[] {
  return run(files, options).files.map(({ file }) => file);
}

function run(files: Readonly<Record<string, MemoryFile>>, options: Partial<DiscoverOptions> = {}): ReturnType<typeof discover> {
  return discover({ fs: memoryFileSystem(files), cwd: "/repo", paths: ["."], ...options });
}

describe("a folder", () => {
  it("is walked for Dockerfiles, in the order of their names", () => {
    expect(found({ "/repo/web/Dockerfile": FROM, "/repo/api.Dockerfile": FROM, "/repo/README.md": "", "/repo/Containerfile.dev": FROM })).toEqual(["Containerfile.dev", "api.Dockerfile", "web/Dockerfile"]);
  });

  it("is not walked into .git and node_modules", () => {
    expect(found({ "/repo/.git/Dockerfile": FROM, "/repo/node_modules/pkg/Dockerfile": FROM, "/repo/.github/Dockerfile": FROM })).toEqual([".github/Dockerfile"]);
  });

  it("obeys .gitignore files, the nested ones over the outer ones", () => {
    const files = {
      "/repo/.gitignore": "dist\n*.Dockerfile\n",
      "/repo/dist/Dockerfile": FROM,
      "/repo/a.Dockerfile": FROM,
      "/repo/keep/.gitignore": "!*.Dockerfile\n",
      "/repo/keep/b.Dockerfile": FROM,
    };
    expect(found(files)).toEqual(["keep/b.Dockerfile"]);
  });

  it("obeys the .gitignore files above it up to the root of the repository", () => {
    const files = { "/repo/.git/HEAD": "", "/repo/.gitignore": "/svc/tmp\n", "/repo/svc/tmp/Dockerfile": FROM, "/repo/svc/Dockerfile": FROM };
    expect(found(files, { cwd: "/repo/svc" })).toEqual(["Dockerfile"]);
  });

  it("takes no rules from above when there is no repository", () => {
    expect(found({ "/.gitignore": "svc\n", "/repo/.gitignore": "*.Dockerfile\n", "/repo/svc/a.Dockerfile": FROM }, { cwd: "/repo/svc" })).toEqual(["a.Dockerfile"]);
  });

  it("leaves out what the configuration ignores, and no .gitignore takes that back", () => {
    const files = { "/repo/third_party/Dockerfile": FROM, "/repo/.gitignore": "!third_party\n", "/repo/Dockerfile": FROM };
    expect(found(files, { ignore: ["third_party/"] })).toEqual(["Dockerfile"]);
  });

  it("takes ignore patterns relative to the configuration's folder", () => {
    const files = { "/repo/svc/old/Dockerfile": FROM, "/repo/svc/Dockerfile": FROM };
    expect(found(files, { cwd: "/repo/svc", ignore: ["/svc/old"], ignoreRoot: "/repo" })).toEqual(["Dockerfile"]);
  });

  it("looks into a file whose name leaves doubt", () => {
    expect(found({ "/repo/base-Dockerfile": FROM, "/repo/lint-dockerfile": "#!/bin/sh\n", "/repo/dockerfile.go": "package x\n" })).toEqual(["base-Dockerfile"]);
  });

  it("is not left by a link, nor walked twice through one", () => {
    const files = {
      "/repo/Dockerfile": FROM,
      "/repo/Dockerfile.same": { linkTo: "/repo/Dockerfile" },
      "/repo/Dockerfile.out": { linkTo: "/etc/Dockerfile" },
      "/repo/Dockerfile.gone": { linkTo: "/repo/nowhere" },
      "/repo/loop": { linkTo: "/repo" },
      "/etc/Dockerfile": FROM,
    };
    expect(found(files)).toEqual(["Dockerfile"]);
  });

  it("takes a link to a file inside that has no name of a Dockerfile", () => {
    expect(found({ "/repo/Dockerfile": { linkTo: "/repo/docker/base.txt" }, "/repo/docker/base.txt": FROM })).toEqual(["Dockerfile"]);
  });
});

describe("a file that is named", () => {
  it("is a Dockerfile whatever its name, ignored or not", () => {
    const files = { "/repo/.gitignore": "build.txt\n", "/repo/build.txt": FROM };
    const [file] = run(files, { paths: ["build.txt"], ignore: ["*"] }).files;
    expect(file).toMatchObject({ file: "build.txt", kind: "dockerfile", named: true });
  });

  it("is taken once when a folder holds it too", () => {
    expect(found({ "/repo/Dockerfile": FROM }, { paths: [".", "Dockerfile", "./Dockerfile"] })).toEqual(["Dockerfile"]);
  });

  it("outside the working directory is named by the way to it", () => {
    expect(found({ "/other/Dockerfile": FROM, "/repo/x": "" }, { paths: ["/other/Dockerfile"] })).toEqual(["../other/Dockerfile"]);
  });
});

describe("a glob that no shell has expanded", () => {
  it("names what it matches", () => {
    const files = { "/repo/a/Dockerfile": FROM, "/repo/b/Dockerfile": FROM, "/repo/b/sub/Dockerfile": FROM };
    expect(found(files, { paths: ["*/Dockerfile"] })).toEqual(["a/Dockerfile", "b/Dockerfile"]);
    expect(found(files, { paths: ["b/**/Dockerfile"] })).toEqual(["b/Dockerfile", "b/sub/Dockerfile"]);
  });
});

describe("what can't be looked at", () => {
  it("is a problem: a path that is not there", () => {
    expect(run({ "/repo/Dockerfile": FROM }, { paths: ["nowhere", "Dockerfile"] })).toMatchObject({
      files: [{ file: "Dockerfile" }],
      problems: [{ file: "nowhere", message: "no such file or folder" }],
    });
  });

  it("is a problem: a folder named Dockerfile with none in it", () => {
    expect(run({ "/repo/Dockerfile/notes.txt": "" }, { paths: ["Dockerfile"] }).problems).toEqual([{ file: "Dockerfile", message: "is a folder, and there is no Dockerfile in it" }]);
    expect(run({ "/repo/Dockerfile/notes.txt": "" }).problems).toEqual([]);
  });

  it("is a problem: a link that leads nowhere", () => {
    expect(run({ "/repo/Dockerfile": { linkTo: "/gone" } }, { paths: ["Dockerfile"] }).problems[0]?.message).toBe("is a symbolic link that leads nowhere");
  });
});
