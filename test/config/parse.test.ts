import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/config/json.ts";
import { valueOf } from "../../src/config/node.ts";
import { configSchema } from "../../src/config/schema.ts";
import { validate } from "../../src/config/validate.ts";
import { parseYaml } from "../../src/config/yaml.ts";

describe("parseJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1);
        const node = parseJson(text);
        expect("message" in node ? node : JSON.stringify(valueOf(node))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it("ends in a node or a fault on any text", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseJson(text).at === "number"));
    expect(parseJson("[".repeat(100_000))).toMatchObject({ message: "nested too deeply" });
  });

  it("keeps the places of keys and values", () => {
    expect(parseJson('{"a": [1]}')).toEqual({ kind: "object", at: 0, entries: [{ key: "a", at: 1, value: { kind: "array", at: 6, items: [{ kind: "scalar", at: 7, value: 1 }] } }] });
  });

  it.each([
    ["", 0, "the text ends where a value should stand"],
    ['{"a": 1,}', 8, "expected a key in double quotes, there is a comma too many before this"],
    ["[1 2]", 3, "expected , or ]"],
    ["{a: 1}", 1, "unexpected a"],
    ['"open', 0, "a string that doesn't end, or holds a bad escape"],
    ["1 2", 2, "unexpected 2 behind the end of the value"],
    ["// note", 0, "unexpected /"],
  ])("says where %j breaks off", (text, at, message) => {
    expect(parseJson(text)).toEqual({ at, message });
  });
});

describe("parseYaml", () => {
  it("refuses what would end the process", async () => {
    expect(await parseYaml("[".repeat(100_000))).toMatchObject({ message: "nested too deeply" });
    expect(await parseYaml("- ".repeat(100_000))).toMatchObject({ message: "nested too deeply" });
  });

  it("keeps the places of keys and values", async () => {
    const node = await parseYaml("rules:\n  a: off\n");
    expect(node).toMatchObject({ entries: [{ key: "rules", at: 0, value: { entries: [{ key: "a", at: 9, value: { value: "off", at: 12 } }] } }] });
  });

  it("reports bad syntax, a key that stands twice and an alias with their places", async () => {
    expect(await parseYaml("a: [1\nb: 2\n")).toHaveProperty("message");
    expect(await parseYaml("a: 1\na: 2\n")).toMatchObject({ at: 5 });
    expect(await parseYaml("a: &x [1]\nb: *x\n")).toMatchObject({ at: 13, message: "aliases (*name) are not understood here" });
  });

  it("takes an empty file for nothing said", async () => {
    expect(await parseYaml("# only a comment\n")).toEqual({ kind: "scalar", at: 0, value: null });
  });
});

describe("validate", () => {
  function faults(text: string): readonly { readonly at: number; readonly message: string }[] {
    const node = parseJson(text);
    return "message" in node ? [node] : validate(node, configSchema);
  }

  it("accepts everything that the schema has", () => {
    const all = {
      $schema: "./anyarch.config.schema.json",
      platforms: ["linux/arm64"],
      rules: { "no-constant-platform": "off" },
      ignore: ["third_party/"],
      registries: { allowed: ["docker.io"], mirrors: { "docker.io": "mirror.example.org" } },
      offline: true,
      buildArgs: { VERSION: "1" },
    };
    expect(faults(JSON.stringify(all))).toEqual([]);
    expect(faults("{}")).toEqual([]);
  });

  it.each([
    ['{"platform": []}', 1, 'unknown key "platform"; did you mean "platforms"?'],
    ['{"colour": 1}', 1, 'unknown key "colour"; there are platforms, rules, ignore, registries, offline, buildArgs'],
    ['{"platforms": []}', 14, "platforms must not be empty"],
    ['{"platforms": [7]}', 15, "platforms[0] must be a string, not a number"],
    ['{"rules": {"x": "eror"}}', 16, 'rules.x must be off, note, warning or error, not "eror"; did you mean "error"?'],
    ['{"rules": {"x": 2}}', 16, 'rules.x must be off, note, warning or error, not "2"'],
    ['{"offline": null}', 12, "offline must be a boolean, not empty"],
    ['{"buildArgs": {"V": 1}}', 20, "buildArgs.V must be a string, not a number"],
    ['{"offline": true, "offline": false}', 18, "offline stands here twice"],
    ["[]", 0, "the configuration must be an object, not an array"],
  ])("finds what is wrong with %s", (text, at, message) => {
    expect(faults(text)).toEqual([{ at, message }]);
  });

  it("is not misled by keys that every object has", () => {
    expect(faults('{"constructor": 1, "__proto__": 2}')).toHaveLength(2);
  });
});
