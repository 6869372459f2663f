import {
  archPinnedName, formatPlatform, platformNamed, platformsIn, serves,
  type PipelineFile, type Problem, type RepositoryInput, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "tag-contradicts-platform",
    summary: "Disallow tags that name another CPU than the image is built for",
    level: "error",
    consequence: "wrong-platform",
    fixable: "no",
  },
  check: () => [],
  repository: { check: (input) => problemsIn(input) },
};

export default rule;

type Build = PipelineFile["builds"][number];

function* problemsIn({ repository, platform }: RepositoryInput): Generator<Problem> {
  for (const build of repository.files.flatMap(({ builds }) => builds)) {
    const platforms = build.platforms === undefined ? undefined : platformsIn(build.platforms);
    if (platforms?.length === 1) yield* contradictionsIn(build, { platforms, platform });
  }
}

interface Asked {
  readonly platforms: readonly Parameters<typeof serves>[1][];
  readonly platform: Parameters<typeof serves>[1];
}

/** A tag is wrong for those who take it for the platform that it names. */
function* contradictionsIn({ tags, platforms: list }: Build, { platforms, platform }: Asked): Generator<Problem> {
  for (const { text, at } of tags) {
    const pinned = archPinnedName(text ?? "")?.pinned;
    const named = pinned === undefined ? undefined : platformNamed(pinned.platform);
    if (pinned === undefined || named === undefined || !serves([named], platform) || serves(platforms, named)) continue;
    const built = platforms.map((each) => `\`${formatPlatform(each)}\``).join(", ");
    const related = list === undefined ? [] : [{ at: list.at, message: "the platform that is asked for" }];
    yield { at, related, message: `the tag says \`${pinned.spelling}\`, and the image is built for ${built}` };
  }
}
