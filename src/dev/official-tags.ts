import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Before that day Docker's official images were published for amd64 alone, whatever their build lists said. */
const MANIFEST_LISTS_LIVE = "20170912";

/** One character a set of platforms; none of them stands in a version. */
const SET_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+/:;<=>?[]^_{|}\"`";

const PLATFORMS: Readonly<Partial<Record<string, string>>> = {
  arm32v5: "linux/arm/v5", arm32v6: "linux/arm/v6", arm32v7: "linux/arm/v7", arm64v8: "linux/arm64", i386: "linux/386",
};

type Version = readonly number[];
interface TagState {
  readonly version: Version;
  readonly set: string;
}

type Tags = Map<string, Map<string, TagState>>;

/** The tags of Docker's official images by the platforms of their last state, in a form that is cut and read by repository. */
export function officialTags(shared: string): { readonly sets: readonly string[]; readonly lines: string } {
  const table = JSON.parse(readFileSync(join(shared, "knowledge/official-images.json"), "utf8")) as { meta: { sets: readonly string[] } };
  const repositories = new Map<string, Tags>();
  const uses = new Map<string, number>();
  for (const line of gunzipSync(readFileSync(join(shared, "knowledge/official-images-tags.tsv.gz"))).toString("utf8").split("\n")) {
    const [repository = "", tag = "", set = "", , , , gone = ""] = line.split("\t");
    if (line.startsWith("#") || !/^\d+$/.test(set)) continue;
    const last = gone.replaceAll("-", "");
    const platforms = last.length === 8 && last < MANIFEST_LISTS_LIVE ? "amd64" : (table.meta.sets[Number(set)] ?? "amd64");
    uses.set(platforms, (uses.get(platforms) ?? 0) + 1);
    const tags: Tags = repositories.get(repository) ?? new Map<string, Map<string, TagState>>();
    repositories.set(repository, addTag(tags, tag, platforms));
  }
  const sets = [...uses].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([set]) => set);
  if (sets.length > SET_NAMES.length) throw new Error(`${String(sets.length)} sets of platforms, and ${String(SET_NAMES.length)} names for them`);
  const names = new Map(sets.map((set, i) => [set, SET_NAMES[i] ?? ""]));
  const blocks = [...repositories].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tags]) => [`@${name}`, ...linesOf(tags, names)].join("\n"));
  return { sets: sets.map((set, i) => `${SET_NAMES[i] ?? ""} ${set.split(" ").map((word) => PLATFORMS[word] ?? `linux/${word}`).join(" ")}`), lines: blocks.join("\n") };
}

/** A tag's first version is taken out of it, so that `1.8-alpine` and `1.9-alpine` are two versions of one name. */
function addTag(tags: Tags, tag: string, set: string): Tags {
  const match = /^(\D*)(\d+(?:\.\d+)*)(.*)$/.exec(tag);
  const name = match === null ? tag : `${match[1] ?? ""}~${match[3] ?? ""}`;
  const versions = tags.get(name) ?? new Map<string, TagState>();
  versions.set(match?.[2] ?? "", { version: (match?.[2] ?? "").split(".").filter((part) => part !== "").map(Number), set });
  return tags.set(name, versions);
}

/** Names that have the same versions share a line: `0name,4rest runs`, each with the length of what it has in common with the one before. */
function linesOf(tags: Tags, names: ReadonlyMap<string, string>): readonly string[] {
  const byRuns = new Map<string, string[]>();
  for (const [name, versions] of tags) {
    const runs = runsOf([...versions.values()], names);
    byRuns.set(runs, [...(byRuns.get(runs) ?? []), name]);
  }
  return [...byRuns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([runs, keys]) => `${frontCoded(keys.sort())} ${runs}`);
}

function frontCoded(keys: readonly string[]): string {
  return keys
    .map((key, i) => {
      const before = keys[i - 1] ?? "";
      let common = 0;
      while (common < 35 && common < key.length && key[common] === before[common]) common++;
      return common.toString(36) + key.slice(common);
    })
    .join(",");
}

/** `A1.5-1.8`: these versions, of as many numbers, have set A. A full version that says the same as its minor one is left out. */
function runsOf(versions: readonly TagState[], names: ReadonlyMap<string, string>): string {
  const minor = new Map(versions.filter(({ version }) => version.length === 2).map(({ version, set }) => [version.join("."), set]));
  const runs: { first: Version; last: Version; set: string; told: boolean }[] = [];
  for (const { version, set } of [...versions].sort((a, b) => a.version.length - b.version.length || compare(a.version, b.version))) {
    const told = version.length > 2 && minor.get(version.slice(0, 2).join(".")) === set;
    const run = runs.at(-1);
    if (run !== undefined && run.set === set && run.told === told && run.last.length === version.length) run.last = version;
    else runs.push({ first: version, last: version, set, told });
  }
  return runs
    .filter(({ told }) => !told)
    .map(({ first, last, set }) => `${names.get(set) ?? ""}${first.join(".")}${compare(first, last) === 0 ? "" : `-${last.join(".")}`}`)
    .join(" ");
}

function compare(a: Version, b: Version): number {
  return a.map((part, i) => part - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
