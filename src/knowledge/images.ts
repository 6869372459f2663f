import { IMAGES_JSON } from "./generated/images.ts";
import { imageEnvironment } from "./image-environment.ts";
import { recently } from "./recent.ts";

export { archPinnedImage, type PinnedImage } from "./image-names.ts";

/** An image reference in parts: `docker.io`, `library/debian`, `bookworm`. */
export interface ImageName {
  readonly domain?: string | undefined;
  readonly path: string;
  readonly tag?: string | undefined;
}

export type DistributionFamily = "debian" | "ubuntu" | "alpine" | "fedora" | "rhel" | "amazon" | "suse" | "arch" | "photon" | "wolfi" | "busybox" | "none" | "windows";
export type PackageSystem = "dpkg" | "apk" | "rpm";

/** What an image brings along, as far as its name tells; absent means not known. */
export interface ImageTraits {
  readonly family?: DistributionFamily;
  readonly libc?: "glibc" | "musl" | "none";
  /** What `/bin/sh` is. */
  readonly shell?: "dash" | "busybox" | "bash" | "none";
  readonly packageManager?: "apt" | "apk" | "dnf" | "yum" | "microdnf" | "zypper" | "pacman" | "tdnf";
  /** The package system that can be asked for the architecture (`dpkg --print-architecture` …). */
  readonly packageSystem?: PackageSystem;
  /** Variables the image sets that its name determines. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it sets no others. */
  readonly envComplete: boolean;
}

/** On which platforms an image is published, by name alone: its tags may have fewer. */
export interface ImagePlatforms {
  readonly platforms: readonly string[];
  readonly arm64: "yes" | "no" | "partial" | "lookup" | "n/a" | "unknown";
  /** Date or version of the first linux/arm64 image. */
  readonly since?: string;
  readonly alternative?: string;
  readonly confidence: "high" | "medium" | "low";
  readonly evidence: { readonly statement: string; readonly source: string; readonly asOf: string };
}

const FAMILIES: Readonly<Record<DistributionFamily, Omit<ImageTraits, "env" | "envComplete" | "family">>> = {
  debian: { libc: "glibc", shell: "dash", packageManager: "apt", packageSystem: "dpkg" },
  ubuntu: { libc: "glibc", shell: "dash", packageManager: "apt", packageSystem: "dpkg" },
  alpine: { libc: "musl", shell: "busybox", packageManager: "apk", packageSystem: "apk" },
  wolfi: { libc: "glibc", shell: "busybox", packageManager: "apk", packageSystem: "apk" },
  fedora: { libc: "glibc", shell: "bash", packageManager: "dnf", packageSystem: "rpm" },
  rhel: { libc: "glibc", shell: "bash", packageManager: "dnf", packageSystem: "rpm" },
  amazon: { libc: "glibc", shell: "bash", packageManager: "dnf", packageSystem: "rpm" },
  suse: { libc: "glibc", shell: "bash", packageManager: "zypper", packageSystem: "rpm" },
  arch: { libc: "glibc", shell: "bash", packageManager: "pacman" },
  photon: { libc: "glibc", shell: "bash", packageManager: "tdnf", packageSystem: "rpm" },
  busybox: { shell: "busybox" },
  none: { libc: "none", shell: "none" },
  windows: {},
};

/** Words of a tag that name the distribution, whatever the image. */
const BY_TAG: readonly (readonly [RegExp, DistributionFamily])[] = [
  [/windowsservercore|nanoserver/, "windows"],
  [/(?:^|[-.])(?:alpine)/, "alpine"],
  [/(?:^|[-.])(?:trixie|bookworm|bullseye|buster|stretch|jessie|wheezy|debian)/, "debian"],
  [/(?:^|[-.])(?:ubuntu|resolute|plucky|questing|noble|jammy|focal|bionic|xenial|trusty)/, "ubuntu"],
  [/(?:^|[-.])(?:ubi\d|centos|rockylinux|rocky|almalinux|oracle|oraclelinux\d?|ol\d|rhel\d)/, "rhel"],
  [/(?:^|[-.])(?:al2023|al2|amazonlinux)/, "amazon"],
  [/(?:^|[-.])(?:fedora)/, "fedora"],
  [/(?:^|[-.])(?:opensuse|leap)/, "suse"],
  [/(?:^|[-.])(?:azurelinux|mariner)/, "photon"],
];

/** Docker's official images (and whole publishers) by what their plain tags are built on. From general knowledge, 2026-11-22: used for shells and package systems, never for a finding by itself. */
const BY_NAME: readonly (readonly [RegExp, DistributionFamily])[] = [
  [/^(?:alpine|composer|registry|traefik|caddy|vault|consul|docker|znc|eggdrop|chronograf|nats-streaming|mongo-express|adminer|hitch)$/, "alpine"],
  [/^(?:debian|buildpack-deps|node|python|golang|rust|ruby|php|perl|gcc|haskell|erlang|elixir|julia|r-base|pypy|mono|rails|iojs|clojure|swipl|racket|dart|postgres|redis|valkey|nginx|httpd|haproxy|memcached|influxdb|telegraf|kapacitor|ghost|wordpress|drupal|nextcloud|joomla|redmine|matomo|mediawiki|varnish|cassandra|neo4j|jruby|geonetwork|irssi|rethinkdb|spiped|lightstreamer|haxe|hylang|monica|yourls|friendica|postfixadmin|phpmyadmin|backdrop|convertigo|couchdb|emqx|aerospike)$/, "debian"],
  [/^(?:ubuntu|mongo|mariadb|rabbitmq|eclipse-temurin|maven|gradle|tomcat|jetty|swift|ros|gazebo|solr|ibmjava|adoptopenjdk|groovy|spark|flink|storm|zookeeper|odoo|sonarqube|azul-zulu|crate|bonita|silverpeas|xwiki)$/, "ubuntu"],
  [/^(?:centos|rockylinux|almalinux|oraclelinux|mysql|percona|sl)$/, "rhel"],
  [/^(?:amazonlinux|amazoncorretto)$/, "amazon"],
  [/^fedora$/, "fedora"],
  [/^(?:archlinux)$/, "arch"],
  [/^photon$/, "photon"],
  [/^(?:busybox)$/, "busybox"],
  [/^(?:hello-world|scratch|nats)$/, "none"],
];

/** Publishers beyond the official images, by `domain/path` (no domain for Docker Hub). */
const BY_PUBLISHER: readonly (readonly [RegExp, DistributionFamily])[] = [
  [/^gcr\.io\/distroless\/|^cgr\.dev\/chainguard\/static/, "none"],
  [/^cgr\.dev\/chainguard\//, "wolfi"],
  [/^mcr\.microsoft\.com\/windows|^microsoft\/(?:windowsservercore|nanoserver)|^mcr\.microsoft\.com\/dotnet\/framework/, "windows"],
  [/^mcr\.microsoft\.com\/(?:playwright|powershell)|^(?:phusion|cimg|nvidia|rocker|tensorflow|pytorch|jupyter)\/|^nvcr\.io\/nvidia\/|^quay\.io\/jupyter\//, "ubuntu"],
  [/^mcr\.microsoft\.com\/(?:dotnet|devcontainers|vscode)|^(?:bitnami|continuumio|circleci|condaforge|mambaorg)\/|^ghcr\.io\/astral-sh\/uv/, "debian"],
  [/^registry\.(?:access\.)?redhat\.(?:com|io)\/|^quay\.io\/(?:centos|almalinuxorg|rockylinux|pypa)\/|^(?:redhat|rockylinux|almalinux|oraclelinux)\//, "rhel"],
  [/^container-registry\.oracle\.com\//, "rhel"],
  [/^public\.ecr\.aws\/(?:lambda|amazonlinux|sam|codebuild)|^amazon\//, "amazon"],
  [/^(?:registry\.opensuse\.org\/|registry\.suse\.com\/|opensuse\/)/, "suse"],
];

/** What is known about an image by its name: distribution, libc, shell, package manager, variables. */
export function imageTraits(name: ImageName): ImageTraits {
  const tag = (name.tag ?? "").toLowerCase();
  const family = familyOf(name, tag);
  const { env, complete: envComplete } = imageEnvironment(officialName(name), tag);
  if (family === undefined) return { env, envComplete };
  const manager = family === "rhel" || family === "amazon" ? { packageManager: rpmManager(name, tag, family) } : {};
  return { family, ...FAMILIES[family], ...manager, ...(isDebugDistroless(name, tag) ? { shell: "busybox" } : {}), env, envComplete };
}

function familyOf(name: ImageName, tag: string): DistributionFamily | undefined {
  const whole = publisherName(name);
  if (/^gcr\.io\/distroless\//.test(whole)) return "none";
  const byTag = BY_TAG.find(([shape]) => shape.test(tag));
  if (byTag !== undefined) return byTag[1];
  const official = officialName(name);
  // Debian up to 11, Oracle Linux since.
  if (official === "openjdk") return /^(?:[789]|1[01])(?:$|[-.u])/.test(tag) ? "debian" : "rhel";
  const byName = official === undefined ? BY_PUBLISHER.find(([shape]) => shape.test(whole)) : BY_NAME.find(([shape]) => shape.test(official));
  return byName?.[1] ?? BY_TAG.find(([shape]) => shape.test(whole.slice(whole.lastIndexOf("/") + 1)))?.[1];
}

/** The name of one of Docker's official images, through its namespaces and mirrors; undefined for any other image. */
export function officialName({ domain, path }: ImageName): string | undefined {
  const hub = domain === undefined || domain === "" || /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io|mirror\.gcr\.io)$/.test(domain);
  if (!hub) return domain === "public.ecr.aws" && path.startsWith("docker/library/") ? path.slice("docker/library/".length) : undefined;
  const match = /^(?:(?:library|amd64|i386|arm64v8|arm32v[567]|ppc64le|s390x|riscv64|mips64le)\/)?([^/]+)$/.exec(path);
  return match?.[1];
}

function publisherName({ domain, path }: ImageName): string {
  return domain === undefined || domain === "" || domain === "docker.io" ? path : `${domain}/${path}`;
}

function rpmManager(name: ImageName, tag: string, family: "rhel" | "amazon"): "dnf" | "yum" | "microdnf" {
  const path = name.path.toLowerCase();
  if (/minimal/.test(path) || /minimal/.test(tag) || /(?:^|\/)(?:openjdk|mysql)$/.test(path) || (/oraclelinux$/.test(path) && /slim/.test(tag))) return "microdnf";
  if (family === "amazon") return /^(?:1|2|2018|latest-2$|al2$)(?:$|\.|-)/.test(tag) || /-al2$/.test(tag) ? "yum" : "dnf";
  return /centos/.test(path) ? (/(?:^|-)(?:[567])(?:$|\.)|centos[567]/.test(tag) ? "yum" : "dnf") : /(?:ubi|rhel|centos|manylinux)(?:7|2014|2010)|^7/.test(path + tag) ? "yum" : "dnf";
}

function isDebugDistroless(name: ImageName, tag: string): boolean {
  return /^distroless\//.test(name.path) && name.domain === "gcr.io" && /(?:^|-)debug(?:-|$)/.test(tag);
}

type Row = readonly [string[], number, string, ImagePlatforms["arm64"], string, string, ImagePlatforms["confidence"], string];
let rows: readonly Row[] | undefined;

/** On which platforms an image is published according to the embedded table; undefined when it holds no row. */
export function imagePlatforms(name: ImageName): ImagePlatforms | undefined {
  rows ??= JSON.parse(IMAGES_JSON) as Row[];
  const official = officialName(name);
  const whole = publisherName(name);
  const withTag = `${whole}:${name.tag ?? "latest"}`;
  const row = recentRows(`${official ?? ""} ${whole} ${withTag}`);
  if (row === undefined) return undefined;
  const [names, , platforms, arm64, since, alternative, confidence, source] = row;
  return {
    platforms: platforms === "" ? [] : platforms.split(" "), arm64, confidence,
    ...(since === "" ? {} : { since }),
    ...(alternative === "" ? {} : { alternative }),
    evidence: { statement: `${names[0] ?? whole} is ${arm64 === "no" ? "not " : ""}published for linux/arm64`, source: source === "" ? "anyarch" : source, asOf: "2026-08-21" },
  };
}

/** The row for the official name, the whole name and the name with its tag, with blanks between. */
const recentRows = recently((asked) => {
  const [official = "", whole = "", withTag = ""] = asked.split(" ");
  return rows?.find(([names, isOfficial]) => names.some((pattern) => (isOfficial === 1 ? pattern === official : matches(pattern, whole) || matches(pattern, withTag))));
});

/** A glob with `*` only, against a short name. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === name;
  if (!name.startsWith(parts[0] ?? "") || name.length > 512) return false;
  let at = parts[0]?.length ?? 0;
  for (const part of parts.slice(1, -1)) {
    const next = name.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  const last = parts.at(-1) ?? "";
  return name.length - last.length >= at && name.endsWith(last);
}
