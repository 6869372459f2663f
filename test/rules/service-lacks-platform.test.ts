import { describe, expect, it } from "vitest";
import { lintRepository } from "../support/repository.ts";

const ID = "service-lacks-platform";

async function found(text: string, file = "compose.yaml"): Promise<readonly string[]> {
  const { findings } = await lintRepository({ [file]: text });
  return findings.filter(({ ruleId }) => ruleId === ID).map(({ at, platforms }) => `${text.slice(at.start, at.end)} on ${platforms.join()}`);
}

const service = (image: string, more = ""): string => `services:\n  db:\n    image: ${image}\n${more}`;
const job = (runner: string, image: string): string => `on: push\njobs:\n  test:\n    runs-on: ${runner}\n    services:\n      db:\n        image: ${image}\n    steps: []\n`;

describe(ID, () => {
  it("reports an image whose tag is known to lack the platform", async () => {
    expect(await found(service("mysql:5.7"))).toEqual(["mysql:5.7 on linux/arm64"]);
    expect(await found(service("mysql:${MYSQL:-5.7}"))).toEqual(["mysql:${MYSQL:-5.7} on linux/arm64"]);
  });

  it("reports an image that is named for one CPU", async () => {
    expect(await found(service("acme/app:1.2-amd64"))).toEqual(["acme/app:1.2-amd64 on linux/arm64"]);
    expect(await found(service("arm64v8/redis:7"))).toEqual(["arm64v8/redis:7 on linux/amd64"]);
  });

  it("keeps silent on images with the platform, on unknown ones, on digests, and where a platform is written", async () => {
    expect(await found(service("mysql:8.4"))).toEqual([]);
    expect(await found(service("acme/app:1.2"))).toEqual([]);
    expect(await found(service("mysql:$TAG"))).toEqual([]);
    expect(await found(service(`mysql:5.7@sha256:${"0".repeat(64)}`))).toEqual([]);
    expect(await found(service("mysql:5.7", "    platform: linux/amd64\n"))).toEqual([]);
  });

  it("keeps silent on the name that a build is given", async () => {
    expect(await found(service("acme/app:1.2-amd64", "    build: .\n"))).toEqual([]);
  });

  it("asks of a job's containers what the job's machine is", async () => {
    const file = ".github/workflows/test.yml";
    expect(await found(job("ubuntu-24.04-arm", "mysql:5.7"), file)).toEqual(["mysql:5.7 on linux/arm64"]);
    expect(await found(job("ubuntu-latest", "mysql:5.7"), file)).toEqual([]);
    expect(await found(job("${{ inputs.runner }}", "mysql:5.7"), file)).toEqual([]);
  });
});
