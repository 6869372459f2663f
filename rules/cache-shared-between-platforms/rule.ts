import { formatPlatform, platformsIn, serves, type PipelineFile, type Problem, type RepositoryInput, type Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "cache-shared-between-platforms",
    summary: "Disallow builds of different platforms that write one cache",
    level: "warning",
    consequence: "none",
    fixable: "no",
  },
  check: () => [],
  repository: { check: (input) => problemsIn(input) },
};

export default rule;

type Build = PipelineFile["builds"][number];
type Cache = Build["caches"][number];

interface Writer {
  readonly build: Build;
  readonly cache: Cache;
  readonly platform: string;
}

function* problemsIn({ repository, platform }: RepositoryInput): Generator<Problem> {
  const byPlace = new Map<string, Writer[]>();
  for (const writer of repository.files.flatMap(({ builds }) => builds).flatMap(writersIn)) {
    const key = `${writer.build.name}\0${writer.cache.type}\0${writer.cache.location?.text ?? ""}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), writer]);
  }
  for (const writers of byPlace.values()) {
    if (new Set(writers.map((writer) => writer.platform)).size < 2) continue;
    for (const { build, cache } of writers) {
      if (!serves(platformsIn(build.platforms ?? { items: [], at: build.at, form: "fixed" }) ?? [], platform)) continue;
      yield { at: cache.at, message: "builds of several platforms write this cache, and each replaces what the other wrote", confidence: "likely" };
    }
  }
}

/** A build of one platform that writes a cache whose place is known; one build of several platforms writes one cache for all of them. */
function writersIn(build: Build): readonly Writer[] {
  const platforms = build.platforms === undefined ? undefined : platformsIn(build.platforms);
  const [only] = platforms ?? [];
  if (only === undefined || platforms?.length !== 1) return [];
  const written = build.caches.filter(({ direction, type, location }) => direction === "to" && type !== "inline" && (location === undefined || location.text !== undefined));
  return written.map((cache) => ({ build, cache, platform: formatPlatform(only) }));
}
