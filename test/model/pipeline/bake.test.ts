import { describe, expect, it } from "vitest";
import { bakeFromJson, readBake, type ImageBuild } from "../../../src/model/pipeline/index.ts";
import { parseHcl } from "../../../src/syntax/hcl/index.ts";
import { loadYamlReader } from "../../../src/syntax/yaml/index.ts";

const builds = (text: string): readonly ImageBuild[] => readBake(parseHcl("docker-bake.hcl", text)).builds;
const platformsOf = (build: ImageBuild | undefined): readonly (string | undefined)[] | undefined => build?.platforms?.items.map(({ text }) => text);

describe("a bake file", () => {
  it("lists its targets with what they build", () => {
    const text = 'group "default" {\n  targets = ["app"]\n}\ntarget "app" {\n  context = "./app"\n  dockerfile = "Dockerfile.prod"\n  target = "run"\n  args = { VERSION = 1.2, "DEBUG" = false }\n  platforms = ["linux/amd64"]\n  tags = ["acme/app:1"]\n  output = ["type=registry"]\n  cache-to = ["type=registry,ref=acme/cache:app,mode=max"]\n}\n';
    const [app] = builds(text);
    expect(app).toMatchObject({ name: "app", context: { text: "./app" }, dockerfile: { text: "Dockerfile.prod" }, target: { text: "run" }, output: "push" });
    expect(app?.caches).toMatchObject([{ direction: "to", type: "registry", location: { text: "acme/cache:app" }, mode: "max" }]);
    expect([...(app?.args ?? [])].map(([name, value]) => [name, value.text])).toEqual([["VERSION", "1.2"], ["DEBUG", "false"]]);
    const platform = app?.platforms?.items[0];
    expect([platform?.literal, text.slice(platform?.at.start, platform?.at.end), app?.platforms?.form]).toEqual([true, "linux/amd64", "inline"]);
  });

  it("follows variables, functions and conditions", () => {
    const text = 'variable "TAG" {\n  default = "1.2"\n}\nvariable "ALL" { default = true }\nfunction "named" {\n  params = [name]\n  result = "acme/${name}:${equal("", TAG) ? "latest" : TAG}"\n}\ntarget "app" {\n  tags = [named("app"), "acme/app:${replace(TAG, ".", "-")}"]\n  platforms = ALL ? concat(["linux/amd64"], ["linux/arm64"]) : ["linux/amd64"]\n}\n';
    const [app] = builds(text);
    expect(app?.tags.map(({ text: tag }) => tag)).toEqual(["acme/app:1.2", "acme/app:1-2"]);
    expect(platformsOf(app)).toEqual(["linux/amd64", "linux/arm64"]);
  });

  it("takes from parents what a target doesn't say, and leaves bases out", () => {
    const text = 'target "_common" {\n  platforms = ["linux/amd64"]\n  args = { A = "1", B = "1" }\n}\ntarget "app" {\n  inherits = ["_common"]\n  args = { B = "2" }\n}\ntarget "tool" {\n  inherits = ["_common"]\n  platforms = ["linux/arm64"]\n}\n';
    const [app, tool, ...others] = builds(text);
    expect([app?.name, platformsOf(app), tool?.name, platformsOf(tool), others]).toEqual(["app", ["linux/amd64"], "tool", ["linux/arm64"], []]);
    expect([...(app?.args ?? [])].map(([name, value]) => [name, value.text])).toEqual([["A", "1"], ["B", "2"]]);
    expect(text.slice(app?.platforms?.at.start, app?.platforms?.at.end)).toBe('["linux/amd64"]');
  });

  it("builds every combination of a matrix", () => {
    const text = 'target "app" {\n  name = "app-${variant.name}-${version}"\n  matrix = {\n    variant = [{ name = "slim" }, { name = "full" }]\n    version = ["1", "2"]\n  }\n  dockerfile = "${variant.name}.Dockerfile"\n}\n';
    expect(builds(text).map(({ name, dockerfile }) => [name, dockerfile?.text])).toEqual([
      ["app-slim-1", "slim.Dockerfile"], ["app-slim-2", "slim.Dockerfile"], ["app-full-1", "full.Dockerfile"], ["app-full-2", "full.Dockerfile"],
    ]);
  });

  it("keeps what it can't follow unknown", () => {
    const [app] = builds('target "app" {\n  platforms = split(",", PLATFORMS)\n  tags = ["acme/app:${timestamp()}"]\n}\n');
    expect([platformsOf(app), app?.tags.map(({ text }) => text)]).toEqual([[undefined], [undefined]]);
  });

  it("ends on targets and variables that need themselves, and on doubling", () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `variable "V${String(i)}" { default = "\${V${String(i + 1)}}\${V${String(i + 1)}}" }`).join("\n");
    expect(builds(`${doubling}\nvariable "V40" { default = "xxxxxxxx" }\ntarget "a" { tags = [V0] }\n`)[0]?.tags[0]?.text).toBeUndefined();
    expect(builds('target "a" {\n  inherits = ["b"]\n}\ntarget "b" {\n  inherits = ["a"]\n  tags = ["t"]\n}\n').map(({ name }) => name)).toEqual(["b"]);
    expect(builds('variable "A" { default = "${A}" }\ntarget "a" { tags = [A] }\n')[0]?.tags[0]?.text).toBeUndefined();
    expect(builds('function "f" {\n  params = [x]\n  result = "${f(x)}${f(x)}"\n}\ntarget "a" { tags = [f("1")] }\n')[0]?.tags[0]?.text).toBeUndefined();
  });

  it("may be JSON", async () => {
    const text = '{"target": {"app": {"platforms": ["linux/amd64"], "dockerfile": "Dockerfile", "tags": ["acme/app:${TAG}"]}}}';
    const read = await loadYamlReader();
    const [app] = readBake(bakeFromJson(read("docker-bake.json", text))).builds;
    expect([app?.name, platformsOf(app), app?.tags[0]?.text]).toEqual(["app", ["linux/amd64"], undefined]);
    const at = app?.platforms?.items[0]?.at;
    expect(text.slice(at?.start, at?.end)).toBe("linux/amd64");
  });
});
