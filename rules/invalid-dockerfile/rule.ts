import type { CheckInput, Problem, Rule } from "../../src/rulekit/index.ts";
import { rangeKey } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "invalid-dockerfile",
    summary: "Disallow Dockerfiles that BuildKit refuses",
    level: "error",
    consequence: "build-fails",
    fixable: "no",
  },
  *check(input) {
    // BuildKit stops at the first, and what follows it is often but its echo.
    const [first] = input.dockerfile.problems;
    if (first === undefined) yield* errorsOfThisPlatform(input);
    else yield { at: first.range, message: sentence(first.message) };
  },
};

export default rule;

/** Errors that don't stop every platform; what stops all of them most often waits for a build argument that we weren't given. */
function* errorsOfThisPlatform({ build, builds }: CheckInput): Generator<Problem> {
  for (const { message, at, about } of build.errors) {
    // What a registry has or lacks may change tomorrow, and is judged by rules that say so.
    if (about === "image-platform") continue;
    const key = rangeKey(at);
    if (builds.every((other) => other.errors.some((error) => rangeKey(error.at) === key))) continue;
    yield { at, message: sentence(message) };
  }
}

function sentence(message: string): string {
  return `BuildKit stops here: ${message}`;
}
