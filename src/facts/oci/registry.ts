import { createHash } from "node:crypto";
import type { FactCache } from "../cache.ts";
import type { UnknownReason } from "../fact.ts";
import type { HttpClient, HttpResult } from "../http/client.ts";
import { isLoopback } from "../http/address.ts";
import { Authorizer } from "./authorizer.ts";
import type { Credentials } from "./credentials.ts";
import { ACCEPT, isDigest, MAX_MANIFEST_BYTES } from "./manifest.ts";

/** A repository at a registry: `docker.io`, `library/debian`. */
export interface Repository {
  readonly domain: string;
  readonly path: string;
}

/** A document of a registry. */
export interface Found {
  readonly digest: string;
  readonly mediaType: string | undefined;
  readonly text: string;
}

/** `absent`: the registry says that there is none. */
export type Sought<T> = { readonly found: T } | { readonly absent: true } | { readonly failure: UnknownReason };

export interface RegistryOptions {
  readonly client: HttpClient;
  readonly cache?: FactCache | undefined;
  readonly credentials: Credentials;
  /** Host → the host that is asked in its place. */
  readonly mirrors: Readonly<Record<string, string>>;
  readonly insecure: ReadonlySet<string>;
}

/** Registries, by the distribution specification. What a digest names is kept for ever and asked for once. */
export class Registries {
  readonly #options: RegistryOptions;
  readonly #authorizer: Authorizer;
  readonly #bodies = new Map<string, Promise<Sought<Found>>>();

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#authorizer = new Authorizer(options);
  }

  /** The host that is spoken to for a domain. */
  hostOf(domain: string): string {
    return this.#options.mirrors[domain] ?? (domain === "docker.io" ? "registry-1.docker.io" : domain);
  }

  /**
   * The manifest that a tag or a digest names. A tag is asked for by HEAD first, which Docker Hub doesn't count as a pull, and then
   * fetched by its digest unless that is known: so the answer is about one and the same thing.
   */
  async manifest(repository: Repository, reference: string): Promise<Sought<Found>> {
    if (isDigest(reference)) return this.#byDigest(repository, "manifests", reference);
    const head = await this.#request(repository, { path: `manifests/${reference}`, method: "HEAD" });
    if ("failure" in head) return head;
    if (isMissing(head)) return { absent: true };
    const digest = textOf(head.headers["docker-content-digest"]);
    if (head.status === 200 && digest !== undefined && isDigest(digest)) return this.#byDigest(repository, "manifests", digest);
    return head.status === 200 || head.status === 405 ? this.#byTag(repository, reference) : { failure: failureOf(head) };
  }

  /** The digest that a tag has now. */
  async digestOf(repository: Repository, tag: string): Promise<Sought<string>> {
    const head = await this.#request(repository, { path: `manifests/${tag}`, method: "HEAD" });
    if ("failure" in head) return head;
    if (isMissing(head)) return { absent: true };
    const digest = textOf(head.headers["docker-content-digest"]);
    return head.status === 200 && digest !== undefined && isDigest(digest) ? { found: digest } : { failure: failureOf(head) };
  }

  /** A small blob: the configuration of an image. */
  blob(repository: Repository, digest: string): Promise<Sought<Found>> {
    return this.#byDigest(repository, "blobs", digest);
  }

  /** Tags of a repository, as the registry lists them; at most a few thousand. */
  async tags(repository: Repository): Promise<Sought<readonly string[]>> {
    const tags: string[] = [];
    let path: string | undefined = "tags/list?n=1000";
    for (let page = 0; page < 4 && path !== undefined; page++) {
      const answer: HttpResult = await this.#request(repository, { path, method: "GET", accept: "application/json" });
      if ("failure" in answer) return answer;
      if (isMissing(answer)) return { absent: true };
      const more = answer.status === 200 ? tagsIn(answer.body.toString("utf8")) : undefined;
      if (more === undefined) return { failure: failureOf(answer) };
      tags.push(...more);
      path = nextPage(textOf(answer.headers.link));
    }
    return { found: tags };
  }

  async #byTag(repository: Repository, tag: string): Promise<Sought<Found>> {
    const answer = await this.#request(repository, { path: `manifests/${tag}`, method: "GET" });
    if ("failure" in answer) return answer;
    if (isMissing(answer)) return { absent: true };
    if (answer.status !== 200) return { failure: failureOf(answer) };
    const digest = sha("sha256", answer.body);
    const promised = textOf(answer.headers["docker-content-digest"]);
    if (promised !== undefined && promised.startsWith("sha256:") && promised !== digest) return { failure: "broken-answer" };
    return { found: this.#keep({ digest, mediaType: textOf(answer.headers["content-type"]), text: answer.body.toString("utf8") }) };
  }

  #byDigest(repository: Repository, kind: "manifests" | "blobs", digest: string): Promise<Sought<Found>> {
    const key = `${repository.domain}/${repository.path}@${digest}`;
    const known = this.#bodies.get(key) ?? this.#fetch(repository, kind, digest);
    this.#bodies.set(key, known);
    return known;
  }

  async #fetch(repository: Repository, kind: "manifests" | "blobs", digest: string): Promise<Sought<Found>> {
    const kept = this.#options.cache?.readBody(digest);
    if (kept !== undefined) {
      const body = JSON.parse(kept) as Pick<Found, "mediaType" | "text">;
      if (sha(algorithmOf(digest), body.text) === digest) return { found: { digest, ...body } };
    }
    const answer = await this.#request(repository, { path: `${kind}/${digest}`, method: "GET" });
    if ("failure" in answer) return answer;
    if (isMissing(answer)) return { absent: true };
    if (answer.status !== 200) return { failure: failureOf(answer) };
    if (sha(algorithmOf(digest), answer.body) !== digest) return { failure: "broken-answer" };
    return { found: this.#keep({ digest, mediaType: textOf(answer.headers["content-type"]), text: answer.body.toString("utf8") }) };
  }

  #keep(found: Found): Found {
    this.#options.cache?.writeBody(found.digest, JSON.stringify({ mediaType: found.mediaType, text: found.text }));
    return found;
  }

  async #request(repository: Repository, { path, method, accept = ACCEPT }: { path: string; method: "GET" | "HEAD"; accept?: string }): Promise<HttpResult> {
    const host = this.hostOf(repository.domain);
    const { hostname } = new URL(`https://${host}`);
    const plain = isLoopback(hostname) || this.#options.insecure.has(host);
    const query = host === repository.domain || repository.domain === "docker.io" && host === "registry-1.docker.io" ? "" : `${path.includes("?") ? "&" : "?"}ns=${encodeURIComponent(repository.domain)}`;
    const url = `${plain ? "http" : "https"}://${host}/v2/${repository.path}/${path}${query}`;
    return this.#authorizer.request({ url, method, headers: { accept }, maxBytes: MAX_MANIFEST_BYTES }, { ...repository, host });
  }
}

function isMissing(answer: HttpResult): boolean {
  return "status" in answer && answer.status === 404;
}

function failureOf(answer: HttpResult): UnknownReason {
  if ("failure" in answer) return answer.failure;
  if (answer.status === 401 || answer.status === 403) return "denied";
  return answer.status === 200 ? "broken-answer" : "unsupported";
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.[0];
}

function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(":"));
}

function sha(algorithm: string, body: Buffer | string): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest("hex")}`;
}

function tagsIn(text: string): readonly string[] | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const tags: unknown = typeof body === "object" && body !== null && "tags" in body ? body.tags : undefined;
    if (tags === null) return [];
    return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string" && /^\w[\w.-]{0,127}$/.test(tag)) : undefined;
  } catch {
    return undefined;
  }
}

/** The next page of a list (RFC 8288); only its query counts, since the rest is this very list. */
function nextPage(link: string | undefined): string | undefined {
  const target = link === undefined ? undefined : /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(link)?.[1];
  const query = target === undefined ? -1 : target.indexOf("?");
  return target === undefined || query < 0 ? undefined : `tags/list${target.slice(query)}`;
}
