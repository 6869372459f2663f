import { OFFICIAL_SETS_JSON, OFFICIAL_TAGS_LINES } from "./generated/official-images.ts";

/** Date of the embedded table, and where it was read. */
export const OFFICIAL_AS_OF = "2026-08-21";
export const OFFICIAL_SOURCE = "docker-library/official-images@37079fb3";

/** A tag of one of Docker's official images. */
export interface OfficialTag {
  /** The platforms of its last state: the one that is served. */
  readonly platforms: readonly string[];
  /**
   * The same version on the next release of its distribution that `serves` the platforms wanted; else the next version of the same
   * variant, and the same version of a plainer variant.
   */
  near(serves: (platforms: readonly string[]) => boolean): readonly string[];
}

type Version = readonly number[];

interface Run {
  readonly first: Version;
  readonly last: Version;
  readonly platforms: readonly string[];
}

interface TagName {
  /** The tag with `~` in place of its version. */
  readonly name: string;
  readonly version: Version;
}

let sets: ReadonlyMap<string, readonly string[]> | undefined;
const repositories = new Map<string, ReadonlyMap<string, string>>();

/** What is known of `repository:tag`; undefined for repositories and tags that the table never saw. */
export function officialTag(repository: string, tag: string): OfficialTag | undefined {
  const names = namesOf(repository);
  const wanted = tagName(tag);
  const platforms = platformsOf(names, wanted);
  if (platforms === undefined) return undefined;
  return {
    platforms,
    near: (serves) => {
      const suite = nextSuite(names, wanted, serves);
      return (suite === undefined ? [nextVersion(names, wanted, serves), plainerVariant(names, wanted, serves)] : [suite]).filter((found) => found !== undefined);
    },
  };
}

/** Releases of Debian and of Ubuntu, in order. */
const SUITES = ["wheezy jessie stretch buster bullseye bookworm trixie", "trusty xenial bionic focal jammy noble"].map((names) => names.split(" "));

/** `3.6-jessie` is `3.6-stretch` on the next Debian. */
function nextSuite(names: ReadonlyMap<string, string>, { name, version }: TagName, serves: (platforms: readonly string[]) => boolean): string | undefined {
  const words = name.split("-");
  for (const suites of SUITES) {
    const at = words.findIndex((word) => suites.includes(word));
    if (at < 0) continue;
    for (const later of suites.slice(suites.indexOf(words[at] ?? "") + 1)) {
      const renamed = words.with(at, later).join("-");
      const platforms = platformsOf(names, { name: renamed, version });
      if (platforms !== undefined && serves(platforms)) return renamed.replace("~", version.join("."));
    }
  }
  return undefined;
}

function tagName(tag: string): TagName {
  const match = /^(\D*)(\d+(?:\.\d+)*)(.*)$/.exec(tag);
  if (match === null) return { name: tag, version: [] };
  return { name: `${match[1] ?? ""}~${match[3] ?? ""}`, version: versionOf(match[2] ?? "") };
}

function versionOf(text: string): Version {
  return text === "" ? [] : text.split(".").map(Number);
}

/** A full version that isn't told apart has what its minor version has. */
function platformsOf(names: ReadonlyMap<string, string>, { name, version }: TagName): readonly string[] | undefined {
  const runs = runsOf(names.get(name));
  const own = runs.find((run) => holds(run, version));
  if (own !== undefined || version.length < 3) return own?.platforms;
  return runs.find((run) => holds(run, version.slice(0, 2)))?.platforms;
}

function holds({ first, last }: Run, version: Version): boolean {
  return first.length === version.length && compare(first, version) <= 0 && compare(version, last) <= 0;
}

function nextVersion(names: ReadonlyMap<string, string>, { name, version }: TagName, serves: (platforms: readonly string[]) => boolean): string | undefined {
  const length = Math.min(version.length, 2);
  const later = runsOf(names.get(name)).filter((run) => length > 0 && run.first.length === length && compare(run.first, version) > 0 && serves(run.platforms));
  const [next] = later.sort((a, b) => compare(a.first, b.first));
  return next === undefined ? undefined : name.replace("~", next.first.join("."));
}

/** `17-jre-alpine` is built on another distribution than `17-jre`. */
function plainerVariant(names: ReadonlyMap<string, string>, { name, version }: TagName, serves: (platforms: readonly string[]) => boolean): string | undefined {
  for (let cut = name.lastIndexOf("-"); cut > 0; cut = name.lastIndexOf("-", cut - 1)) {
    const plainer = name.slice(0, cut);
    if (!plainer.includes("~")) return undefined;
    const platforms = platformsOf(names, { name: plainer, version });
    if (platforms !== undefined && serves(platforms)) return plainer.replace("~", version.join("."));
  }
  return undefined;
}

function compare(a: Version, b: Version): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `A1.5-1.8 B1.9`: these versions are published for the platforms of set A and B. */
function runsOf(text: string | undefined): Run[] {
  if (text === undefined) return [];
  sets ??= new Map((JSON.parse(OFFICIAL_SETS_JSON) as string[]).map((line) => [line.slice(0, 1), line.slice(2).split(" ")]));
  const known = sets;
  return text.split(" ").map((run) => {
    const [first = "", last = first] = run.slice(1).split("-");
    return { first: versionOf(first), last: versionOf(last), platforms: known.get(run.slice(0, 1)) ?? [] };
  });
}

/** Names of a repository's tags with their runs; the table is text, a repository a block, so that only one is read. */
function namesOf(repository: string): ReadonlyMap<string, string> {
  const known = repositories.get(repository);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  const start = /^[a-z0-9._-]+$/.test(repository) ? OFFICIAL_TAGS_LINES.indexOf(`\n@${repository}\n`) : -1;
  if (start < 0) return names;
  const end = OFFICIAL_TAGS_LINES.indexOf("\n@", start + 1);
  for (const line of OFFICIAL_TAGS_LINES.slice(start + repository.length + 3, end < 0 ? undefined : end).split("\n")) {
    const space = line.indexOf(" ");
    for (const name of frontDecoded(line.slice(0, space))) names.set(name, line.slice(space + 1));
  }
  repositories.set(repository, names);
  return names;
}

function frontDecoded(text: string): readonly string[] {
  let before = "";
  return text.split(",").map((coded) => (before = before.slice(0, Number.parseInt(coded.slice(0, 1), 36)) + coded.slice(1)));
}
