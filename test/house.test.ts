import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import { ruleFiles } from "../src/dev/new-rule.ts";

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const folders = (path: string): readonly string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(root, path, entry.name)).length > 0)
    .map(({ name }) => name)
    .sort();

const filesBelow = (path: string, ending: RegExp): readonly string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => `${path}/${name.replaceAll("\\", "/")}`);

/** String and template literals that are sentences: words, and not a path or a word of a grammar. */
const sentencesIn = (source: string): readonly string[] =>
  [...source.replace(/^\s*(\/\/|\*|\/\*\*).*$/gm, "").matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, plain, template]) => plain ?? template ?? "")
    .filter((text) => text.split(" ").length > 3);

test("the list holds every rule, sorted, once", () => {
  expect(rules.map(({ meta }) => meta.id)).toEqual(folders("rules"));
});

describe.each(rules.map((rule) => ({ id: rule.meta.id, rule })))("the rule $id", ({ id, rule }) => {
  const present = (path: string): boolean => existsSync(join(root, path));

  test("has its three files", () => {
    expect(Object.keys(ruleFiles(id)).filter((path) => !present(path))).toEqual([]);
  });

  test("says in its id what is wrong", () => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
    expect(id).toMatch(/^(no|wrong|invalid|missing|shadowed|single|shared|foreign|un[a-z]+)-|-lacks-|-pins-|-pinned-to-|-contradicts-|-shared-between-|-has-one-|-not-found$|-leak$|-lost$|-on-platform$|-too-old$/);
  });

  test("has a summary of the house's form", () => {
    expect(rule.meta.summary).toMatch(/^(Disallow|Require|Prefer) \S.*[^.]$/);
    expect(rule.meta.summary.length).toBeLessThanOrEqual(100);
    expect(rule.meta.summary).not.toMatch(/\barm64\b|\baarch64\b|\blinux\/\w/);
  });

  test("offers fixes exactly if it says so", () => {
    const offers = [rule, rule.manifest, rule.repository].some((judgement) => judgement?.fixes !== undefined);
    expect(offers).toBe(rule.meta.fixable !== "no");
  });

  test("names no platform in its messages", () => {
    const named = sentencesIn(read(`rules/${id}/rule.ts`)).filter((text) => /\b(amd64|x86_64|arm64|aarch64|linux\/\w+)\b/.test(text));
    expect(named).toEqual([]);
  });

  test("names no other rule", () => {
    const source = read(`rules/${id}/rule.ts`);
    expect(rules.map(({ meta }) => meta.id).filter((other) => other !== id && source.includes(`"${other}"`))).toEqual([]);
  });

  test("has a README that answers what, why, what to do and when not to", () => {
    const headings = present(`rules/${id}/README.md`) ? [...read(`rules/${id}/README.md`).matchAll(/^## (.+)$/gm)].map(([, title]) => title) : [];
    expect(headings).toEqual(["What", "Why", "What to do", "When not to"]);
  });

  test("has left nothing of the scaffold", () => {
    for (const path of Object.keys(ruleFiles(id)).filter(present)) expect(read(path)).not.toMatch(/^…$|"…"|Disallow …|test\("reports …|silent when …/m);
  });
});

describe("the rooms", () => {
  test.each(folders("src"))("%s has a door plate of at most 15 lines", (room) => {
    const plate = join(root, "src", room, "README.md");
    expect(existsSync(plate)).toBe(true);
    expect(readFileSync(plate, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(15);
  });

  test("every room has a row in the import matrix", () => {
    const matrix = read(".dependency-cruiser.cjs");
    expect(folders("src").filter((room) => room !== "dev" && !new RegExp(`^  ${room}: \\[`, "m").test(matrix))).toEqual([]);
  });
});

describe("the sources", () => {
  const sources = [...filesBelow("src", /\.[jt]s$/), ...filesBelow("rules", /\.ts$/), ...filesBelow("test", /\.ts$/)];
  const own = sources.filter((path) => !path.includes("/generated/") && path !== "test/house.test.ts");

  test("promise nothing for later", () => {
    expect(own.filter((path) => /\b(TODO|FIXME|XXX|HACK)\b/.test(read(path)))).toEqual([]);
  });

  test("have names in kebab-case", () => {
    expect(sources.filter((path) => !/^[a-z0-9-]+(\.test|\.schema)?\.[jt]s$/.test(path.slice(path.lastIndexOf("/") + 1)))).toEqual([]);
  });

  test("tests do not reach for what lies beside the project", () => {
    expect(own.filter((path) => path.startsWith("test/") && /\.\.\/shared\b|\/work\/(?:main|shared)\b/.test(read(path)))).toEqual([]);
  });

  test("generated tables say who made them and from what", () => {
    const tables = filesBelow("src/knowledge/generated", /\.ts$/);
    expect(tables.length).toBeGreaterThan(0);
    for (const path of tables) expect(read(path).split("\n").slice(0, 3).join("\n")).toMatch(/Generated by[^]*Source: /);
  });
});
