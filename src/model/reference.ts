import { recently } from "../knowledge/recent.ts";

/** A stretch of the reference's text, end exclusive. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** An image reference as `distribution/reference` understands it. */
export interface ImageReference {
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
  /** As people write it: `alpine:3`, without `docker.io/library/`. */
  readonly familiar: string;
  /** As pullers look it up: `docker.io/library/alpine:latest`; the tag is left as it is beside a digest. */
  readonly normalised: string;
  /** Domain and path as written. */
  readonly namePart: Part;
  readonly tagPart?: Part;
  readonly digestPart?: Part;
}

export interface ReferenceError {
  readonly error: string;
}

const DOMAIN = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([["sha256", 64], ["sha384", 96], ["sha512", 128]]);
const MAX_PATH = 255;

/** Reads an image reference; an error has BuildKit's words. Variables must have been expanded: `$` is refused. */
export function parseReference(text: string): ImageReference | ReferenceError {
  return recentReferences(text);
}

const recentReferences = recently(readReference);

function readReference(text: string): ImageReference | ReferenceError {
  if (/^[a-f0-9]{64}$/.test(text)) {
    return { error: `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings` };
  }
  const { domain, from } = splitDomain(text);
  const parts = splitParts(text, from);
  const error = errorIn(text, domain, parts);
  if (error !== undefined) return { error };
  const written = text.slice(from, parts.name.end);
  const path = domain === "docker.io" && !written.includes("/") ? `library/${written}` : written;
  return assemble(text, { domain, path }, parts);
}

interface Parts {
  /** Starts behind the domain. */
  readonly name: Part;
  readonly tag: Part | undefined;
  readonly digest: Part | undefined;
}

/** The word before the first slash is a registry only when it looks like one. */
function splitDomain(text: string): { domain: string; from: number } {
  const slash = text.indexOf("/");
  const first = text.slice(0, Math.max(slash, 0));
  const isDomain = slash >= 0 && (first === "localhost" || /[.:]/.test(first) || first.toLowerCase() !== first);
  if (!isDomain) return { domain: "docker.io", from: 0 };
  return { domain: first === "index.docker.io" ? "docker.io" : first, from: slash + 1 };
}

function splitParts(text: string, from: number): Parts {
  const at = text.indexOf("@", from);
  const digest = at < 0 ? undefined : { start: at + 1, end: text.length };
  const end = at < 0 ? text.length : at;
  const colon = text.slice(0, end).indexOf(":", from);
  const tag = colon < 0 ? undefined : { start: colon + 1, end };
  return { name: { start: from, end: colon < 0 ? end : colon }, tag, digest };
}

function errorIn(text: string, domain: string, { name, tag, digest }: Parts): string | undefined {
  const path = text.slice(name.start, name.end);
  if (text === "") return "repository name must have at least one component";
  if (path.toLowerCase() !== path) return `invalid reference format: repository name (${path}) must be lowercase`;
  if (!DOMAIN.test(domain) || !PATH.test(path)) return "invalid reference format";
  if (tag !== undefined && !TAG.test(text.slice(tag.start, tag.end))) return "invalid reference format";
  if (path.length > MAX_PATH) return `repository name must not be more than ${String(MAX_PATH)} characters`;
  return digest === undefined ? undefined : digestError(text.slice(digest.start, digest.end));
}

function digestError(digest: string): string | undefined {
  if (!DIGEST.test(digest)) return "invalid reference format";
  const colon = digest.indexOf(":");
  const length = DIGEST_LENGTHS.get(digest.slice(0, colon));
  if (length === undefined) return "unsupported digest algorithm";
  const hex = digest.slice(colon + 1);
  if (hex.length !== length) return "invalid checksum digest length";
  return hex.toLowerCase() === hex ? undefined : "invalid checksum digest format";
}

function assemble(text: string, { domain, path }: { domain: string; path: string }, parts: Parts): ImageReference {
  const tag = parts.tag === undefined ? undefined : text.slice(parts.tag.start, parts.tag.end);
  const digest = parts.digest === undefined ? undefined : text.slice(parts.digest.start, parts.digest.end);
  const short = domain !== "docker.io" ? `${domain}/${path}` : path.replace(/^library\/(?=[^/]+$)/, "");
  const suffix = (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
  return {
    domain,
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    familiar: short + suffix,
    normalised: `${domain}/${path}${suffix === "" ? ":latest" : suffix}`,
    namePart: { start: 0, end: parts.name.end },
    ...(parts.tag === undefined ? {} : { tagPart: parts.tag }),
    ...(parts.digest === undefined ? {} : { digestPart: parts.digest }),
  };
}
