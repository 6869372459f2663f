import { wheelTags, type WheelTarget } from "./wheel-tags.ts";

/** A wheel's name in parts; the tags are sets, as in `py2.py3-none-any`. */
export interface WheelName {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** `(1, "local")` for `1local`, which wins over none; undefined where there is none. */
  readonly build: readonly [number, string] | undefined;
  readonly interpreters: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** A wheel's name read as PEP 427 writes it; undefined for another file. */
export function parseWheelName(file: string): WheelName | undefined {
  if (!file.endsWith(".whl")) return undefined;
  const parts = file.slice(0, -4).split("-");
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  const [name = "", version = ""] = parts;
  const [interpreters = "", abis = "", platforms = ""] = parts.slice(-3);
  const build = parts.length === 6 ? /^(\d+)(.*)$/.exec(parts[2] ?? "") : undefined;
  if (build === null) return undefined;
  return { file, name, version, build: build === undefined ? undefined : [Number(build[1]), build[2] ?? ""], interpreters: tagsIn(interpreters), abis: tagsIn(abis), platforms: tagsIn(platforms) };
}

function tagsIn(part: string): string[] {
  return part.toLowerCase().split(".");
}

/** Whether a file is a source distribution that pip builds. */
export function isSourceDistribution(file: string): boolean {
  return /\.(?:tar\.gz|zip|tar\.bz2|tgz|tar\.xz|tar)$/i.test(file);
}

/** What pip takes of the files of a release: the best wheel that fits, else the source, else nothing. */
export type Taken = { readonly state: "wheel"; readonly file: string } | { readonly state: "sdist"; readonly file: string } | { readonly state: "none" };

const tagsByTarget = new Map<string, ReadonlyMap<string, number>>();

function ranksFor(target: WheelTarget): ReadonlyMap<string, number> {
  const { python, platform, libc } = target;
  const key = `${python} ${platform.os}/${platform.arch}/${platform.variant ?? ""} ${libc.kind} ${libc.version}`;
  const known = tagsByTarget.get(key) ?? wheelTags(target);
  if (tagsByTarget.size > 64) tagsByTarget.clear();
  tagsByTarget.set(key, known);
  return known;
}

/** What pip takes for a target; Requires-Python and yanking are not considered. */
export function takenFile(files: readonly string[], target: WheelTarget): Taken {
  return takenOf(sortedFiles(files), target);
}

/** The files of a release, read once to be asked about many targets. */
export interface SortedFiles {
  readonly wheels: readonly WheelName[];
  readonly source: string | undefined;
}

/** Tells wheels and source apart. */
export function sortedFiles(files: readonly string[]): SortedFiles {
  return { wheels: files.map(parseWheelName).filter((wheel) => wheel !== undefined), source: files.find(isSourceDistribution) };
}

/** As `takenFile`, of files that were read before. */
export function takenOf({ wheels, source }: SortedFiles, target: WheelTarget): Taken {
  const ranks = ranksFor(target);
  let best: { file: string; rank: number; build: readonly [number, string] | undefined } | undefined;
  for (const wheel of wheels) {
    const rank = rankOf(wheel, ranks);
    if (rank === undefined) continue;
    if (best === undefined || rank < best.rank || (rank === best.rank && laterBuild(wheel.build, best.build))) best = { file: wheel.file, rank, build: wheel.build };
  }
  if (best !== undefined) return { state: "wheel", file: best.file };
  return source === undefined ? { state: "none" } : { state: "sdist", file: source };
}

function laterBuild(a: WheelName["build"], b: WheelName["build"]): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return a[0] === b[0] ? a[1] > b[1] : a[0] > b[0];
}

/** The best rank of all combinations of a wheel's tags; undefined when none fits. */
export function rankOf({ interpreters, abis, platforms }: WheelName, ranks: ReadonlyMap<string, number>): number | undefined {
  let best: number | undefined;
  for (const interpreter of interpreters) {
    for (const abi of abis) {
      for (const platform of platforms) {
        const rank = ranks.get(`${interpreter}-${abi}-${platform}`);
        if (rank !== undefined && (best === undefined || rank < best)) best = rank;
      }
    }
  }
  return best;
}
