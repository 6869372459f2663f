import { describe, expect, it } from "vitest";
import { parseReference, type ImageReference } from "../../src/model/index.ts";

const HEX = "0123456789abcdef".repeat(4);

function reference(text: string): ImageReference {
  const parsed = parseReference(text);
  if ("error" in parsed) throw new Error(parsed.error);
  return parsed;
}

describe("an image reference", () => {
  it.each([
    ["alpine", "docker.io/library/alpine:latest", "alpine"],
    ["docker.io/alpine:3", "docker.io/library/alpine:3", "alpine:3"],
    ["index.docker.io/team/app", "docker.io/team/app:latest", "team/app"],
    ["docker.io/library/alpine", "docker.io/library/alpine:latest", "alpine"],
    ["localhost/app", "localhost/app:latest", "localhost/app"],
    ["localhost:5000/app", "localhost:5000/app:latest", "localhost:5000/app"],
    ["registry:5000", "docker.io/library/registry:5000", "registry:5000"],
    ["Registry/app", "Registry/app:latest", "Registry/app"],
    ["[fe80::1]:443/app", "[fe80::1]:443/app:latest", "[fe80::1]:443/app"],
    [`ghcr.io/team/app@sha256:${HEX}`, `ghcr.io/team/app@sha256:${HEX}`, `ghcr.io/team/app@sha256:${HEX}`],
    [`quay.io/team/app:1@sha256:${HEX}`, `quay.io/team/app:1@sha256:${HEX}`, `quay.io/team/app:1@sha256:${HEX}`],
    ["team/a__b/c-d.e", "docker.io/team/a__b/c-d.e:latest", "team/a__b/c-d.e"],
  ])("%s is %s, for people %s", (text, normalised, familiar) => {
    expect(reference(text)).toMatchObject({ normalised, familiar });
  });

  it("knows where name, tag and digest stand", () => {
    const text = `localhost:5000/app:1.2-amd64@sha256:${HEX}`;
    const { namePart, tagPart, digestPart } = reference(text);
    expect([namePart, tagPart, digestPart].map((part) => text.slice(part?.start, part?.end))).toEqual(["localhost:5000/app", "1.2-amd64", `sha256:${HEX}`]);
    expect(reference("alpine").tagPart).toBeUndefined();
  });

  it.each([
    ["", "repository name must have at least one component"],
    [HEX, "cannot specify 64-byte hexadecimal strings"],
    ["team/App", "invalid reference format: repository name (team/App) must be lowercase"],
    ["debian:", "invalid reference format"],
    ["debian:$TAG", "invalid reference format"],
    ["${BASE}", "must be lowercase"],
    ["a//b", "invalid reference format"],
    ["-debian", "invalid reference format"],
    [`debian:${"x".repeat(129)}`, "invalid reference format"],
    ["debian@sha256:abc", "invalid reference format"],
    [`debian@sha256:${HEX}0`, "invalid checksum digest length"],
    [`debian@md5:${HEX}`, "unsupported digest algorithm"],
    ["x".repeat(256), "repository name must not be more than 255 characters"],
  ])("%j is refused in the builder's words", (text, message) => {
    expect(parseReference(text)).toMatchObject({ error: expect.stringContaining(message) as string });
  });

  it("is judged in time that does not explode", () => {
    expect(parseReference(`${"a-".repeat(50_000)}!`)).toHaveProperty("error");
    expect(parseReference(`${"A.".repeat(50_000)}/!`)).toHaveProperty("error");
  });
});
