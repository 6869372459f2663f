import { describe, expect, it } from "vitest";
import { archPinnedImage, imagePlatforms, imageTraits } from "../../src/knowledge/images.ts";

const hub = (path: string, tag?: string): { domain: string; path: string; tag: string | undefined } => ({ domain: "docker.io", path, tag });

describe("imageTraits", () => {
  it.each([
    [hub("library/debian", "bookworm-slim"), "debian", "dash", "apt"],
    [hub("library/node", "20"), "debian", "dash", "apt"],
    [hub("library/node", "20-alpine3.19"), "alpine", "busybox", "apk"],
    [hub("library/centos", "7"), "rhel", "bash", "yum"],
    [hub("library/rockylinux", "9"), "rhel", "bash", "dnf"],
    [hub("library/amazonlinux", "2023"), "amazon", "bash", "dnf"],
    [hub("library/amazonlinux", "2"), "amazon", "bash", "yum"],
    [hub("library/openjdk", "8-jdk"), "debian", "dash", "apt"],
    [hub("library/openjdk", "17"), "rhel", "bash", "microdnf"],
    [hub("arm64v8/ubuntu", "22.04"), "ubuntu", "dash", "apt"],
    [hub("nvidia/cuda", "12.2.0-base-rockylinux8"), "rhel", "bash", "dnf"],
    [{ domain: "registry.access.redhat.com", path: "ubi9/ubi-minimal" }, "rhel", "bash", "microdnf"],
    [{ domain: "mcr.microsoft.com", path: "dotnet/sdk", tag: "8.0-jammy" }, "ubuntu", "dash", "apt"],
    [{ domain: "public.ecr.aws", path: "docker/library/python", tag: "3.12" }, "debian", "dash", "apt"],
    [{ domain: "gcr.io", path: "distroless/base-debian12" }, "none", "none", undefined],
    [{ domain: "gcr.io", path: "distroless/base-debian12", tag: "debug" }, "none", "busybox", undefined],
  ] as const)("of $0", (name, family, shell, manager) => {
    const traits = imageTraits(name);
    expect([traits.family, traits.shell, traits.packageManager]).toEqual([family, shell, manager]);
  });

  it("does not guess about unknown images", () => {
    expect(imageTraits(hub("acme/service", "1.0"))).toEqual({ env: {}, envComplete: false });
  });

  it("tells the variables that the name determines", () => {
    expect(imageTraits(hub("library/golang", "1.22.3-alpine")).env).toMatchObject({ GOPATH: "/go", GOLANG_VERSION: "1.22.3" });
    expect(imageTraits(hub("library/golang", "1.22")).env["GOLANG_VERSION"]).toBeUndefined();
  });
});

describe("imagePlatforms", () => {
  it("knows official images through their mirrors", () => {
    expect(imagePlatforms(hub("library/debian"))?.arm64).toBe("yes");
    expect(imagePlatforms({ domain: "public.ecr.aws", path: "docker/library/debian" })?.arm64).toBe("yes");
    expect(imagePlatforms(hub("library/django"))?.arm64).toBe("no");
  });

  it("matches publishers by glob, and nothing else", () => {
    expect(imagePlatforms(hub("prom/node-exporter"))?.platforms).toContain("linux/arm64");
    expect(imagePlatforms(hub("acme/prom"))).toBeUndefined();
  });
});

describe("archPinnedImage", () => {
  it.each([
    ["amd64/debian", "bookworm", "namespace", "linux/amd64", { path: "debian", tag: "bookworm" }],
    ["arm64v8/nginx", undefined, "namespace", "linux/arm64", { path: "nginx", tag: undefined }],
    ["i386/alpine", "3.19", "namespace", "linux/386", { path: "alpine", tag: "3.19" }],
    ["kube/debian-base-amd64", "v1", "name", "linux/amd64", { path: "kube/debian-base", tag: "v1" }],
    ["acme/tool-linux-x86_64", "v1", "name", "linux/amd64", { path: "acme/tool", tag: "v1" }],
    ["acme/tool", "1.2-amd64", "tag", "linux/amd64", { path: "acme/tool", tag: "1.2" }],
    ["acme/tool", "amd64-latest", "tag", "linux/amd64", { path: "acme/tool", tag: "latest" }],
    ["acme/tool", "1.2-amd64-slim", "tag", "linux/amd64", { path: "acme/tool", tag: "1.2-slim" }],
    ["acme/tool", "amd64", "tag", "linux/amd64", { path: "acme/tool", tag: undefined }],
  ] as const)("%s:%s", (path, tag, place, platform, multiPlatformName) => {
    expect(archPinnedImage(path, tag)).toMatchObject({ place, platform, multiPlatformName });
  });

  it("gives the place of the word", () => {
    const pinned = archPinnedImage("kube/debian-base-amd64", undefined);
    expect("kube/debian-base-amd64".slice(pinned?.start, pinned?.end)).toBe("amd64");
  });

  it.each([
    ["library/debian", "bookworm"],
    ["acme/crossbuild-amd64-tools", "1"],
    ["acme/my-amd64-notes", "1"],
    ["dockcross/linux-arm64", "latest"],
    ["acme/rust-musl-cross", "x86_64-musl"],
    ["multiarch/qemu-user-static", "x86_64-aarch64"],
    ["acme/x86", "1"],
    ["acme/tool", "1.2-windows-amd64"],
    ["library/node", "20"],
  ])("keeps silent about %s:%s", (path, tag) => {
    expect(archPinnedImage(path, tag)).toBeUndefined();
  });
});
