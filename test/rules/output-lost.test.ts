import { describe, expect, it } from "vitest";
import { lintRepository } from "../support/repository.ts";

const FILE = ".github/workflows/image.yml";

async function messages(inputs: string): Promise<readonly string[]> {
  const text = `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { ${inputs} }\n`;
  const { findings } = await lintRepository({ [FILE]: text });
  return findings.filter(({ ruleId }) => ruleId === "output-lost").map(({ message }) => message);
}

describe("output-lost", () => {
  it("reports several platforms whose result goes nowhere, or where it can't go", async () => {
    expect(await messages("platforms: 'linux/amd64,linux/arm64', tags: a")).toEqual(["the result of a build for several platforms stays in the builder's cache, and is lost with it"]);
    expect(await messages("platforms: 'linux/amd64,linux/arm64', tags: a, load: true")).toEqual(["an image for several platforms can't be loaded into Docker's classic image store"]);
  });

  it("keeps silent where it goes somewhere, where nobody wants it, and where it isn't known", async () => {
    for (const inputs of ["push: true", "outputs: 'type=oci,dest=a.tar'", "push: false", "push: '${{ inputs.push }}'"]) expect(await messages(`platforms: 'linux/amd64,linux/arm64', tags: a, ${inputs}`)).toEqual([]);
    expect(await messages("platforms: 'linux/amd64,linux/arm64'")).toEqual([]);
    expect(await messages("platforms: linux/amd64, tags: a, load: true")).toEqual([]);
    expect(await messages("platforms: '${{ inputs.platforms }}', tags: a")).toEqual([]);
  });
});
