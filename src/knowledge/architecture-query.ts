import { wordFor, type Vocabulary } from "./vocabulary.ts";

/** Something a Dockerfile can ask at build time, and the words it answers with. */
export interface ArchitectureQuery {
  /** The text of the command, or the name of the build argument. */
  readonly query: string;
  readonly kind: "command" | "build-argument";
  readonly vocabulary: Vocabulary;
  /** The package system that must be in the image for the command to be there; undefined: any image with a shell. */
  readonly needs?: "dpkg" | "apk" | "rpm" | "node" | "go";
}

const QUERIES: readonly ArchitectureQuery[] = [
  { query: "TARGETARCH", kind: "build-argument", vocabulary: "goarch" },
  { query: "uname -m", kind: "command", vocabulary: "uname_m" },
  { query: "dpkg --print-architecture", kind: "command", vocabulary: "debian", needs: "dpkg" },
  { query: "apk --print-arch", kind: "command", vocabulary: "alpine", needs: "apk" },
  { query: "rpm -E '%{_arch}'", kind: "command", vocabulary: "rpm", needs: "rpm" },
  { query: "go env GOARCH", kind: "command", vocabulary: "goarch", needs: "go" },
  { query: "node -p process.arch", kind: "command", vocabulary: "node_arch", needs: "node" },
];

/** Queries, plainest first, that print words of a vocabulary. */
export function vocabularyQuery(vocabulary: Vocabulary): readonly ArchitectureQuery[] {
  return QUERIES.filter((query) => query.vocabulary === vocabulary);
}

/** What a query answers on a platform; undefined where it can't be told. */
export function answerOf(query: ArchitectureQuery, platform: string): string | undefined {
  return wordFor(platform, query.vocabulary);
}

/** Queries whose answer is exactly the wanted word on every platform of `wanted` (platform → word), plainest first. */
export function queriesFor(wanted: Readonly<Record<string, string>>): readonly ArchitectureQuery[] {
  const pairs = Object.entries(wanted);
  return QUERIES.filter((query) => pairs.every(([platform, word]) => answerOf(query, platform) === word));
}

/** The platforms of `wanted` on which the query's answer equals the wanted word. */
export function platformsAnswered(query: ArchitectureQuery, wanted: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(wanted).filter((platform) => answerOf(query, platform) === wanted[platform]);
}
