import { describe, expect, it } from "vitest";
import { repositoryFor } from "../../src/knowledge/packages.ts";
import { foreignPathIn } from "../../src/knowledge/paths.ts";

describe("foreignPathIn", () => {
  it.each([
    ["/usr/lib/x86_64-linux-gnu/libjemalloc.so.2", "multiarch", "x86_64-linux-gnu", "aarch64-linux-gnu"],
    ["/usr/include/x86_64-linux-gnu", "multiarch", "x86_64-linux-gnu", "aarch64-linux-gnu"],
    ["/usr/lib/aarch64-linux-gnu", "multiarch", "aarch64-linux-gnu", "aarch64-linux-gnu"],
    ["/lib64/ld-linux-x86-64.so.2", "loader", "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"],
    ["/lib/ld-musl-x86_64.so.1", "loader", "/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"],
    ["/usr/lib/jvm/java-17-openjdk-amd64", "jvm", "amd64", "arm64"],
    ["/usr/lib/jvm/java-11-amazon-corretto.x86_64/bin", "jvm", "x86_64", "aarch64"],
    ["/usr/local/cuda-12.2/targets/x86_64-linux/lib", "cuda", "x86_64-linux", "sbsa-linux"],
    ["/usr/local/texlive/2023/bin/x86_64-linux", "texlive", "x86_64-linux", "aarch64-linux"],
    ["/app/_native.cpython-311-x86_64-linux-gnu.so", "extension-module", "x86_64-linux-gnu", "aarch64-linux-gnu"],
    ["/usr/bin/x86_64-linux-gnu-gcc", "compiler", "x86_64-linux-gnu", "aarch64-linux-gnu"],
  ])("%s", (path, kind, word, onArm) => {
    const found = foreignPathIn(path);
    expect(found).toMatchObject({ kind, word });
    expect(path.slice(found?.start, found?.end)).toBe(word);
    expect(found?.wordOn("linux/arm64")).toBe(onArm);
  });

  it("offers a spelling that is right everywhere", () => {
    expect(foreignPathIn("/usr/lib/jvm/java-17-openjdk-amd64")?.portable).toBe("/usr/lib/jvm/default-java");
    expect(foreignPathIn("/usr/local/cuda/targets/x86_64-linux/lib")?.portable).toBe("/usr/local/cuda/lib64");
  });

  it.each(["/usr/lib64/libfoo.so", "/opt/amd64/tool", "/usr/lib/jvm/default-java", "/usr/share/doc/x86_64-notes", "x86_64-linux-gnu", "/usr/lib/python3/dist-packages"])("keeps silent about %s", (path) => {
    expect(foreignPathIn(path)).toBeUndefined();
  });
});

describe("repositoryFor", () => {
  it("knows who serves arm64", () => {
    expect(repositoryFor("https://download.docker.com/linux/debian")?.arm64).toBe("yes");
    expect(repositoryFor("https://repo.radeon.com/rocm/apt/6.0")?.arm64).toBe("no");
    expect(repositoryFor("https://repo.mongodb.org/apt/debian")?.arm64).toBe("partial");
  });

  it("knows nothing about others", () => {
    expect(repositoryFor("https://apt.example.org/debian")).toBeUndefined();
    expect(repositoryFor("https://docker.com/linux/debian")).toBeUndefined();
  });
});
