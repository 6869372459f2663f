import { describe, expect, it } from "vitest";
import { fixRepository, lintRepository } from "../support/repository.ts";

const ID = "pipeline-lacks-platform";
const WORKFLOW = ".github/workflows/image.yml";
const BAKE = "docker-bake.hcl";

async function found(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { findings } = await lintRepository(files);
  return findings.filter(({ ruleId }) => ruleId === ID).map(({ at, platforms }) => `${(files[at.file] ?? "").slice(at.start, at.end)} on ${platforms.join()}`);
}

/** A workflow with a step for each list of inputs. */
const workflow = (...steps: readonly string[]): string =>
  `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((inputs) => `      - uses: docker/build-push-action@v6\n        with:\n${inputs.split("; ").map((input) => `          ${input}\n`).join("")}`).join("")}`;

describe(ID, () => {
  it("reports a list that leaves a wanted platform out", async () => {
    expect(await found({ [WORKFLOW]: workflow("push: true; platforms: linux/amd64") })).toEqual(["linux/amd64 on linux/arm64"]);
    expect(await found({ [BAKE]: 'target "app" {\n  platforms = ["linux/arm64"]\n}\n' })).toEqual(['["linux/arm64"] on linux/amd64']);
    expect(await found({ "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      platforms: [linux/amd64]\n" })).toEqual(["[linux/amd64] on linux/arm64"]);
  });

  it("reports a push without a list, which is for the machine's own CPU", async () => {
    expect(await found({ [WORKFLOW]: workflow("push: true") })).toEqual(["docker/build-push-action@v6 on linux/arm64"]);
    expect(await found({ [WORKFLOW]: workflow("push: true").replace("ubuntu-latest", "ubuntu-24.04-arm") })).toEqual(["docker/build-push-action@v6 on linux/amd64"]);
  });

  it("takes all builds of one Dockerfile together", async () => {
    expect(await found({ [WORKFLOW]: workflow("push: true; platforms: linux/amd64", "push: true; platforms: linux/arm64") })).toEqual([]);
    expect(await found({ [WORKFLOW]: workflow("push: true; platforms: linux/amd64", "push: true; platforms: linux/arm64; file: other.Dockerfile") })).toEqual(["linux/amd64 on linux/arm64", "linux/arm64 on linux/amd64"]);
    expect(await found({ [WORKFLOW]: workflow("push: true; platforms: linux/amd64; context: '${{ env.DIR }}'", "push: true; platforms: linux/arm64; context: '${{ env.DIR }}'") })).toEqual([]);
  });

  it("keeps silent on what isn't known, isn't published, or is for other platforms", async () => {
    expect(await found({ [WORKFLOW]: workflow("push: true; platforms: '${{ inputs.platforms }}'") })).toEqual([]);
    expect(await found({ [WORKFLOW]: workflow("push: true").replace("ubuntu-latest", "big-runner") })).toEqual([]);
    expect(await found({ [WORKFLOW]: workflow("load: true; platforms: linux/amd64", "push: false; platforms: linux/amd64") })).toEqual([]);
    expect(await found({ [WORKFLOW]: workflow("push: true; platforms: windows/amd64") })).toEqual([]);
    expect(await found({ [BAKE]: 'target "app" {}\n' })).toEqual([]);
  });

  it.each([
    [WORKFLOW, workflow("push: true; platforms: linux/amd64"), "platforms: linux/amd64\n", "platforms: linux/amd64,linux/arm64\n"],
    [WORKFLOW, workflow("push: true; platforms: 'linux/amd64, linux/s390x'"), "linux/s390x'", "linux/s390x, linux/arm64'"],
    [BAKE, 'target "app" {\n  platforms = [\n    "linux/amd64"\n  ]\n}\n', '"linux/amd64"', '"linux/amd64", "linux/arm64"'],
    ["compose.yaml", "services:\n  app:\n    build:\n      context: .\n      platforms:\n        - linux/amd64\n", "- linux/amd64\n", "- linux/amd64\n        - linux/arm64\n"],
    ["compose.yaml", 'services:\n  app:\n    build:\n      context: .\n      platforms: ["linux/amd64"]\n', '"linux/amd64"', '"linux/amd64", "linux/arm64"'],
  ])("adds the platform in the form of the list: %s", async (file, text, before, after) => {
    expect((await fixRepository({ [file]: text }, { unsafe: true })).get(file)).toBe(text.replace(before, after));
  });

  it("leaves lists alone that are made of variables", async () => {
    const text = 'variable "PLATFORMS" { default = "linux/amd64" }\ntarget "app" {\n  platforms = split(",", PLATFORMS)\n}\n';
    expect(await found({ [BAKE]: text })).toHaveLength(1);
    expect((await fixRepository({ [BAKE]: text }, { unsafe: true })).size).toBe(0);
  });
});
