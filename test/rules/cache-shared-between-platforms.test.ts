import { describe, expect, it } from "vitest";
import { lintRepository } from "../support/repository.ts";

/** A target for each platform, which writes the cache that stands behind it. */
async function found(...targets: readonly (readonly [platforms: string, cache: string])[]): Promise<readonly string[]> {
  const steps = targets.map(([platforms, cache]) => `      - uses: docker/build-push-action@v6\n        with: { push: true, platforms: '${platforms}', cache-to: '${cache}' }\n`);
  const text = `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n${steps.join("")}`;
  const { findings } = await lintRepository({ ".github/workflows/image.yml": text });
  return findings.filter(({ ruleId }) => ruleId === "cache-shared-between-platforms").map(({ at, platforms }) => `${text.slice(at.start, at.end)} on ${platforms.join()}`);
}

describe("cache-shared-between-platforms", () => {
  it("reports builds of different platforms that write one place", async () => {
    expect(await found(["linux/amd64", "type=registry,ref=acme/cache"], ["linux/arm64", "type=registry,ref=acme/cache,mode=max"])).toEqual([
      "type=registry,ref=acme/cache on linux/amd64",
      "type=registry,ref=acme/cache,mode=max on linux/arm64",
    ]);
    expect(await found(["linux/amd64", "type=gha"], ["linux/arm64", "type=gha"])).toHaveLength(2);
  });

  it("keeps silent on places of their own, on one platform, on one build of several, and on what isn't known", async () => {
    expect(await found(["linux/amd64", "type=gha,scope=a"], ["linux/arm64", "type=gha,scope=b"])).toEqual([]);
    expect(await found(["linux/amd64", "type=gha"], ["linux/amd64", "type=gha"])).toEqual([]);
    expect(await found(["linux/amd64,linux/arm64", "type=gha"])).toEqual([]);
    expect(await found(["linux/amd64", "type=inline"], ["linux/arm64", "type=inline"])).toEqual([]);
    expect(await found(["linux/amd64", "type=gha,scope=${{ github.ref }}"], ["linux/arm64", "type=gha,scope=${{ github.ref }}"])).toEqual([]);
  });
});
