import { describe, expect, it } from "vitest";
import { judgeName, looksLikeDockerfile, namesTemplate } from "../../src/discover/kind.ts";

describe("judgeName", () => {
  it.each(["Dockerfile", "dockerfile", "Containerfile", "Dockerfile.hotspot", "Dockerfile-slim.template", "Dockerfile_x", "router.Dockerfile", "api.dockerfile", "Containerfile.dev", "Dockerfile.ubuntu-22.04"])(
    "is certain of %s",
    (name) => {
      expect(judgeName(name)).toBe("certain");
    },
  );

  it.each(["base-Dockerfile", "docker__Dockerfile", "build_Dockerfile-arm", "Dockerfile.go", "dockerfile.md", "Dockerfile.patch"])("wants to look into %s", (name) => {
    expect(judgeName(name)).toBe("likely");
  });

  it.each(["Dockerfile.dockerignore", ".dockerignore", "Dockerfile~", "Dockerfile.bak", "Dockerfiles", "MyDockerfile", "dockerfiles.txt", "Makefile"])("leaves %s alone", (name) => {
    expect(judgeName(name)).toBe("no");
  });

  it("tells templates from files that are whole", () => {
    expect(namesTemplate("Dockerfile-slim.template")).toBe(true);
    expect(namesTemplate("Dockerfile.j2")).toBe(true);
    expect(namesTemplate("Dockerfile.templates-base")).toBe(false);
  });
});

describe("looksLikeDockerfile", () => {
  it("takes any text with a FROM when the name speaks no other language", () => {
    expect(looksLikeDockerfile("base_Dockerfile", "MAINTAINER someone\nFROM debian:12\n")).toBe(true);
    expect(looksLikeDockerfile("build-dockerfile", "#!/bin/sh\necho building\n")).toBe(false);
  });

  it("takes a file named as a program only when it starts as a Dockerfile", () => {
    expect(looksLikeDockerfile("Dockerfile.go", "# the Go service\n\nARG VERSION=1\nFROM golang:${VERSION}\n")).toBe(true);
    expect(looksLikeDockerfile("dockerfile.go", "package docker\n\nconst example = `\nFROM golang:1.22\n`\n")).toBe(false);
    expect(looksLikeDockerfile("dockerfile.md", "# Writing one\n\nBegin with\n\nFROM debian\n")).toBe(false);
  });
});
