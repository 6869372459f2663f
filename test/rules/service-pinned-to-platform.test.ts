import { describe, expect, it } from "vitest";
import { fixRepository, lintRepository } from "../support/repository.ts";

const ID = "service-pinned-to-platform";
const COMPOSE = "compose.yaml";

const service = (...lines: readonly string[]): string => `services:\n  app:\n${lines.map((line) => `    ${line}\n`).join("")}`;

async function foundIn(files: Readonly<Record<string, string>>, wanted?: readonly string[]): Promise<readonly string[]> {
  const { findings } = await lintRepository(files, wanted);
  return findings.filter(({ ruleId }) => ruleId === ID).map(({ at, platforms }) => `${at.file} ${(files[at.file] ?? "").slice(at.start, at.end)} on ${platforms.join()}`);
}

describe(ID, () => {
  it("reports a platform that is written out, on every other one", async () => {
    expect(await foundIn({ [COMPOSE]: service("image: redis:7", "platform: linux/amd64") })).toEqual(["compose.yaml linux/amd64 on linux/arm64"]);
    expect(await foundIn({ [COMPOSE]: service("image: redis:7", "platform: linux/arm64/v8") })).toEqual(["compose.yaml linux/arm64/v8 on linux/amd64"]);
    expect(await foundIn({ [COMPOSE]: service("image: redis:7", "platform: linux/amd64") }, ["linux/amd64", "linux/arm64", "linux/s390x"])).toEqual(["compose.yaml linux/amd64 on linux/arm64,linux/s390x"]);
  });

  it("reports the default of a variable, and what a file that is extended sets", async () => {
    expect(await foundIn({ [COMPOSE]: service("image: redis:7", "platform: ${PLATFORM:-linux/amd64}") })).toEqual(["compose.yaml linux/amd64 on linux/arm64"]);
    const files = { [COMPOSE]: service("extends: { file: base.yaml, service: base }"), "base.yaml": "services:\n  base:\n    image: redis:7\n    platform: linux/amd64\n" };
    expect(await foundIn(files)).toEqual(["base.yaml linux/amd64 on linux/arm64"]);
  });

  it("keeps silent where nothing is pinned, where it isn't known, and where no wanted platform is meant", async () => {
    expect(await foundIn({ [COMPOSE]: service("image: redis:7") })).toEqual([]);
    expect(await foundIn({ [COMPOSE]: service("image: redis:7", "platform: ${PLATFORM}") })).toEqual([]);
    expect(await foundIn({ [COMPOSE]: service("image: redis:7", "platform: windows/amd64") })).toEqual([]);
    expect(await foundIn({ [COMPOSE]: service("image: redis:7", "# platform: linux/amd64") })).toEqual([]);
  });

  it("takes the line out, with its comment, and nothing else", async () => {
    const text = service("image: redis:7", "platform: linux/amd64 # Mac", "ports: ['6379:6379']").replaceAll("\n", "\r\n");
    expect((await fixRepository({ [COMPOSE]: text }, { unsafe: true })).get(COMPOSE)).toBe(service("image: redis:7", "ports: ['6379:6379']").replaceAll("\n", "\r\n"));
  });

  it("offers no edit where the image needs the setting, or the line holds more", async () => {
    for (const text of [service("image: mysql:5.7", "platform: linux/amd64"), "services:\n  app: { image: redis:7, platform: linux/amd64 }\n", service("image: redis:7", "platform: ${P:-linux/amd64}")]) {
      expect((await fixRepository({ [COMPOSE]: text }, { unsafe: true })).size).toBe(0);
    }
  });
});
