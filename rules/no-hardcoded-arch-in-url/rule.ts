import { isArchitectureIndependentFile } from "../../src/knowledge/architecture.ts";
import { downloadsIn, fixForeignUses, foreignUse, problemsOf, textOf, type Build, type ForeignUse, type Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-arch-in-url",
    summary: "Disallow downloads whose URL names one architecture whatever the platform",
    level: "error",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: ({ build }) => problemsOf(usesIn(build), ({ words }) => ({ message: messageFor(words[0]?.word ?? "") }), "downloaded here"),
  fixes: (input) => fixForeignUses(input),
};

export default rule;

function* usesIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of downloadsIn(build)) {
    if (isArchitectureIndependentFile(textOf(effect.url))) continue;
    const use = foreignUse(build, { effect, stage }, effect.url);
    if (use !== undefined) yield use;
  }
}

function messageFor(word: string): string {
  return `\`${word}\` is written into the URL, so this file is downloaded for that CPU on every platform`;
}
