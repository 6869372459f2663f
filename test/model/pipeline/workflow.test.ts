import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { buildOfAction, evaluateExpression, readWorkflow, textOfKnown, type Known, type Workflow } from "../../../src/model/pipeline/index.ts";
import { loadYamlReader, type YamlReader } from "../../../src/syntax/yaml/index.ts";

let read: YamlReader;
beforeAll(async () => {
  read = await loadYamlReader();
});

const FILE = ".github/workflows/build.yml";
const workflow = (text: string): Workflow => readWorkflow(read(FILE, text));

describe("an expression", () => {
  const contexts = ([context, name]: readonly string[]): Known => {
    const matrix: Readonly<Record<string, Known>> = { platform: "linux/arm64", list: ["a", "b"], target: { runner: "big" } };
    return context === "matrix" ? matrix[name ?? ""] : undefined;
  };

  it.each([
    ["matrix.platform", "linux/arm64"],
    ["matrix.platform == 'linux/arm64' && 'ubuntu-24.04-arm' || 'ubuntu-24.04'", "ubuntu-24.04-arm"],
    ["startsWith(matrix.platform, 'linux/amd') && 'x' || 'y'", "y"],
    ["join(matrix.list, ',')", "a,b"],
    ["matrix.list[1]", "b"],
    ["matrix.target.runner", "big"],
    ["matrix['platform']", undefined],
    ["format('{0}-{1}', matrix.platform, 1)", "linux/arm64-1"],
    ["contains(matrix.list, 'B')", "true"],
    ["!(1 == 2) && 'it''s'", "it's"],
    ["github.ref == 'refs/heads/main'", undefined],
    ["github.event_name != 'pull_request' && 'a'", undefined],
    ["matrix.platform ==", undefined],
    ["'open", undefined],
  ])("%s is %s", (text, expected) => {
    expect(textOfKnown(evaluateExpression(text, contexts))).toBe(expected);
  });

  it("never throws, whatever the text", () => {
    const scraps = ["a", ".", "[", "]", "(", ")", "'x'", "&&", "||", "==", "!", ",", "1", " ", "matrix", "join", "'", "*"];
    fc.assert(fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 20 }), (parts) => {
      const value = evaluateExpression(parts.join(""), contexts);
      expect(["string", "number", "boolean", "object", "undefined"]).toContain(typeof value);
    }), { numRuns: 1000, seed: 9 });
  });
});

describe("a workflow", () => {
  it("has its jobs once for each combination of the matrix", () => {
    const { jobs } = workflow(`
jobs:
  build:
    strategy:
      matrix:
        platform: [linux/amd64, linux/arm64]
        include:
          - platform: linux/arm64
            runner: ubuntu-24.04-arm
          - platform: linux/s390x
    runs-on: \${{ matrix.runner || 'ubuntu-latest' }}
    steps:
      - uses: docker/build-push-action@v6
        with:
          platforms: \${{ matrix.platform }}
`);
    expect(jobs.map(({ steps }) => steps[0]?.with.get("platforms")?.text)).toEqual(["linux/amd64", "linux/arm64", "linux/s390x"]);
    expect(jobs.map(({ runsOn }) => runsOn[0]?.text)).toEqual(["ubuntu-latest", "ubuntu-24.04-arm", "ubuntu-latest"]);
  });

  it("knows nothing of a matrix that an expression makes", () => {
    const { jobs } = workflow("jobs:\n  build:\n    strategy:\n      matrix: ${{ fromJSON(needs.list.outputs.matrix) }}\n    runs-on: ${{ matrix.runner || 'ubuntu-latest' }}\n    steps: []\n");
    expect(jobs.map(({ runsOn }) => runsOn[0]?.text)).toEqual([undefined]);
  });

  it("tells labels, containers and services of a job", () => {
    const [job] = workflow("jobs:\n  test:\n    runs-on: [self-hosted, ARM64]\n    container: node:20\n    services:\n      db:\n        image: mysql:5.7\n").jobs;
    expect(job?.runsOn.map(({ text }) => text)).toEqual(["self-hosted", "ARM64"]);
    expect(job?.images.map(({ by, image }) => [by, image.text])).toEqual([["container", "node:20"], ["container", "mysql:5.7"]]);
  });

  it("leaves out what the matrix excludes", () => {
    const { jobs } = workflow("jobs:\n  build:\n    strategy:\n      matrix:\n        platform: [linux/amd64, linux/arm64]\n        image: [app, tool]\n        exclude:\n          - { platform: linux/arm64, image: tool }\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { platforms: '${{ matrix.platform }}', context: '${{ matrix.image }}' }\n");
    expect(jobs.map(({ steps: [step] }) => `${step?.with.get("platforms")?.text ?? ""} ${step?.with.get("context")?.text ?? ""}`)).toEqual(["linux/amd64 app", "linux/amd64 tool", "linux/arm64 app"]);
  });
});

describe("docker/build-push-action", () => {
  const build = (inputs: string): ReturnType<typeof buildOfAction> => {
    const step = workflow(`jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n${inputs.replace(/^/gm, "          ")}\n`).jobs[0]?.steps[0];
    return step === undefined ? undefined : buildOfAction(step);
  };

  it("builds what its inputs say", () => {
    const found = build("context: app\nfile: app/Dockerfile\nplatforms: linux/amd64, linux/arm64\npush: true\ntags: |\n  acme/app:1\n  acme/app:latest\nbuild-args: |\n  VERSION=1\ncache-to: type=gha,mode=max,scope=app");
    expect(found).toMatchObject({ context: { text: "app" }, dockerfile: { text: "app/Dockerfile" }, output: "push", caches: [{ direction: "to", type: "gha", mode: "max", location: { text: "app" } }] });
    expect(found?.platforms?.items.map(({ text }) => text)).toEqual(["linux/amd64", "linux/arm64"]);
    expect(found?.tags.map(({ text }) => text)).toEqual(["acme/app:1", "acme/app:latest"]);
    expect(found?.args.get("VERSION")?.text).toBe("1");
  });

  it.each([
    ["push: true", "push"],
    ["load: true", "load"],
    ["push: ${{ github.event_name != 'pull_request' }}", "unknown"],
    ["outputs: type=image,push-by-digest=true,name-canonical=true,push=true", "push"],
    ["outputs: type=local,dest=out", "file"],
    ["context: .", "none"],
  ])("with %s goes to: %s", (inputs, output) => {
    expect(build(inputs)?.output).toBe(output);
  });

  it("is not another action", () => {
    const step = workflow("jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n").jobs[0]?.steps[0];
    expect(step && buildOfAction(step)).toBeUndefined();
  });
});
