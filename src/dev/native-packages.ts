import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the install script of a package does, one letter for each of amd64 glibc, amd64 musl, arm64 glibc, arm64 musl:
 * `p` finds a prebuilt file, `c` compiles, `f` fails, `w` brings a program for another CPU without a word, `n` fails or brings such a one, `?` not known.
 * A number behind a letter is the least glibc of the prebuilt file.
 */
type Outcomes = string;

/** From one row to the next: what holds below a version; the last row, with `""`, for all others. */
type Cases = readonly (readonly [below: string, outcomes: Outcomes])[];

interface Curated {
  readonly cases: Cases;
  /** Variables any of which makes the install script fetch nothing. */
  readonly skippedBy?: readonly string[];
  /** Build packages in Fedora's words, where they are known. */
  readonly rpm?: readonly string[];
  /** Build packages that the build does without: it leaves a part out, or another package brings them. */
  readonly spare?: RegExp;
  /** A source beyond the table's own. */
  readonly source?: string;
  readonly confidence?: "high" | "medium";
}

const COMPILER = ["gcc-c++", "make", "python3"];

/** What the free texts of knowledge/npm-native.json come to. Packages that do the same on amd64 and arm64 are not here. */
const curated: Readonly<Record<string, Curated>> = {
  // https://github.com/Automattic/node-canvas/wiki/Installation:-Fedora-and-other-RPM-based-distributions
  canvas: { cases: [["4.0.0-rc1", "pccc"], ["", "pppp"]], rpm: ["gcc-c++", "cairo-devel", "libjpeg-turbo-devel", "pango-devel", "giflib-devel", "make", "python3"], spare: /jpe?g|gif|rsvg|pixman|^pkg/ },
  sharp: { cases: [["0.25.2", "p?cc"], ["0.28.0", "p?p2.29c"], ["0.30.0", "p?p2.29p"], ["0.33.0", "p?pp"], ["", "p?pp"]] },
  bcrypt: { cases: [["5.0.0", "p?cc"], ["", "p?pp"]], rpm: COMPILER },
  sqlite3: { cases: [["5.0.4", "pccc"], ["", "pppp"]], rpm: COMPILER },
  "better-sqlite3": { cases: [["7.4.5", "p?cc"], ["7.5.1", "p?cp"], ["", "pppp"]], rpm: COMPILER },
  "node-sass": { cases: [["", "ppcc"]], rpm: COMPILER },
  "grpc-tools": { cases: [["1.13.0", "ppff"], ["", "????"]] },
  argon2: { cases: [["0.28.2", "p?cc"], ["", "pppp"]], rpm: COMPILER },
  "@tensorflow/tfjs-node": { cases: [["3.19.0", "p?f?"], ["", "p?p?"]] },
  couchbase: { cases: [["4.0.0", "p?cc"], ["", "pppp"]] },
  re2: { cases: [["1.20.10", "p?cc"], ["1.21.4", "p?pc"], ["", "pppp"]], rpm: COMPILER },
  zeromq: { cases: [["6.1.0", "ppcc"], ["", "????"]] },
  "@parcel/watcher": { cases: [["2.1.0", "p?cc"], ["", "pppp"]], rpm: COMPILER },
  puppeteer: { cases: [["24.38.0", "p?n?"], ["", "????"]], skippedBy: ["PUPPETEER_SKIP_DOWNLOAD", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD", "PUPPETEER_EXECUTABLE_PATH"], source: "pptr.dev/supported-browsers: 24.37.1 takes Chrome for Testing 145, whose first linux-arm64 build is 153; puppeteer/puppeteer issue 14258" },
  chromedriver: { cases: [["157.0.1", "p?n?"], ["", "????"]], skippedBy: ["CHROMEDRIVER_SKIP_DOWNLOAD", "CHROMEDRIVER_FILEPATH"] },
  "phantomjs-prebuilt": { cases: [["", "p?ff"]], source: "Medium/phantomjs issue 579", confidence: "high" },
  cypress: { cases: [["10.2.0", "p?n?"], ["", "p?p?"]], skippedBy: ["CYPRESS_INSTALL_BINARY"] },
  ibm_db: { cases: [["", "p?n?"]], skippedBy: ["IBM_DB_HOME"] },
};

interface NativeRow {
  readonly package: string;
  readonly conf: string;
  readonly evidence: readonly string[];
  readonly build_apt?: readonly string[];
  readonly build_apk?: readonly string[];
  readonly alternative?: string;
  readonly latest?: string;
}

/** Row: [cases, apt, apk, rpm (`?` behind what the build does without), alternative, source, confidence, variables that skip it, latest version seen]. */
export function nativePackages(shared: string): Readonly<Record<string, readonly unknown[]>> {
  const { packages } = JSON.parse(readFileSync(join(shared, "knowledge/npm-native.json"), "utf8")) as { readonly packages: readonly NativeRow[] };
  const rows = new Map(packages.map((row) => [row.package, row]));
  return Object.fromEntries(
    Object.entries(curated).map(([name, { cases, rpm = [], spare, skippedBy = [], source, confidence }]) => {
      const row = rows.get(name);
      if (row === undefined) throw new Error(`knowledge/npm-native.json has no row for ${name}`);
      const alternative = (row.alternative ?? "").replace(/\s*\([^)]*\)/g, "");
      const needs = [toolsFirst(row.build_apt), toolsFirst(row.build_apk), rpm].map((list) => list.map((one) => (spare?.test(one) === true ? `${one}?` : one)));
      return [name, [cases, ...needs, alternative, source ?? row.evidence[0] ?? "", confidence ?? row.conf, skippedBy, row.latest ?? ""]];
    }),
  );
}

/** The compiler, then the libraries, then what the build itself runs: the order in which people read such a list. */
function toolsFirst(packages: readonly string[] = []): readonly string[] {
  const rank = (name: string): number => (/^(?:build-essential|build-base|g\+\+)$/.test(name) ? 0 : /^(?:python3|pkg-?conf(?:ig)?|make|cmake|bash)$/.test(name) ? 2 : 1);
  return packages.toSorted((a, b) => rank(a) - rank(b));
}

/** Names of packages for linux arm64 that exist beside one for linux x64: `name@version seen`. */
export function platformPackages(shared: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(shared, "knowledge/npm-platform-packages.json"), "utf8")) as { readonly packages: Readonly<Record<string, { readonly pk: Readonly<Record<string, string>> }>> };
  const names = Object.values(packages).flatMap(({ pk }) => Object.entries(pk).flatMap(([platform, name]) => (platform.startsWith("arm64:") ? [name.slice(0, name.lastIndexOf("@"))] : [])));
  return [...new Set(names)].sort();
}
