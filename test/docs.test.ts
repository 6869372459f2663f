import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";
import { fixText, lintText } from "../src/session/index.ts";
import { fixRepository, lintRepository } from "./support/repository.ts";
import { examplesIn } from "./support/examples.ts";
import type { Example } from "./support/examples.ts";

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const optionsOf = ({ wanted, context, answers }: Example) => ({ ...(wanted && { platforms: wanted }), context, answers });

const isDockerfile = ({ file }: Example): boolean => !/\.(?:ya?ml|json|hcl|txt|toml|lock|mod|xml)$|Gemfile/.test(file);

const findingsIn = async (example: Example) => {
  const report = isDockerfile(example) ? lintText(example.file, example.text, optionsOf(example)) : await lintRepository({ ...example.context, [example.file]: example.text }, example.wanted);
  return report.findings.filter(({ suppressed }) => suppressed === undefined).map(({ ruleId, platforms }) => ({ ruleId, platforms }));
};

/** What a fix makes of the file that the fixed example shows: that of the broken one, or one of its build context. */
const fixedText = async (broken: Example, { file, unsafe }: Example): Promise<string | undefined> => {
  if (isDockerfile(broken) && file === broken.file) return fixText(file, broken.text, { ...optionsOf(broken), unsafe });
  return (await fixRepository({ ...broken.context, [broken.file]: broken.text }, { unsafe, wanted: broken.wanted })).get(file) ?? broken.text;
};

describe.each(rules.map(({ meta }) => ({ id: meta.id, fixable: meta.fixable })))("the README of $id", ({ id, fixable }) => {
  const path = `rules/${id}/README.md`;
  const examples = existsSync(join(root, path)) ? examplesIn(read(path)) : [];
  let broken: Example | undefined;

  test("shows what is wrong and what is not", () => {
    const verdicts = new Set(examples.map(({ verdict }) => verdict));
    expect(verdicts).toContain("bad");
    expect(verdicts).toContain("good");
    if (fixable !== "no") expect(verdicts).toContain("fixed");
  });

  for (const example of examples) {
    const before = broken;
    if (example.verdict === "bad") broken = example;

    test(`is right about line ${example.line}, ${example.verdict}`, async () => {
      if (example.verdict === "good") {
        expect(await findingsIn(example)).toEqual([]);
        return;
      }
      if (example.verdict === "fixed") {
        if (before === undefined) throw new Error("a fixed example follows a bad one");
        expect(await fixedText(before, example)).toBe(example.text);
        return;
      }
      const findings = await findingsIn(example);
      expect(findings.length).toBeGreaterThan(0);
      for (const finding of findings) expect(finding).toEqual({ ruleId: id, platforms: example.platforms });
    });
  }
});

describe("the documents", () => {
  const documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", ...rules.map(({ meta }) => `rules/${meta.id}/README.md`)];

  test.each(documents.filter((path) => existsSync(join(root, path))))("%s links to files that are there", (path) => {
    const targets = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target = ""]) => join(dirname(path), target));
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });

  test("they tell to run only scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [read("README.md"), read("CONTRIBUTING.md")].flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
