import { describe, expect, it } from "vitest";
import { type FileEntry, type Files, findFile } from "../../../src/evaluate/dockerfile/files.ts";
import { literal, textOf } from "../../../src/evaluate/value.ts";
import { request } from "./support.ts";

const NOWHERE = { file: "Dockerfile", start: 0, end: 0 };

const table = (...entries: readonly FileEntry[]): Files => entries.reduce<Files>((before, entry) => ({ entry, before }), undefined);

const copied = (source: string, to: string, more: { intoFolder?: boolean; parents?: boolean } = {}): FileEntry => ({
  kind: "context",
  source,
  to,
  intoFolder: false,
  parents: false,
  ...more,
});

const { context } = request({ files: { "setup.sh": "echo one", "scripts/get.sh": "echo two", "scripts/lib/x.sh": "echo three" } });

function content(files: Files, path: string): string | undefined {
  const found = findFile(files, path, context);
  if (found === undefined) return undefined;
  return "text" in found ? found.text.text : textOf(found.value);
}

describe("files of a stage", () => {
  it.each([
    ["a file under a new name", copied("setup.sh", "/opt/go.sh"), "/opt/go.sh", "echo one"],
    ["a file into a folder", copied("setup.sh", "/opt", { intoFolder: true }), "/opt/setup.sh", "echo one"],
    ["a folder's content", copied("scripts", "/opt"), "/opt/get.sh", "echo two"],
    ["a folder's folders", copied("./scripts/", "/opt"), "/opt/lib/x.sh", "echo three"],
    ["the whole context", copied(".", "/app"), "/app/scripts/get.sh", "echo two"],
    ["the whole context at the root", copied(".", "/"), "/setup.sh", "echo one"],
    ["by a pattern", copied("scripts/*.sh", "/opt", { intoFolder: true }), "/opt/get.sh", "echo two"],
    ["with its folders", copied("scripts/get.sh", "/opt", { intoFolder: true, parents: true }), "/opt/scripts/get.sh", "echo two"],
    ["nothing above the context", copied("../../setup.sh", "/x.sh"), "/x.sh", "echo one"],
  ])("come from the context: %s", (_what, entry, path, text) => {
    expect(content(table(entry), path)).toBe(text);
  });

  it.each([
    ["another name", copied("setup.sh", "/opt/go.sh"), "/opt/setup.sh"],
    ["another folder", copied("scripts", "/opt"), "/optional/get.sh"],
    ["a pattern that doesn't fit", copied("scripts/*.py", "/opt", { intoFolder: true }), "/opt/get.sh"],
    ["a file that isn't there", copied("missing.sh", "/x.sh"), "/x.sh"],
  ])("are not found: %s", (_what, entry, path) => {
    expect(content(table(entry), path)).toBeUndefined();
  });

  it("are what came last", () => {
    const files = table(copied("setup.sh", "/x.sh"), { kind: "written", path: "/x.sh", content: literal("echo new", NOWHERE), append: false });

    expect(content(files, "/x.sh")).toBe("echo new");
  });

  it("grow when they are appended to", () => {
    const files = table(copied("setup.sh", "/x.sh"), { kind: "written", path: "/x.sh", content: literal("\nmore", NOWHERE), append: true });

    expect(content(files, "/x.sh")).toBe("echo one\nmore");
  });

  it("come from other stages", () => {
    const first = table(copied("scripts", "/opt/scripts"));
    const second = table({ kind: "stage", files: first, source: "/opt/scripts/.", to: "/usr/local/bin", intoFolder: true, parents: false });

    expect(content(second, "/usr/local/bin/get.sh")).toBe("echo two");
  });

  it("give the same text each time, which keys the cache of parsed scripts", () => {
    const files = table(copied("setup.sh", "/x.sh"));

    const [one, two] = [findFile(files, "/x.sh", context), findFile(files, "/x.sh", context)];
    expect(one !== undefined && "text" in one && one.text).toBe(two !== undefined && "text" in two && two.text);
  });

  it("are not looked for without end", () => {
    let files: Files = table(copied("setup.sh", "/a"));
    for (let i = 0; i < 60; i++) {
      const copy: FileEntry = { kind: "stage", files, source: "/", to: "/", intoFolder: false, parents: false };
      files = { entry: copy, before: { entry: copy, before: { entry: copy, before: undefined } } };
    }

    expect(content(files, "/nowhere")).toBeUndefined();
  });
});
