import { describe, expect, it } from "vitest";
import { buildFromCommand, type ImageBuild, type Setting } from "../../../src/model/pipeline/index.ts";

/** The words of a line, each at its place; `?` is one that nobody knows. */
function argv(line: string): readonly Setting[] {
  return [...line.matchAll(/\S+/g)].map(({ 0: text, index }) => ({ text: text === "?" ? undefined : text, literal: true, at: { file: "build.sh", start: index, end: index + text.length } }));
}

const build = (line: string): ImageBuild | undefined => buildFromCommand(argv(line));
const platforms = (line: string): readonly (string | undefined)[] | undefined => build(line)?.platforms?.items.map(({ text }) => text);

describe("a command that builds an image", () => {
  it.each([
    ["docker build .", "docker", "load"],
    ["docker image build .", "docker", "load"],
    ["docker --context remote build --pull .", "docker", "load"],
    ["docker buildx build .", "buildx", "none"],
    ["docker buildx build --push .", "buildx", "push"],
    ["docker buildx build --push=false .", "buildx", "none"],
    ["docker buildx build --load .", "buildx", "load"],
    ["docker buildx build -o type=registry .", "buildx", "push"],
    ["docker buildx build --output type=local,dest=out .", "buildx", "file"],
    ["docker buildx build --output=type=image,push=true .", "buildx", "push"],
    ["docker buildx build ? .", "buildx", "unknown"],
    ["/usr/bin/podman build -t a .", "podman", "load"],
    ["buildah bud -t a .", "buildah", "load"],
    ["/kaniko/executor --destination a --context .", "kaniko", "push"],
  ])("%s", (line, tool, output) => {
    expect(build(line)).toMatchObject({ tool, output });
  });

  it.each(["docker run alpine", "docker buildx bake", "docker compose build", "podman push a", "echo docker build", "docker", "?"])("is not %s", (line) => {
    expect(build(line)).toBeUndefined();
  });

  it("is read with its options in any form", () => {
    const found = build("docker buildx build --platform=linux/amd64,linux/arm64 -f app.Dockerfile -tacme/app:1 --tag acme/app:2 --build-arg VERSION=1 --build-arg TOKEN --target run --cache-to type=registry,ref=acme/cache,mode=max ./app");
    expect(found).toMatchObject({ context: { text: "./app" }, dockerfile: { text: "app.Dockerfile" }, target: { text: "run" }, caches: [{ type: "registry", mode: "max", location: { text: "acme/cache" } }] });
    expect(found?.tags.map(({ text }) => text)).toEqual(["acme/app:1", "acme/app:2"]);
    expect([...(found?.args ?? [])].map(([name, { text }]) => [name, text])).toEqual([["VERSION", "1"]]);
  });

  it("has each platform at its place", () => {
    const line = "docker buildx build --platform linux/amd64,linux/arm64 .";
    const found = build(line)?.platforms;
    expect(found?.items.map(({ at }) => line.slice(at.start, at.end))).toEqual(["linux/amd64", "linux/arm64"]);
    expect(found?.form).toBe("commas");
  });

  it("may name the CPU alone", () => {
    expect(platforms("buildah bud --override-arch amd64 -t app-arm64 .")).toEqual(["linux/amd64"]);
    expect(platforms("podman build --arch=arm64 --os linux .")).toEqual(["linux/arm64"]);
    expect(platforms("docker build .")).toBeUndefined();
    expect(platforms("docker buildx build --platform ? .")).toEqual([undefined]);
  });
});
