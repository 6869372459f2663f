import type { FixInput, Problem, Proposal, ReviewedSuppression, Rule, TextEdit } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "unused-suppression",
    summary: "Disallow suppressions that suppress nothing",
    level: "note",
    consequence: "none",
    fixable: "safe",
  },
  *check() {
    // A suppression is judged by what it does for the other rules.
  },
  *review({ suppressions }) {
    for (const suppression of suppressions) yield* problemsIn(suppression);
  },
  fixes: (input) => proposalsFor(input),
};

export default rule;

type Named = ReviewedSuppression["rules"][number];

interface Unused {
  readonly suppression: ReviewedSuppression;
  readonly named: Named;
}

function* problemsIn(suppression: ReviewedSuppression): Generator<Problem> {
  for (const named of suppression.rules) {
    if (named.state !== "unused") continue;
    const data: Unused = { suppression, named };
    yield { at: named.at, data, message: `Nothing here is reported by \`${named.id}\`, so the suppression has no effect` };
  }
}

function* proposalsFor({ problem, textOf }: FixInput): Generator<Proposal> {
  const { suppression, named } = problem.data as Unused;
  const text = textOf(named.at.file);
  if (text === undefined) return;
  const isNeeded = suppression.rules.some(({ state }) => state !== "unused");
  if (isNeeded) yield { title: `Take ${named.id} out of the suppression`, safety: "safe", edits: [withoutId(suppression, named)] };
  else yield { title: "Remove the suppression", safety: "safe", edits: [withoutComment(suppression, text)] };
}

/** Takes the id out of the list together with the comma behind it, or before it at the end. */
function withoutId({ rules }: ReviewedSuppression, named: Named): TextEdit {
  const index = rules.indexOf(named);
  const next = rules[index + 1];
  const before = rules[index - 1];
  const { file, start, end } = named.at;
  if (next !== undefined) return { range: { file, start, end: next.at.start }, newText: "" };
  return { range: { file, start: before?.at.end ?? start, end }, newText: "" };
}

/** Takes the comment out with its line. */
function withoutComment({ at }: ReviewedSuppression, text: string): TextEdit {
  const start = text.lastIndexOf("\n", at.start - 1) + 1;
  const newline = text.indexOf("\n", at.end);
  return { range: { file: at.file, start: at.start === 0 ? 0 : start, end: newline < 0 ? text.length : newline + 1 }, newText: "" };
}
