import { isAddress, isLoopback, isPublicAddress } from "./address.ts";

/** Hosts whose answers anybody may have: registries, package indexes and the places where releases lie. */
const WELL_KNOWN = new Set([
  "registry-1.docker.io", "auth.docker.io", "ghcr.io", "quay.io", "public.ecr.aws", "gcr.io", "mcr.microsoft.com", "registry.k8s.io",
  "registry.gitlab.com", "gitlab.com", "docker.elastic.co", "docker-auth.elastic.co", "nvcr.io", "lscr.io", "registry.access.redhat.com",
  "container-registry.oracle.com", "registry.opensuse.org", "registry.suse.com", "registry.fedoraproject.org", "cgr.dev", "docker.n8n.io",
  "pypi.org", "files.pythonhosted.org", "registry.npmjs.org", "registry.yarnpkg.com",
  "github.com", "objects.githubusercontent.com", "release-assets.githubusercontent.com", "dl.k8s.io", "cdn.dl.k8s.io", "get.helm.sh",
  "releases.hashicorp.com", "nodejs.org", "go.dev", "dl.google.com", "awscli.amazonaws.com", "downloads.apache.org", "archive.apache.org",
  "repo1.maven.org", "services.gradle.org", "static.rust-lang.org", "ziglang.org", "dl.min.io", "artifacts.elastic.co", "storage.googleapis.com",
]);

/** The same for whole domains; also where the registries above keep what they redirect to. */
const WELL_KNOWN_DOMAINS = [
  "gcr.io", "pkg.dev", "data.mcr.microsoft.com", "docker.com", "r2.cloudflarestorage.com", "pkg-containers.githubusercontent.com", "quay.io",
  "amazonaws.com", "cloudfront.net", "blob.core.windows.net",
];
/** Domains in which anybody may rent a name: something may be redirected there, but nothing in a repository may name one. */
const RENTED = ["amazonaws.com", "cloudfront.net", "r2.cloudflarestorage.com", "blob.core.windows.net", "storage.googleapis.com"];

export interface HostRules {
  /** Hosts that the user named, `host` or `host:port`: they may lie anywhere. */
  readonly listed: ReadonlySet<string>;
  /** Those of them that are spoken to without TLS. */
  readonly insecure: ReadonlySet<string>;
}

/** How a request came to its address: asked for by somebody's file, or sent there by the server before. */
export type Way = "asked" | "redirected";

/** Whether a request may go there at all. What the name leads to is checked again when it is connected. */
export function mayAsk(url: URL, rules: HostRules, way: Way): boolean {
  const listed = isListed(url, rules);
  if (url.username !== "" || url.password !== "") return false;
  if (url.protocol === "http:") return listed && (isLoopback(url.hostname) || rules.insecure.has(url.host) || rules.insecure.has(url.hostname));
  if (url.protocol !== "https:") return false;
  if (listed) return true;
  return url.port === "" && (!isAddress(url.hostname) || isPublicAddress(url.hostname)) && isWellKnown(url.hostname, way);
}

/** Whether the user named this host, with its port or without one. */
export function isListed(url: URL, { listed }: HostRules): boolean {
  return listed.has(url.host) || (url.port === "" && listed.has(url.hostname));
}

function isWellKnown(hostname: string, way: Way): boolean {
  if (way === "asked" && RENTED.some((domain) => isIn(hostname, domain))) return isOwnRegistry(hostname);
  return WELL_KNOWN.has(hostname) || WELL_KNOWN_DOMAINS.some((domain) => isIn(hostname, domain));
}

/** The hosts below rented domains that speak for the publisher of the domain itself. */
function isOwnRegistry(hostname: string): boolean {
  return hostname === "awscli.amazonaws.com" || hostname === "storage.googleapis.com" || /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/.test(hostname);
}

function isIn(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
