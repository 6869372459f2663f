import { setMaxListeners } from "node:events";
import type { UnknownReason } from "../fact.ts";
import { Transport, type HttpAnswer, type TransportOptions } from "./exchange.ts";
import { isListed, mayAsk, type HostRules } from "./hosts.ts";
import { Limiter } from "./limiter.ts";

/** A request of a source. */
export interface HttpRequest {
  readonly url: string;
  readonly method?: "GET" | "HEAD" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes to the host of `url` and to no other one. */
  readonly authorization?: string | undefined;
  readonly body?: string;
  readonly maxBytes: number;
}

/** What came back, and from where in the end. */
export type HttpResult = (HttpAnswer & { readonly url: URL }) | { readonly failure: UnknownReason };

export interface ClientOptions extends TransportOptions {
  readonly hosts: HostRules;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  /** Milliseconds from now until the run's deadline. */
  readonly left: () => number;
}

const MAX_REDIRECTS = 5;
const MAX_TRIES = 3;
const FIRST_WAIT_MS = 250;
/** For each host; most servers are content with what a browser does, twice. */
const AT_A_TIME = 12;
/** Connections that fail one after the other until a host counts as gone. */
const GONE_AFTER = 3;

interface Health {
  failures: number;
  /** Set when the host asked for a pause that is longer than the run. */
  limited: boolean;
}

/** The one way out. Asks only hosts that may be asked, at most so many at a time, until the deadline; never throws. */
export class HttpClient {
  readonly #options: ClientOptions;
  readonly #transport: Transport;
  readonly #limiter = new Limiter(AT_A_TIME);
  readonly #health = new Map<string, Health>();
  #requests = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#transport = new Transport(options);
    // Every request and every pause listens for the deadline.
    setMaxListeners(0, options.signal);
  }

  /** How many requests were sent. */
  get requests(): number {
    return this.#requests;
  }

  close(): void {
    this.#transport.close();
  }

  /** Follows redirects to hosts that may be asked, without credentials once the host changes. */
  async request(request: HttpRequest): Promise<HttpResult> {
    let url = parseUrl(request.url);
    let authorization = request.authorization;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      if (url === undefined || !mayAsk(url, this.#options.hosts, hop === 0 ? "asked" : "redirected")) return { failure: "not-allowed" };
      const answer = await this.#tryAgain({ ...request, authorization }, url);
      const next = "failure" in answer ? undefined : redirectOf(answer, url, request.method);
      if (next === undefined) return "failure" in answer ? answer : { ...answer, url };
      // From TLS to plain text nobody is followed, not even to a host that is listed.
      if (url.protocol === "https:" && next.protocol !== "https:") return { failure: "not-allowed" };
      if (next.origin !== url.origin) authorization = undefined;
      url = next;
    }
    return { failure: "broken-answer" };
  }

  async #tryAgain(request: HttpRequest, url: URL): Promise<HttpAnswer | { readonly failure: UnknownReason }> {
    const health = this.#healthOf(url);
    for (let tries = 1; ; tries++) {
      if (health.limited) return { failure: "rate-limited" };
      if (health.failures >= GONE_AFTER) return { failure: "unreachable" };
      const answer = await this.#limiter.run(url.host, () => this.#once(request, url, health));
      const wait = waitAfter(answer, tries);
      if (wait === undefined || request.method === "POST") return outcome(answer);
      const isLast = tries >= MAX_TRIES || wait >= this.#options.left();
      if (isLast && "status" in answer && answer.status === 429) health.limited = true;
      if (isLast) return outcome(answer);
      await this.#pause(wait);
    }
  }

  async #once(request: HttpRequest, url: URL, health: Health): Promise<Awaited<ReturnType<Transport["exchange"]>>> {
    // Others may have found out in the meantime.
    if (health.failures >= GONE_AFTER) return { failure: "unreachable", again: false };
    const { hosts, signal, userAgent } = this.#options;
    const { method = "GET", headers, authorization, body, maxBytes } = request;
    this.#requests++;
    const answer = await this.#transport.exchange({
      url,
      method,
      headers: { "user-agent": userAgent, "accept-encoding": "identity", ...headers, ...(authorization === undefined ? {} : { authorization }) },
      ...(body === undefined ? {} : { body }),
      maxBytes,
      anyAddress: isListed(url, hosts),
      signal,
    });
    if ("failure" in answer && answer.failure === "unreachable") health.failures++;
    else health.failures = 0;
    return answer;
  }

  #healthOf({ host }: URL): Health {
    const known = this.#health.get(host) ?? { failures: 0, limited: false };
    this.#health.set(host, known);
    return known;
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#options;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function redirectOf({ status, headers }: HttpAnswer, from: URL, method = "GET"): URL | undefined {
  if (!REDIRECTS.has(status) || headers.location === undefined || method === "POST") return undefined;
  try {
    return new URL(headers.location, from);
  } catch {
    return undefined;
  }
}

/** Milliseconds after which asking again has a chance; undefined when it has none. */
function waitAfter(answer: HttpAnswer | { readonly failure: string; readonly again: boolean }, tries: number): number | undefined {
  const growing = FIRST_WAIT_MS * 2 ** (tries - 1);
  if ("failure" in answer) return answer.again ? growing : undefined;
  if (answer.status !== 429 && (answer.status < 500 || answer.status === 501)) return undefined;
  return Math.max(growing, retryAfter(answer.headers["retry-after"]));
}

function retryAfter(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : date - Date.now();
}

function outcome(answer: HttpAnswer | { readonly failure: UnknownReason }): HttpAnswer | { readonly failure: UnknownReason } {
  if ("failure" in answer) return { failure: answer.failure };
  if (answer.status === 429) return { failure: "rate-limited" };
  return answer.status >= 500 ? { failure: "unreachable" } : answer;
}
