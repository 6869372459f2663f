import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guard } from "./no-network.ts";

/** A server of the tests on this machine. */
export interface TestServer {
  readonly port: number;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `METHOD path` of every request, in the order of their coming. */
  readonly seen: string[];
  /** Their headers. */
  readonly headers: IncomingMessage["headers"][];
  close(): Promise<void>;
}

/** Serves with a function of the test. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const seen: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((message, response) => {
    seen.push(`${message.method ?? ""} ${message.url ?? ""}`);
    headers.push(message.headers);
    listener(message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  guard.open.add(port);
  const close = (): Promise<void> => {
    guard.open.delete(port);
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port, host: `127.0.0.1:${String(port)}`, seen, headers, close };
}

/** A port that nothing listens at. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** The registry of the CNCF's distribution project, as Debian packages it; undefined where it is not installed. */
export async function startRegistry(): Promise<TestServer | undefined> {
  if (!hasRegistry) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "anyarch-registry-"));
  const port = await freePort();
  const config = `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: ${folder}/data}, delete: {enabled: true}}\nhttp: {addr: 127.0.0.1:${String(port)}}\n`;
  writeFileSync(join(folder, "config.yml"), config);
  const child = spawn("docker-registry", ["serve", join(folder, "config.yml")], { stdio: "ignore" });
  guard.open.add(port);
  await answers(port, child);
  const close = async (): Promise<void> => {
    guard.open.delete(port);
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, host: `127.0.0.1:${String(port)}`, seen: [], headers: [], close };
}

/** Whether the registry is installed; where it isn't, what needs it is skipped. */
export const hasRegistry = spawnSync("docker-registry", ["--version"], { stdio: "ignore" }).status === 0;

if (!hasRegistry) process.stderr.write("skipped: tests against a real image registry (docker-registry is not installed; apt-get install docker-registry)\n");

async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    const up = await new Promise<boolean>((resolve) => {
      const asked = request({ host: "127.0.0.1", port, path: "/v2/" }, (message) => {
        message.resume();
        resolve(message.statusCode === 200);
      });
      asked.once("error", () => resolve(false));
      asked.end();
    });
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("docker-registry does not start");
}

/** Answers a request itself and returns true, or leaves it to the server behind. */
export type Interceptor = (message: IncomingMessage, response: ServerResponse) => boolean;

/** A server in front of another one: what `intercept` leaves goes there as it came, after `delayMs`. */
export function front(target: TestServer, { intercept = () => false, delayMs = 0 }: { intercept?: Interceptor; delayMs?: number } = {}): Promise<TestServer> {
  return serve((message, response) => {
    const pass = (): void => {
      if (intercept(message, response)) return;
      const { method, url, headers } = message;
      const onwards = request({ host: "127.0.0.1", port: target.port, method, path: url, headers: { ...headers, host: target.host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onwards.once("error", () => response.destroy());
      message.pipe(onwards);
    };
    if (delayMs === 0) pass();
    else setTimeout(pass, delayMs);
  });
}

export interface TokenOptions {
  /** `user:password` that the token server knows; without it anybody gets a token. */
  readonly login?: string;
  /** Repositories that only the login may read. */
  readonly closed?: readonly string[];
}

/** Bearer tokens as registries want them, of one use each: a repository, for reading. The token server is part of the same host. */
export function tokens({ login, closed = [] }: TokenOptions = {}): Interceptor {
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString("base64")}`;
  return (message, response) => {
    const url = new URL(message.url ?? "", `http://${message.headers.host ?? ""}`);
    if (url.pathname === "/token") {
      const who = message.headers.authorization;
      if (who !== undefined && who !== wanted) return end(response, 401, {}, "{}");
      const token = `${url.searchParams.get("scope") ?? ""}|${who === undefined ? "anybody" : "login"}`;
      return end(response, 200, { "content-type": "application/json" }, JSON.stringify({ token: Buffer.from(token).toString("base64"), expires_in: 300 }));
    }
    const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url.pathname)?.[1] ?? "";
    const [scope, who] = Buffer.from((message.headers.authorization ?? "").replace(/^Bearer /, ""), "base64").toString().split("|");
    if (scope === `repository:${repository}:pull` && (who === "login" || !closed.includes(repository))) return false;
    const challenge = `Bearer realm="http://${message.headers.host ?? ""}/token",service="registry.test",scope="repository:${repository}:pull"`;
    return end(response, 401, { "www-authenticate": challenge }, "{}");
  };
}

export function end(response: ServerResponse, status: number, headers: Record<string, string>, body = ""): true {
  response.writeHead(status, headers).end(body);
  return true;
}
