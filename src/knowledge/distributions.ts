import { DEFAULT_SUITES_JSON, DISTRIBUTION_RELEASES_JSON } from "./generated/distributions.ts";
import { officialName, type ImageName } from "./images.ts";

/** A release of a distribution: what programs that are built or installed there find. */
export interface Distribution {
  /** debian, ubuntu, alpine, amazonlinux, ubi, fedora … */
  readonly name: string;
  /** `12`, `22.04`, `3.18`. */
  readonly release: string;
  readonly libc: { readonly kind: "glibc" | "musl"; readonly version: string };
  /** The minor version of its `python3`, as `3.11`. */
  readonly python3?: string;
}

interface Releases {
  readonly byName: ReadonlyMap<string, Distribution>;
  readonly byAlias: ReadonlyMap<string, Distribution>;
}

let releases: Releases | undefined;

function known(): Releases {
  if (releases !== undefined) return releases;
  const byName = new Map<string, Distribution>();
  const byAlias = new Map<string, Distribution>();
  for (const line of (JSON.parse(DISTRIBUTION_RELEASES_JSON) as string).split("\n")) {
    const [name = "", release = "", kind, version = "", python3 = "-", ...aliases] = line.split(" ");
    const found: Distribution = { name, release, libc: { kind: kind === "musl" ? "musl" : "glibc", version }, ...(python3 === "-" ? {} : { python3 }) };
    byName.set(`${name} ${release}`, found);
    for (const alias of aliases) byAlias.set(alias, found);
  }
  releases = { byName, byAlias };
  return releases;
}

/** A release by its distribution's name and its own: `debian`, `12`. */
export function distributionNamed(name: string, release: string): Distribution | undefined {
  return known().byName.get(`${name} ${release}`);
}

/** A release by what people call it: `bookworm`, `alpine3.18`, `al2023`, `ubuntu22.04`. */
export function distributionCalled(word: string): Distribution | undefined {
  const plain = word.toLowerCase();
  const alias = known().byAlias.get(plain);
  if (alias !== undefined) return alias;
  const match = /^(debian|ubuntu|alpine|centos|rockylinux|rocky|almalinux|alma|oraclelinux|oracle|ol|fedora|ubi|rhel|photon|leap)-?(\d[\d.]*)$/.exec(plain);
  const name = match?.[1] ?? "";
  return match === null ? undefined : releaseOf(SHORT_NAMES[name] ?? name, match[2] ?? "");
}

const SHORT_NAMES: Readonly<Partial<Record<string, string>>> = { rocky: "rockylinux", alma: "almalinux", oracle: "oraclelinux", ol: "oraclelinux", rhel: "ubi", leap: "opensuse-leap" };

/** The release that a version belongs to: `12.5` of Debian is 12, `3.18.4` of Alpine 3.18. */
function releaseOf(name: string, version: string): Distribution | undefined {
  const parts = version.split(".");
  for (let count = Math.min(parts.length, 2); count > 0; count--) {
    const found = distributionNamed(name, parts.slice(0, count).join("."));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The release that `latest` and no tag name: docker-library/official-images, 2026-08-21. Moving, so only for what was there long before. */
const LATEST: Readonly<Partial<Record<string, readonly [string, string]>>> = {
  debian: ["debian", "13"], ubuntu: ["ubuntu", "26.04"], alpine: ["alpine", "3.24"], amazonlinux: ["amazonlinux", "2023"], fedora: ["fedora", "44"],
};

/** Images that are a distribution and nothing else, by their tags. */
const DISTRIBUTION_IMAGES: ReadonlySet<string> = new Set(["debian", "ubuntu", "alpine", "amazonlinux", "centos", "rockylinux", "almalinux", "oraclelinux", "fedora", "photon"]);

/** What distribution an image is built on, as far as its name tells. */
export function distributionOf(image: ImageName): Distribution | undefined {
  const tag = (image.tag ?? "latest").toLowerCase();
  const official = officialName(image);
  if (official !== undefined && DISTRIBUTION_IMAGES.has(official)) return ofDistributionImage(official, tag);
  const named = inTag(tag) ?? inTag(image.path.slice(image.path.lastIndexOf("/") + 1).toLowerCase());
  if (named !== undefined) return named;
  return official === undefined ? ofPublisher(image, tag) : bySuite(official, tag);
}

function ofDistributionImage(name: string, tag: string): Distribution | undefined {
  const version = /^v?(\d[\d.]*)(?:$|-)/.exec(tag)?.[1];
  if (version !== undefined) return releaseOf(name, version);
  if (tag === "latest" || tag === "stable" || tag === "stable-slim") {
    const [latest, release] = LATEST[name] ?? [];
    return latest === undefined || release === undefined ? undefined : distributionNamed(latest, release);
  }
  return inTag(tag);
}

/** A word of a tag that names a release: `3.9-slim-bookworm`, `11.8.0-devel-ubuntu22.04`, `python3.9-alpine3.18`. */
function inTag(tag: string): Distribution | undefined {
  for (const word of tag.split(/[-_]/)) {
    // `-devel` and `-latest` say something else of an image.
    const found = /[a-z]/.test(word) && !/^(?:devel|testing|unstable|latest)$/.test(word) ? distributionCalled(word) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

let suites: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined;

/** Plain tags of the languages' official images: a version keeps the suite of its last build. */
function bySuite(official: string, tag: string): Distribution | undefined {
  suites ??= new Map(
    (JSON.parse(DEFAULT_SUITES_JSON) as string).split("\n").map((line) => {
      const [name = "", ...rows] = line.split(" ");
      return [name, new Map(rows.map((row) => row.split("=") as [string, string]))] as const;
    }),
  );
  const rows = suites.get(official);
  const match = /^(?:(\d+(?:\.\d+)?)(?:\.\d+)*)?(?:rc\d+|a\d+|b\d+)?-?(?:jdk|jre|cli|fpm|apache)?-?(slim|alpine)?$/.exec(tag === "latest" ? "" : tag);
  if (rows === undefined || match === null) return undefined;
  const suite = rows.get(`${match[1] ?? ""}${match[2] === "alpine" ? "a" : ""}`);
  return suite === undefined ? undefined : distributionCalled(suite);
}

function ofPublisher({ domain, path }: ImageName, tag: string): Distribution | undefined {
  const whole = domain === undefined || domain === "docker.io" ? path : `${domain}/${path}`;
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, 2026-11-22
  const lambda = /^public\.ecr\.aws\/lambda\/(python|nodejs)$/.exec(whole) ?? /^amazon\/aws-lambda-(python|nodejs)$/.exec(whole);
  if (lambda !== null) return lambdaBase(lambda[1] ?? "", tag);
  if (/^public\.ecr\.aws\/(?:docker\/library\/)?amazonlinux(?:\/amazonlinux)?$/.test(whole)) return ofDistributionImage("amazonlinux", tag);
  const distribution = /^(?:redhat\/|registry\.(?:access\.)?redhat\.com\/)?(ubi\d+)(?:\/|-|$)/.exec(whole)?.[1];
  if (distribution !== undefined) return distributionCalled(distribution);
  return /^opensuse\/leap$|^registry\.opensuse\.org\/opensuse\/leap$/.test(whole) ? releaseOf("opensuse-leap", tag) : undefined;
}

function lambdaBase(language: string, tag: string): Distribution | undefined {
  const version = Number(/^(?:3\.)?(\d+)/.exec(tag)?.[1] ?? Number.NaN);
  if (Number.isNaN(version)) return undefined;
  const [first, second] = language === "python" ? [8, 12] : [12, 20];
  if (version < first) return undefined;
  return distributionNamed("amazonlinux", version < second ? "2" : "2023");
}
