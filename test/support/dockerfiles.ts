import { readdirSync, readFileSync } from "node:fs";
import { evaluate, type Build } from "../../src/evaluate/index.ts";
import { World } from "../../src/session/world.ts";
import { normalisePlatform, parsePlatform } from "../../src/model/index.ts";
import { parseDockerfile } from "../../src/syntax/dockerfile/index.ts";

const folder = new URL("../../fixtures/dockerfiles/", import.meta.url);

/** The Dockerfiles of `fixtures/dockerfiles`, by name. */
export const dockerfiles: readonly (readonly [name: string, text: string])[] = readdirSync(folder)
  .sort()
  .map((name) => [name.replace(".Dockerfile", ""), readFileSync(new URL(name, folder), "utf8")]);

/** Evaluates a text for one platform, on a builder of linux/amd64, with an empty build context. */
export function buildFor(platform: string, text: string): Build {
  return evaluate(parseDockerfile("Dockerfile", text), {
    target: named(platform),
    explicitTarget: true,
    builder: named("linux/amd64"),
    buildArgs: new Map(),
    context: { readText: () => undefined, has: () => false },
    images: new World().images,
  });
}

function named(text: string): Build["target"] {
  const platform = parsePlatform(text, { os: "linux", arch: "amd64" });
  if ("error" in platform) throw new Error(platform.error);
  return normalisePlatform(platform);
}
