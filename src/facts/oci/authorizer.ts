import type { HttpClient, HttpRequest, HttpResult } from "../http/client.ts";
import { parseChallenges, type Challenge } from "./challenge.ts";
import type { Credential, Credentials } from "./credentials.ts";
import { parseRecord, stringIn } from "./manifest.ts";

/** Whom a request is for. */
export interface Audience {
  /** As in the reference: logins are stored under it. */
  readonly domain: string;
  /** The host that is spoken to, which may be a mirror. */
  readonly host: string;
  readonly path: string;
}

interface TokenRequest {
  readonly challenge: Challenge;
  readonly realm: URL;
  readonly scope: string;
  readonly credential: Credential | undefined;
}

const MAX_TOKEN_BYTES = 262_144;
const CLIENT_ID = "anyarch";

/** Proves to registries who asks: nobody in particular, or the user where they stored a login for that registry. */
export class Authorizer {
  readonly #client: HttpClient;
  readonly #credentials: Credentials;
  /** By host: how it wants it to be proved. */
  readonly #challenges = new Map<string, Challenge>();
  /** By host and repository: what has been proved, to be sent along. */
  readonly #proofs = new Map<string, Promise<string | undefined>>();

  constructor({ client, credentials }: { readonly client: HttpClient; readonly credentials: Credentials }) {
    this.#client = client;
    this.#credentials = credentials;
  }

  /** Sends a request; where the registry wants a proof it is fetched once and the request sent once more. */
  async request(request: HttpRequest, audience: Audience): Promise<HttpResult> {
    const key = `${audience.host}/${audience.path}`;
    const known = this.#challenges.get(audience.host);
    const held = this.#proofs.get(key) ?? (known === undefined ? undefined : this.#prove(known, audience));
    const before = held === undefined ? undefined : await held;
    const first = await this.#client.request({ ...request, authorization: before });
    if ("failure" in first || first.status !== 401 || before !== undefined) return first;
    const challenge = pick(first);
    if (challenge === undefined) return first;
    if (first.url.host !== audience.host) return this.#elsewhere(request, first, { challenge, audience });
    this.#challenges.set(audience.host, challenge);
    const proof = await (this.#proofs.get(key) ?? this.#prove(challenge, audience));
    return proof === undefined ? first : this.#client.request({ ...request, authorization: proof });
  }

  /** Some registries send on to another one, which wants a token of its own: it gets what anybody would send. */
  async #elsewhere(request: HttpRequest, first: Extract<HttpResult, { status: number }>, { challenge, audience }: { challenge: Challenge; audience: Audience }): Promise<HttpResult> {
    const realm = challenge.parameters.get("realm");
    if (challenge.scheme !== "bearer" || realm === undefined || !URL.canParse(realm)) return first;
    const scope = challenge.parameters.get("scope") ?? scopeOf(challenge, audience);
    const token = await this.#token({ challenge, realm: new URL(realm), scope, credential: undefined });
    return token === undefined ? first : this.#client.request({ ...request, url: first.url.href, authorization: `Bearer ${token}` });
  }

  #prove(challenge: Challenge, audience: Audience): Promise<string | undefined> {
    const proof = this.#proofFor(challenge, audience);
    this.#proofs.set(`${audience.host}/${audience.path}`, proof);
    return proof;
  }

  async #proofFor(challenge: Challenge, audience: Audience): Promise<string | undefined> {
    // A mirror is another host than the one that the login is for.
    const isOwnHost = audience.host === audience.domain || (audience.domain === "docker.io" && audience.host === "registry-1.docker.io");
    const credential = isOwnHost ? await this.#credentials.for(audience.domain, audience.path) : undefined;
    if (credential?.kind === "bearer") return `Bearer ${credential.token}`;
    if (challenge.scheme === "basic") return credential?.kind === "password" ? basic(credential) : undefined;
    const realm = challenge.parameters.get("realm");
    if (realm === undefined || !URL.canParse(realm)) return undefined;
    const token = await this.#token({ challenge, realm: new URL(realm), scope: scopeOf(challenge, audience), credential: belongs(new URL(realm), audience) ? credential : undefined });
    return token === undefined ? undefined : `Bearer ${token}`;
  }

  async #token({ challenge, realm, scope, credential }: TokenRequest): Promise<string | undefined> {
    const service = challenge.parameters.get("service");
    if (credential?.kind === "refresh") return this.#exchange(realm, { service, scope, refresh: credential.token });
    const url = new URL(realm);
    if (service !== undefined) url.searchParams.set("service", service);
    url.searchParams.append("scope", scope);
    const answer = await this.#client.request({ url: url.href, maxBytes: MAX_TOKEN_BYTES, authorization: credential?.kind === "password" ? basic(credential) : undefined });
    return tokenIn(answer);
  }

  async #exchange(realm: URL, { service, scope, refresh }: { service: string | undefined; scope: string; refresh: string }): Promise<string | undefined> {
    const form = new URLSearchParams({ grant_type: "refresh_token", scope, client_id: CLIENT_ID, refresh_token: refresh, ...(service === undefined ? {} : { service }) });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return tokenIn(await this.#client.request({ url: realm.href, method: "POST", headers, body: form.toString(), maxBytes: MAX_TOKEN_BYTES }));
  }
}

/** The challenge that is met: a token where one will do, a password only over TLS or within this machine (the client sees to that). */
function pick({ headers }: Extract<HttpResult, { status: number }>): Challenge | undefined {
  const challenges = parseChallenges(headers["www-authenticate"] ?? "");
  return challenges.find(({ scheme }) => scheme === "bearer") ?? challenges.find(({ scheme }) => scheme === "basic");
}

/** One repository, for reading only. Amazon's public registry has a word of its own, which is taken as it stands. */
function scopeOf({ parameters }: Challenge, { path }: Audience): string {
  const asked = parameters.get("scope");
  return asked === undefined || asked.startsWith("repository:") ? `repository:${path}:pull` : asked;
}

/** Whether a token server may see the login for a registry: the registry itself, Docker Hub's, or one of the same domain. */
function belongs(realm: URL, { host }: Audience): boolean {
  if (realm.host === host) return true;
  if (host === "registry-1.docker.io") return realm.host === "auth.docker.io";
  const parent = parentOf(host);
  return realm.protocol === "https:" && parent !== undefined && (realm.hostname === parent || realm.hostname.endsWith(`.${parent}`));
}

/** The domain above a host, where it is somebody's own: `example.com`, and neither `com` nor `co.uk`. */
function parentOf(host: string): string | undefined {
  const [, ...above] = host.split(":")[0]?.split(".") ?? [];
  const isOwn = above.length > 2 || (above.length === 2 && (above[0] ?? "").length > 3);
  return isOwn && !/^\d+$/.test(above.at(-1) ?? "") ? above.join(".") : undefined;
}

function basic({ user, password }: Extract<Credential, { kind: "password" }>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

function tokenIn(answer: HttpResult): string | undefined {
  if ("failure" in answer || answer.status !== 200) return undefined;
  const body = parseRecord(answer.body.toString("utf8"));
  const token = body === undefined ? undefined : (longString(body, "token") ?? longString(body, "access_token"));
  // Nothing that could end a header and begin another.
  return token !== undefined && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}

function longString(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  return stringIn(body, name) ?? (typeof value === "string" && value.length <= 65_536 && value !== "" ? value : undefined);
}
