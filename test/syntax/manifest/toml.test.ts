import { parse } from "smol-toml";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readToml, type TomlValue } from "../../../src/syntax/manifest/toml.ts";

function plain(value: TomlValue): unknown {
  switch (value.kind) {
    case "string":
      return value.text;
    case "array":
      return value.items.map(plain);
    case "table":
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
    case "other":
      return value.text === "true" || value.text === "false" ? value.text === "true" : Number(value.text.replaceAll("_", ""));
  }
}

const DOCUMENTS = [
  'a = 1\nb.c = "x"  # why\n[d]\ne = [1, 2, # three\n  3,\n]\n[d.f]\ng = { h = true, i.j = \'k\' }\n',
  '[[package]]\nname = "one"\n[package.source]\nurl = "https://example.org"\n\n[[package]]\nname = "two"\nwheels = [\n  { url = "a" },\n  { url = "b", size = 1_000 },\n]\n[[package.metadata.files]]\nx = ""\n',
  't = """\nfirst\n  second \\\n   third\\u00e9"""\nl = \'\'\'C:\\new\'\'\'\n"quoted key".\'other\' = "tab\\tend"\n',
  "empty = []\nnested = [[1], [], [\"x\", {}]]\r\nlast = -3\r\n",
];

describe("readToml", () => {
  it.each(DOCUMENTS)("reads what another reader reads: %#", (text) => {
    const { root, problem } = readToml(text);
    expect(problem).toBeUndefined();
    expect(plain(root)).toEqual(parse(text));
  });

  it("knows where texts stand", () => {
    const text = '[project]\ndependencies = [\n  "numpy==1.18.5",\n]\n';
    const list = readToml(text).root.entries.get("project")?.value;
    const item = list?.kind === "table" ? list.entries.get("dependencies")?.value : undefined;
    const first = item?.kind === "array" ? item.items[0] : undefined;
    expect(first?.kind === "string" && first.inner !== undefined && text.slice(first.inner.start, first.inner.end)).toBe("numpy==1.18.5");
  });

  it.each([
    ['name = "never ends\n', 8],
    ["a = [1, 2\n", 10],
    ["= 1\n", 0],
    ["a = 1 b = 2\n", 5],
    ["[table\n", 6],
  ])("says where %j is broken", (text, at) => {
    expect(readToml(text).problem?.at.start).toBeGreaterThanOrEqual(Math.min(at, text.length - 1) - 1);
  });

  it("survives anything", () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => {
      const { problem } = readToml(text);
      expect(problem === undefined || problem.at.start <= text.length).toBe(true);
    }), { numRuns: 300 });
    expect(readToml(`a = ${"[".repeat(100_000)}`).problem?.message).toContain("too deeply");
  });
});
