import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { main as gen } from "./gen.ts";

/** Writes the three files of a rule and refreshes what follows from them. Overwrites nothing. */
export async function main(argv: readonly string[], root = process.cwd()): Promise<number> {
  const [id = ""] = argv;
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(id)) {
    console.error("usage: npm run new-rule -- ID, where ID says in kebab-case what is wrong, such as no-constant-platform");
    return 2;
  }
  const files = ruleFiles(id);
  const taken = Object.keys(files).find((path) => existsSync(join(root, path)));
  if (taken !== undefined) {
    console.error(`${taken} exists already`);
    return 2;
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  return gen([], root);
}

/** The three files by path; the house test holds them to their form until they are filled in. */
export function ruleFiles(id: string): Readonly<Record<string, string>> {
  return { [`rules/${id}/rule.ts`]: ruleSource(id), [`rules/${id}/README.md`]: readme, [`test/rules/${id}.test.ts`]: testSource(id) };
}

function ruleSource(id: string): string {
  return `import type { CheckInput, Problem, Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "${id}",
    summary: "Disallow …",
    level: "error",
    consequence: "build-fails",
    fixable: "no",
  },

  *check({ build }: CheckInput): Iterable<Problem> {
    for (const stage of build.stages) {
      for (const effect of stage.effects) {
        if (effect.runs !== "always") continue;
        yield { at: effect.at, message: "…" };
      }
    }
  },
};

export default rule;
`;
}

const readme = `
## What

…

\`\`\`dockerfile bad platforms=linux/arm64
FROM debian:12
\`\`\`

\`\`\`dockerfile good
FROM debian:12
\`\`\`

## Why

What the user will see break.

## What to do

…

## When not to

…
`;

function testSource(id: string): string {
  return `import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const findings = (text: string) => lintText("Dockerfile", text, { rules: ["${id}"] }).findings;

describe("${id}", () => {
  test("reports …", () => {
    expect(findings("FROM debian:12\\n")).toHaveLength(1);
  });

  test("keeps silent when …", () => {
    expect(findings("FROM debian:12\\n")).toHaveLength(0);
  });
});
`;
}
