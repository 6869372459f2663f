import { platformsIn, type PipelineFile, type Problem, type RepositoryInput, type Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "output-lost",
    summary: "Disallow builds for several platforms whose result goes nowhere",
    level: "warning",
    consequence: "unpublished",
    fixable: "no",
  },
  check: () => [],
  repository: { check: (input) => problemsIn(input) },
};

export default rule;

type Build = PipelineFile["builds"][number];

function* problemsIn({ repository }: RepositoryInput): Generator<Problem> {
  for (const build of repository.files.flatMap(({ builds }) => builds)) {
    const count = build.platforms === undefined ? undefined : platformsIn(build.platforms)?.length;
    const message = count === undefined || count < 2 ? undefined : messageOf(build);
    if (message !== undefined) yield { at: build.platforms?.at ?? build.at, message };
  }
}

/** Compose and bake are told by the command that runs them where the result goes. */
function messageOf({ tool, output, outputAt, tags }: Build): string | undefined {
  if (tool !== "build-push-action" && tool !== "buildx") return undefined;
  if (output === "load") return "an image for several platforms can't be loaded into Docker's classic image store";
  // Whoever writes `push: false`, or gives it no name, wants to see it build, and no more.
  return output === "none" && outputAt === undefined && tags.length > 0 ? "the result of a build for several platforms stays in the builder's cache, and is lost with it" : undefined;
}
