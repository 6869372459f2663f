import { describe, expect, test } from "vitest";
import { digestOf, editedText } from "../../src/fix/index.ts";
import type { Finding } from "../../src/rulekit/index.ts";
import { fixText, lintText } from "../../src/session/index.ts";
import { parseDockerfile } from "../../src/syntax/dockerfile/index.ts";
import { buildFor, dockerfiles } from "../support/dockerfiles.ts";

const FILE = "Dockerfile";
const MODES = [["safe", false], ["unsafe", true]] as const;

/** How often each mistake is made; places move with every edit, so they don't count. */
function mistakesIn(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ruleId, level, message, platforms } of findings) {
    if (level === "note") continue;
    const key = `${ruleId} ${message} ${platforms.join()}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

describe.each(dockerfiles)("%s", (_, text) => {
  const { findings } = lintText(FILE, text);

  test.each(MODES)("is the same when it is fixed a second time (%s)", (_mode, unsafe) => {
    const fixed = fixText(FILE, text, { unsafe });
    expect(fixText(FILE, fixed, { unsafe })).toBe(fixed);
  });

  test("keeps what it does on linux/amd64", () => {
    if (findings.some(({ platforms }) => platforms.includes("linux/amd64"))) return;
    expect(digestOf(buildFor("linux/amd64", fixText(FILE, text, { unsafe: true })))).toBe(digestOf(buildFor("linux/amd64", text)));
  });

  test("loses one finding by each fix alone, and gains none but where the fix says that something is left", () => {
    const before = mistakesIn(findings);
    for (const finding of findings) {
      for (const { title, edits, uncovers = [] } of finding.fixes) {
        const after = mistakesIn(lintText(FILE, editedText(text, edits)).findings);
        expect([...after].filter(([key, count]) => count > (before.get(key) ?? 0)).length, title).toBeLessThanOrEqual(uncovers.length);
        expect(total(after), title).toBeLessThan(total(before) + (finding.level === "note" ? 1 : 0) + uncovers.length);
      }
    }
  });

  test("can still be read, its line ends as they were", () => {
    const fixed = fixText(FILE, text, { unsafe: true });
    expect(parseDockerfile(FILE, fixed).problems).toEqual([]);
    expect(/\r/.test(fixed)).toBe(/\r/.test(text));
    expect(/(?<!\r)\n/.test(fixed)).toBe(/(?<!\r)\n/.test(text));
  });
});
