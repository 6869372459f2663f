import {
  appendTo, formatPlatform, imagesBuilt, platformsIn, serves,
  type BuildInFile, type Platform, type Problem, type Proposal, type RepositoryFixInput, type RepositoryInput, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "pipeline-lacks-platform",
    summary: "Require that what builds an image builds it for every wanted platform",
    level: "warning",
    consequence: "unpublished",
    fixable: "unsafe",
  },
  check: () => [],
  repository: { check: (input) => problemsIn(input), fixes: (input) => proposalsFor(input) },
};

export default rule;

type Build = BuildInFile["build"];

function* problemsIn({ repository, platform, platforms }: RepositoryInput): Generator<Problem> {
  for (const image of imagesBuilt(repository)) {
    const published = publishedOf(image.map(({ build }) => build));
    const built = published.map(platformsOf);
    // What isn't known may well be the platform that is missing, and an image for none of the wanted ones is for others.
    if (built.length === 0 || !built.every((each) => each !== undefined)) continue;
    const all = built.flat();
    if (serves(all, platform) || !platforms.some((wanted) => serves(all, wanted))) continue;
    const names = [...new Set(all.map(formatPlatform))].map((name) => `\`${name}\``).join(", ");
    for (const build of published) yield { at: build.platforms?.at ?? build.at, message: messageOf(build, names), data: build, confidence: "likely" };
  }
}

/** What is pushed, or may be. Where nothing says so, a compose or bake file tells what will be when somebody pushes it. */
function publishedOf(builds: readonly Build[]): readonly Build[] {
  const pushed = builds.filter(({ output }) => output === "push" || output === "unknown");
  return pushed.length > 0 ? pushed : builds.filter(({ tool, platforms }) => tool === "compose" && platforms !== undefined);
}

function messageOf({ platforms, output }: Build, names: string): string {
  if (platforms !== undefined) return `the image is built for ${names} alone`;
  return `the image is built for the CPU of the machine alone, ${names}${output === "push" ? ", and published so" : ""}`;
}

/** Those that are written, or that of the machine it is built on. */
function platformsOf({ platforms, runner, output }: Build): readonly Platform[] | undefined {
  if (platforms !== undefined) return platformsIn(platforms);
  if (output !== "push" || runner?.platform === undefined) return undefined;
  const [os = "", arch = ""] = runner.platform.split("/");
  return [{ os, arch }];
}

function* proposalsFor({ problem, repository, platforms }: RepositoryFixInput): Generator<Proposal> {
  const { platforms: list } = problem.data as Build;
  const text = list === undefined ? undefined : repository.textOf(list.at.file);
  const known = list === undefined ? undefined : platformsIn(list);
  if (list === undefined || text === undefined || known === undefined) return;
  const missing = platforms.filter((wanted) => !serves(known, wanted)).map(formatPlatform);
  const edits = appendTo(list, missing, text);
  if (edits.length > 0) yield { title: `Build for ${missing.join(", ")} too`, safety: "unsafe", edits };
}
