import { readFileSync } from "node:fs";
import { join } from "node:path";

interface GlibcTable {
  readonly releases: readonly { readonly distro: string; readonly release: string; readonly aliases?: readonly string[]; readonly libc: string; readonly version: string; readonly python3?: string | null }[];
}

interface OfficialTable {
  readonly meta: { readonly suites: readonly string[] };
  readonly repos: Readonly<Record<string, { readonly f: string; readonly u: readonly number[] }>>;
}

/** Images whose plain tags move from one release of their distribution to the next. */
const LANGUAGE_IMAGES = ["python", "node", "ruby", "golang", "rust", "php", "perl", "gcc", "openjdk", "eclipse-temurin", "pypy", "buildpack-deps", "amazoncorretto", "nginx", "postgres"];

/** `name release libc version python3 alias…` per release, and per image `version=suite` for plain and `-alpine` tags. */
export function distributionTables(shared: string): { readonly releases: string; readonly suites: string } {
  const { releases } = read(shared, "knowledge/glibc.json") as GlibcTable;
  const rows = releases
    .filter(({ libc, distro }) => (libc === "glibc" || libc === "musl") && !distro.startsWith("distroless") && distro !== "busybox")
    .map(({ distro, release, aliases, libc, version, python3 }) => [distro.split("/")[0], release.split(" ")[0], libc, version.replace(/[_+].*$/, ""), minorOf(python3), ...(aliases ?? []).filter((alias) => !/[/*]/.test(alias))].join(" "));
  const { meta, repos } = read(shared, "knowledge/official-images.json") as OfficialTable;
  const suites = LANGUAGE_IMAGES.flatMap((name) => {
    const repository = repos[name];
    return repository === undefined ? [] : [`${name} ${runs(repository.f.split(" ").map((tag, i) => [tag, meta.suites[repository.u[i] ?? 0] ?? ""] as const))}`];
  });
  return { releases: rows.join("\n"), suites: suites.join("\n") };
}

function read(shared: string, path: string): unknown {
  return JSON.parse(readFileSync(join(shared, path), "utf8"));
}

/** `3.11.6` is 3.11; two versions are none. */
function minorOf(python: string | null | undefined): string {
  return typeof python !== "string" || python.includes("/") ? "-" : (/^\d+\.\d+/.exec(python)?.[0] ?? "-");
}

function runs(tags: readonly (readonly [string, string])[]): string {
  return tags
    .flatMap(([tag, suite]) => {
      const match = /^(\d+(?:\.\d+)?)?-?(?:j(?:dk|re)-?)?(slim|alpine|)$/.exec(tag === "latest" ? "" : tag);
      return match === null || suite === "" || suite === "alpine" || match[2] === "slim" ? [] : [`${match[1] ?? ""}${match[2] === "alpine" ? "a" : ""}=${suite}`];
    })
    .filter((row, i, all) => all.indexOf(row) === i)
    .join(" ");
}
