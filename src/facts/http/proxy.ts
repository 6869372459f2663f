import { Agent as HttpAgent, request as httpRequest, type AgentOptions } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import { connect as tlsConnect, type ConnectionOptions } from "node:tls";

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that the user's environment names for a URL; undefined for none. */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const of = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? "";
  const named = (url.protocol === "https:" ? of("HTTPS_PROXY") : of("HTTP_PROXY")) || of("ALL_PROXY");
  if (named === "" || isExempt(url, of("NO_PROXY"))) return undefined;
  try {
    const proxy = new URL(named.includes("://") ? named : `http://${named}`);
    return proxy.protocol === "http:" || proxy.protocol === "https:" ? proxy : undefined;
  } catch {
    return undefined;
  }
}

/** NO_PROXY as curl reads it: hosts and domains with commas, `*` for all. */
function isExempt(url: URL, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === "*") return true;
    const [name = "", port] = entry.replace(/^\*?\./, "").toLowerCase().split(":");
    if (name === "" || (port !== undefined && port !== portOf(url))) return false;
    return url.hostname === name || url.hostname.endsWith(`.${name}`);
  });
}

function portOf(url: URL): string {
  return url.port !== "" ? url.port : url.protocol === "https:" ? "443" : "80";
}

/** Headers by which a proxy knows its user. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` };
}

/** Speaks TLS with a host through a proxy, which is asked by CONNECT. */
export class TunnelAgent extends HttpsAgent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: ConnectionOptions & { host?: string; port?: number | string }, callback?: (error: Error | null, socket: Socket) => void): undefined {
    const target = `${options.host ?? ""}:${String(options.port ?? 443)}`;
    const proxy = this.#proxy;
    const agent = proxy.protocol === "https:" ? new HttpsAgent() : new HttpAgent();
    const open = httpRequest({
      ...(proxy.protocol === "https:" ? { protocol: "https:" } : {}),
      agent,
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: portOf(proxy),
      method: "CONNECT",
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      timeout: 10_000,
    });
    const fail = (error: Error): void => callback?.(error, undefined as unknown as Socket);
    open.once("error", fail);
    open.once("timeout", () => open.destroy(new Error("the proxy does not answer")));
    open.once("connect", ({ statusCode }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        fail(new Error(`the proxy answers ${String(statusCode)}`));
        return;
      }
      const { servername, ca, rejectUnauthorized } = options;
      const secured = tlsConnect({ socket, servername: servername ?? options.host ?? "", ...(ca === undefined ? {} : { ca }), rejectUnauthorized: rejectUnauthorized ?? true });
      callback?.(null, secured);
    });
    open.end();
    return undefined;
  }
}
