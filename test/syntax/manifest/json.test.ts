import { describe, expect, test } from "vitest";
import { JsonPlaces, readJson } from "../../../src/syntax/manifest/json.ts";

const problemOf = (text: string): readonly [string, string] | undefined => {
  const { problem } = readJson("package.json", text);
  return problem === undefined ? undefined : [problem.message, text.slice(problem.at.start, problem.at.end)];
};

describe("a file of JSON", () => {
  test("that ends too early says so at its end", () => {
    expect(problemOf('{"name": "shop", "dependencies": {"canvas": "2.11.2"')).toEqual(["ends before its JSON does", '"']);
  });

  test("with a slip says where", () => {
    expect(problemOf('{"name": "shop" "version": "1.0.0"}')?.[0]).toBe("is no valid JSON");
    expect(problemOf('{"name": "shop" "version": "1.0.0"}')?.[1]).toBe('"');
  });

  test("whose top is no object is none that a package manager writes", () => {
    expect(problemOf("[1, 2]")).toEqual(["is no object of JSON", "["]);
    expect(problemOf("")?.[0]).toBe("ends before its JSON does");
  });

  test("may begin with a byte order mark", () => {
    const text = '\uFEFF{"name": "shop"}';
    expect(readJson("package.json", text).value).toEqual({ name: "shop" });
    expect(new JsonPlaces("package.json", text).valueAt("name")).toEqual({ file: "package.json", start: 11, end: 15 });
  });
});

describe("places in a file of JSON", () => {
  const text = '{\n  "a": {"b\\u0062": [1, {"c": "}"}], "d": "x\\"y"},\n  "a2": null\n}';
  const places = new JsonPlaces("x.json", text);
  const shown = (range: ReturnType<JsonPlaces["keyAt"]>): string | undefined => (range === undefined ? undefined : text.slice(range.start, range.end));

  test("are those of keys with their quotes and of values without", () => {
    expect(shown(places.keyAt("a", "d"))).toBe('"d"');
    expect(shown(places.valueAt("a", "d"))).toBe('x\\"y');
    expect(shown(places.valueAt("a2"))).toBe("null");
  });

  test("are found by keys as JSON means them", () => {
    expect(shown(places.valueAt("a", "bb"))).toBe('[1, {"c": "}"}]');
  });

  test("are unknown for what isn't there", () => {
    expect(places.keyAt("a", "missing")).toBeUndefined();
    expect(places.keyAt("a2", "x")).toBeUndefined();
  });

  test("of a member that stands twice are those of the last, which counts", () => {
    const twice = '{"v": "1", "v": "2"}';
    expect(new JsonPlaces("x.json", twice).valueAt("v")?.start).toBe(17);
  });
});
