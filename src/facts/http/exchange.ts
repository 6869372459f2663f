import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { isPublicAddress } from "./address.ts";
import { proxyFor, proxyHeaders, TunnelAgent } from "./proxy.ts";

/** One request and one answer; nothing is followed and nothing tried again. */
export interface Exchange {
  readonly url: URL;
  readonly method: "GET" | "HEAD" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Larger bodies, packed or unpacked, are refused. */
  readonly maxBytes: number;
  /** Whether the host may lie at a private address. */
  readonly anyAddress: boolean;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Why there was no answer. */
export type NoAnswer = { readonly failure: "unreachable" | "timeout" | "broken-answer" | "not-allowed"; readonly again: boolean };

export interface TransportOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Certificates to be trusted for a host besides the usual ones. */
  readonly certificateFor: (host: string) => string | undefined;
}

/** A firewall that drops packets looks like this; whoever sits behind one waits for no longer than that. */
const CONNECT_MS = 3000;
/** No byte for so long: the connection is given up. */
const IDLE_MS = 10_000;
/** Codes of failures that often pass. */
const PASSING = new Set(["ECONNRESET", "EPIPE", "EAI_AGAIN", "ETIMEDOUT", "ECONNABORTED"]);

/** The connections of a run. A name is looked up where it is connected, and only public addresses are taken from the answer. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #agents = new Map<string, HttpAgent>();

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  async exchange(exchange: Exchange): Promise<HttpAnswer | NoAnswer> {
    if (exchange.signal.aborted) return { failure: "timeout", again: false };
    try {
      const message = await this.#send(exchange);
      const body = await bodyOf(message, exchange);
      return { status: message.statusCode ?? 0, headers: message.headers, body };
    } catch (error) {
      return noAnswer(error, exchange.signal);
    }
  }

  #send(exchange: Exchange): Promise<IncomingMessage> {
    const { url, method, headers, signal, body } = exchange;
    const proxy = proxyFor(url, this.#options.env);
    const plainProxy = proxy !== undefined && url.protocol === "http:" ? proxy : undefined;
    const target = plainProxy ?? url;
    return new Promise((resolve, reject) => {
      const request: ClientRequest = (target.protocol === "https:" ? httpsRequest : httpRequest)({
        agent: this.#agentFor(exchange, proxy),
        host: target.hostname.replace(/^\[|\]$/g, ""),
        port: target.port === "" ? undefined : target.port,
        path: plainProxy === undefined ? `${url.pathname}${url.search}` : url.href,
        method,
        headers: { ...headers, host: url.host, ...(plainProxy === undefined ? {} : proxyHeaders(plainProxy)) },
        signal,
        timeout: IDLE_MS,
      });
      request.once("socket", (socket) => {
        if (!socket.connecting) return;
        const timer = setTimeout(() => request.destroy(failure("ENOCONNECTION")), CONNECT_MS);
        for (const event of ["connect", "close"] as const) socket.once(event, () => clearTimeout(timer));
      });
      request.once("timeout", () => request.destroy(failure("ETIMEDOUT")));
      request.once("error", reject);
      request.once("response", (message) => {
        // Bytes that arrive one by one never make a connection idle: the deadline of the run ends those.
        const { remoteAddress } = message.socket;
        if (proxy === undefined && !exchange.anyAddress && !isPublicAddress(remoteAddress ?? "")) request.destroy(failure("ENOTPUBLIC"));
        else resolve(message);
      });
      request.end(body);
    });
  }

  #agentFor({ url, anyAddress }: Exchange, proxy: URL | undefined): HttpAgent {
    const key = `${url.protocol}//${url.host} ${String(anyAddress)} ${proxy?.href ?? ""}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const ca = url.protocol === "https:" ? this.#options.certificateFor(url.host) : undefined;
    const common = { keepAlive: true, maxFreeSockets: 32, ...(proxy === undefined ? { lookup: anyAddress ? (dnsLookup as LookupFunction) : publicLookup } : {}), ...(ca === undefined ? {} : { ca }) };
    const agent = url.protocol === "http:" ? new HttpAgent(common) : proxy === undefined ? new HttpsAgent(common) : new TunnelAgent(proxy, common);
    this.#agents.set(key, agent);
    return agent;
  }
}

/** Looks a name up and leaves out what is no public address: the socket goes to what was checked, whatever the name says a moment later. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, found: string | LookupAddress[]) => {
    const addresses = typeof found === "string" || error !== null ? [] : found.filter(({ address }) => isPublicAddress(address));
    const [first] = addresses;
    if (error !== null) callback(error, "");
    else if (first === undefined) callback(failure("ENOTPUBLIC"), "");
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

async function bodyOf(message: IncomingMessage, { method, maxBytes }: Exchange): Promise<Buffer> {
  const encoding = message.headers["content-encoding"] ?? "identity";
  if (method === "HEAD") {
    message.resume();
    return Buffer.alloc(0);
  }
  if (encoding === "identity") return collect(message, { message, maxBytes });
  if (encoding !== "gzip") throw failure("EENCODING");
  const unpacked = message.pipe(createGunzip());
  message.once("error", (error) => unpacked.destroy(error));
  // A body that ends too early ends the packed stream without a word.
  message.once("aborted", () => unpacked.destroy(failure("ECONNRESET")));
  return collect(unpacked, { message, maxBytes });
}

/** Counts what comes out, so that neither a wrong length nor a bomb of a few packed bytes gets past. */
async function collect(stream: Readable, { message, maxBytes }: { readonly message: IncomingMessage; readonly maxBytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += (chunk as Buffer).length;
    if (length > maxBytes) {
      message.destroy();
      throw failure("ETOOLARGE");
    }
    chunks.push(chunk as Buffer);
  }
  if (!message.complete) throw failure("ECONNRESET");
  return Buffer.concat(chunks);
}

function noAnswer(error: unknown, signal: AbortSignal): NoAnswer {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (signal.aborted) return { failure: "timeout", again: false };
  if (code === "ENOTPUBLIC") return { failure: "not-allowed", again: false };
  if (code === "ETIMEDOUT") return { failure: "timeout", again: true };
  if (code === "ETOOLARGE" || code === "EENCODING" || code.startsWith("Z_") || code.startsWith("HPE_")) return { failure: "broken-answer", again: false };
  return { failure: "unreachable", again: PASSING.has(code) };
}
