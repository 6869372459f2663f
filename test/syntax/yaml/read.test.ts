import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { at, entriesOf, itemsOf, loadYamlReader, textIn, type YamlFile, type YamlNode, type YamlReader } from "../../../src/syntax/yaml/index.ts";

let read: YamlReader;
beforeAll(async () => {
  read = await loadYamlReader();
});

const FILE = "compose.yaml";
const rootOf = (text: string): YamlNode | undefined => read(FILE, text).documents[0];

function written(text: string, node: YamlNode | undefined): string {
  return node === undefined ? "" : text.slice(node.at.start, node.at.end);
}

describe("reading YAML", () => {
  it("keeps the place of every key and value", () => {
    const text = "services:\n  web:\n    image: nginx:1.27 # pinned\n    platform: 'linux/amd64'\n";
    const web = at(rootOf(text), "services", "web");
    expect(entriesOf(web).map(({ key, keyAt }) => [key, text.slice(keyAt.start, keyAt.end)])).toEqual([["image", "image"], ["platform", "platform"]]);
    expect(written(text, at(web, "image"))).toBe("nginx:1.27");
    expect(textIn(at(web, "platform"))).toBe("linux/amd64");
    const platform = at(web, "platform");
    expect(platform?.kind === "scalar" && platform.text.rangeOf()).toEqual({ file: FILE, start: text.indexOf("linux/"), end: text.indexOf("'\n") });
  });

  it("gives each line of a block its own place", () => {
    const text = "run: |\n  uname -m\n\n    indented\n  done\nnext: 1\n";
    const run = at(rootOf(text), "run");
    expect(textIn(run)).toBe("uname -m\n\n  indented\ndone\n");
    if (run?.kind !== "scalar") throw new Error("no scalar");
    const offset = run.text.text.indexOf("done");
    expect(text.slice(run.text.sourceOffset(offset), run.text.sourceOffset(offset) + 4)).toBe("done");
    expect(run.text.isVerbatim(0, 8)).toBe(true);
  });

  it("places folded lines, and leaves escapes at the start", () => {
    const folded = "run: >-\n  docker build\n  --push .\n";
    const run = at(rootOf(folded), "run");
    expect(textIn(run)).toBe("docker build --push .");
    expect(run?.kind === "scalar" && run.text.sourceOffset(13)).toBe(folded.indexOf("--push"));
    const escaped = at(rootOf('a: "x\\ty"\n'), "a");
    expect(escaped?.kind === "scalar" && [escaped.text.text, escaped.text.isVerbatim()]).toEqual(["x\ty", false]);
  });

  it("keeps the spelling of what looks like a number", () => {
    expect(textIn(at(rootOf("python: 3.10\n"), "python"))).toBe("3.10");
    expect(textIn(at(rootOf("day: 2024-01-02\n"), "day"))).toBe("2024-01-02");
    expect(textIn(at(rootOf("none:\n"), "none"))).toBeUndefined();
  });

  it("follows aliases and merge keys, own keys first", () => {
    const root = rootOf("base: &base\n  image: app\n  platform: linux/amd64\nweb:\n  <<: *base\n  image: web\nlist: [*base]\n");
    expect(entriesOf(at(root, "web")).map(({ key, value }) => [key, textIn(value)])).toEqual([["image", "web"], ["platform", "linux/amd64"]]);
    expect(textIn(at(itemsOf(at(root, "list"))[0], "image"))).toBe("app");
  });

  it("keeps tags of a tool's own", () => {
    const node = at(rootOf("script: !reference [.setup, script]\n"), "script");
    expect([node?.kind, node?.tag]).toEqual(["list", "!reference"]);
  });

  it("reads every document of a stream", () => {
    expect(read(FILE, "kind: Pod\n---\nkind: Service\n").documents.map((document) => textIn(at(document, "kind")))).toEqual(["Pod", "Service"]);
    expect(read(FILE, "").documents).toEqual([]);
  });
});

describe("a broken file", () => {
  const problemOf = ({ documents, problem }: YamlFile): readonly unknown[] => [documents.length, problem?.message, problem?.at.start];

  it.each([
    ["an open list", "a: [1, 2\n"],
    ["two keys of one name", "a: 1\na: 2\n"],
    ["an anchor that is nowhere", "a: *missing\n"],
    ["marks of a merge", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\n"],
  ])("has one problem and no documents: %s", (_, text) => {
    const [documents, message, start] = problemOf(read(FILE, text));
    expect(documents).toBe(0);
    expect(message).toEqual(expect.any(String));
    expect(start).toBeGreaterThanOrEqual(0);
  });

  it("is one whose aliases stand for millions", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 9; i++) lines.push(`a${String(i)}: &a${String(i)} [${Array.from({ length: 10 }, () => `*a${String(i - 1)}`).join(", ")}]`);
    expect(problemOf(read(FILE, lines.join("\n")))[1]).toContain("too large");
  });

  it("is one that is nested too deeply or too long", () => {
    expect(problemOf(read(FILE, "[".repeat(200) + "]".repeat(200)))[1]).toContain("deeply");
    expect(problemOf(read(FILE, "[".repeat(100_000)))[1]).toEqual(expect.any(String));
    expect(problemOf(read(FILE, "# long\n".repeat(300_000)))[1]).toContain("too long");
  });

  it("never throws, whatever the text", () => {
    const scraps = ["a", ": ", "- ", "\n", "  ", "&x ", "*x", "<<: ", "{", "}", "[", "]", ",", "|", ">", "'", '"', "\\", "#", "!t ", "---\n", "\t", "\r\n", "\0", "?"];
    fc.assert(fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 30 }), (parts) => {
      const { documents, problem } = read(FILE, parts.join(""));
      expect(problem === undefined || documents.length === 0).toBe(true);
    }), { numRuns: 1000, seed: 3 });
  });
});
