import {
  archPinnedName, imageLack, parseReference, platformNamed, serves,
  type ImageUse, type Platform, type Problem, type RepositoryInput, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "service-lacks-platform",
    summary: "Disallow services whose image is not published for the platform",
    level: "error",
    consequence: "build-fails",
    fixable: "no",
  },
  check: () => [],
  repository: { check: (input) => problemsIn(input) },
};

export default rule;

function* problemsIn({ repository, platform, platforms, facts }: RepositoryInput): Generator<Problem> {
  const inquiry = { facts, wanted: platforms };
  for (const use of repository.files.flatMap(({ uses }) => uses)) {
    if (use.image.text === undefined || use.platform !== undefined || !mayRunOn(use, platform)) continue;
    const reference = parseReference(use.image.text);
    if ("error" in reference || reference.digest !== undefined) continue;
    const pinned = archPinnedName(use.image.text)?.pinned;
    if (pinned !== undefined) {
      if (!isNamedFor(pinned.platform, platform) && platforms.some((wanted) => isNamedFor(pinned.platform, wanted))) {
        yield { at: use.image.at, message: `\`${pinned.spelling}\` in the image's name pins it to that CPU on every machine`, consequence: "wrong-binary" };
      }
      continue;
    }
    const lack = imageLack(reference, platform, inquiry);
    if (lack === undefined || platforms.every((wanted) => imageLack(reference, wanted, inquiry) !== undefined)) continue;
    const { tags: _, ...claim } = lack;
    yield { at: use.image.at, ...claim };
  }
}

/** A service of a compose file runs wherever somebody starts it; one of a job runs on that job's machine. */
function mayRunOn({ by, runner }: ImageUse, platform: Platform): boolean {
  return by === "service" || runner?.platform === `${platform.os}/${platform.arch}`;
}

function isNamedFor(name: string, platform: Platform): boolean {
  return serves([platformNamed(name)], platform);
}
