import { beforeAll, describe, expect, it } from "vitest";
import { readCompose, readDotenv, type ComposeFile, type ComposeService } from "../../../src/model/pipeline/index.ts";
import { loadYamlReader, type YamlReader } from "../../../src/syntax/yaml/index.ts";

let read: YamlReader;
beforeAll(async () => {
  read = await loadYamlReader();
});

function compose(text: string, others: Readonly<Record<string, string>> = {}): ComposeFile {
  const other = (path: string): { yaml: ReturnType<YamlReader>; source: string } | undefined => {
    const source = others[path];
    return source === undefined ? undefined : { yaml: read(path, source), source };
  };
  return readCompose({ yaml: read("compose.yaml", text), source: text, variables: readDotenv(others[".env"] ?? ""), other });
}

function service(text: string, others?: Readonly<Record<string, string>>): ComposeService {
  const [first] = compose(text, others).services;
  if (first === undefined) throw new Error("no service");
  return first;
}

describe("a compose file", () => {
  it("lists services with image, platform and build", () => {
    const text = "services:\n  db:\n    image: mysql:5.7\n    platform: linux/amd64\n  web:\n    build:\n      context: ./web\n      dockerfile: Dockerfile.prod\n      target: run\n      args: { VERSION: 1.2 }\n      platforms:\n        - linux/amd64\n        - linux/arm64\n";
    const [db, web] = compose(text).services;
    expect([db?.image?.text, db?.platform?.text, db?.build]).toEqual(["mysql:5.7", "linux/amd64", undefined]);
    expect(text.slice(db?.platformEntryAt?.start, db?.platformEntryAt?.end)).toBe("platform: linux/amd64");
    expect(web?.build).toMatchObject({ context: { text: "./web" }, dockerfile: { text: "Dockerfile.prod" }, target: { text: "run" } });
    expect(web?.build?.args.get("VERSION")?.text).toBe("1.2");
    expect(web?.build?.platforms).toMatchObject({ items: [{ text: "linux/amd64" }, { text: "linux/arm64" }], form: "lines" });
  });

  it("takes a path for a build", () => {
    expect(service("services:\n  web:\n    build: .\n").build?.context?.text).toBe(".");
  });

  it("reads arguments from a list too, and leaves those of the environment out", () => {
    const { build } = service("services:\n  web:\n    build:\n      context: .\n      args:\n        - ARCH=amd64\n        - TOKEN\n");
    expect([...(build?.args ?? [])].map(([name, { text }]) => [name, text])).toEqual([["ARCH", "amd64"]]);
  });

  it("follows anchors, merge keys and extends, own settings first", () => {
    const text = "x-base: &base\n  platform: linux/amd64\nservices:\n  web:\n    <<: *base\n    extends:\n      file: common.yaml\n      service: app\n    image: web\n";
    const web = service(text, { "common.yaml": "services:\n  app:\n    image: app\n    build:\n      context: app\n" });
    expect([web.image?.text, web.platform?.text, web.build?.context?.text]).toEqual(["web", "linux/amd64", "app"]);
  });

  it("survives services that extend each other", () => {
    const text = "services:\n  a:\n    extends: { service: b }\n    image: x\n  b:\n    extends: { service: a }\n";
    expect(compose(text).services.map(({ image }) => image?.text)).toEqual(["x", "x"]);
  });

  it("says where a platform comes from that another file sets", () => {
    const web = service("services:\n  web:\n    extends: { file: base.yaml, service: app }\n", { "base.yaml": "services:\n  app:\n    platform: linux/amd64\n" });
    expect([web.platform?.at.file, web.inherited]).toEqual(["base.yaml", true]);
  });
});

describe("a variable", () => {
  const imageOf = (image: string, env = ""): ComposeService["image"] => service(`services:\n  web:\n    image: ${image}\n`, { ".env": env }).image;

  it.each([
    ["app:${TAG:-1.2}", "", "app:1.2"],
    ["app:${TAG-1.2}", "TAG=3 # current\n", "app:3"],
    ["app:${TAG:-1.2}", "TAG=\n", "app:1.2"],
    ["app:$TAG", "TAG='4'\n", "app:4"],
    ["app:$TAG", "", undefined],
    ["app:${TAG:?must be set}", "", undefined],
    ["app:${A:-${B:-5}}", "", "app:5"],
    ["app$$x", "", "app$x"],
  ])("in %s with %j is %s", (image, env, expected) => {
    expect(imageOf(image, env)?.text).toBe(expected);
  });

  it("with nothing beside its default leaves the default to be edited", () => {
    const text = "services:\n  web:\n    platform: ${PLATFORM:-linux/amd64}\n";
    const { platform } = service(text);
    expect([platform?.text, platform?.literal, text.slice(platform?.at.start, platform?.at.end)]).toEqual(["linux/amd64", true, "linux/amd64"]);
  });
});
