import { describe, expect, it } from "vitest";
import { lintRepository } from "../support/repository.ts";

async function found(platforms: string, tag: string): Promise<readonly string[]> {
  const text = `target "app" {\n  platforms = ${platforms}\n  tags = ["${tag}"]\n}\n`;
  const { findings } = await lintRepository({ "docker-bake.hcl": text });
  return findings.filter(({ ruleId }) => ruleId === "tag-contradicts-platform").map(({ at, message, platforms: on }) => `${text.slice(at.start, at.end)} on ${on.join()}: ${message}`);
}

describe("tag-contradicts-platform", () => {
  it("reports a tag that names another CPU, to those who want that CPU", async () => {
    expect(await found('["linux/amd64"]', "acme/app:1-arm64")).toEqual(["acme/app:1-arm64 on linux/arm64: the tag says `arm64`, and the image is built for `linux/amd64`"]);
    expect(await found('["linux/arm64/v8"]', "acme/app-x86_64:1")).toHaveLength(1);
  });

  it("keeps silent where they agree, where the tag names no CPU, and where there are several platforms", async () => {
    expect(await found('["linux/arm64"]', "acme/app:1-arm64")).toEqual([]);
    expect(await found('["linux/arm64/v8"]', "acme/app:1-aarch64")).toEqual([]);
    expect(await found('["linux/amd64"]', "acme/app:1-slim")).toEqual([]);
    expect(await found('["linux/amd64", "linux/arm64"]', "acme/app:1-amd64")).toEqual([]);
    expect(await found("[PLATFORM]", "acme/app:1-amd64")).toEqual([]);
  });
});
