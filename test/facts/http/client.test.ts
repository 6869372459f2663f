import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { HttpClient, type HttpRequest, type HttpResult } from "../../../src/facts/http/client.ts";
import { guard } from "../../support/no-network.ts";
import { end, freePort, serve, type TestServer } from "../../support/servers.ts";

const open: TestServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function server(...listener: Parameters<typeof serve>): Promise<TestServer> {
  const started = await serve(...listener);
  open.push(started);
  return started;
}

interface Options {
  readonly listed: readonly string[];
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

function client({ listed, timeoutMs = 4000, env = {} }: Options): HttpClient {
  const started = performance.now();
  return new HttpClient({
    hosts: { listed: new Set(listed), insecure: new Set(listed) },
    signal: AbortSignal.timeout(timeoutMs),
    userAgent: "anyarch/test",
    left: () => timeoutMs - (performance.now() - started),
    env,
    certificateFor: () => undefined,
  });
}

async function get(url: string, options: Options, request: Partial<HttpRequest> = {}): Promise<HttpResult> {
  const asked = client(options);
  const result = await asked.request({ url, maxBytes: 10_000, ...request });
  asked.close();
  return result;
}

const at = ({ host }: TestServer, path = "/"): string => `http://${host}${path}`;

describe("where requests go", () => {
  it("is only to hosts that are well known or listed", async () => {
    const private_ = await server((_, response) => end(response, 200, {}));
    const before = guard.tried;
    const refused = ["http://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "https://[::1]/", "https://0x7f000001/", "https://registry.attacker.example/v2/", "ftp://pypi.org/", "https://user:pw@pypi.org/", "https://pypi.org:22/", "http://pypi.org/", "https://bucket.s3.amazonaws.com/x", at(private_)];
    for (const url of refused) expect([url, await get(url, { listed: [] })]).toEqual([url, { failure: "not-allowed" }]);
    expect([private_.seen, guard.tried]).toEqual([[], before]);
  });

  it("is nowhere in this machine or its network when a public name leads there", async () => {
    const { publicLookup } = await import("../../../src/facts/http/exchange.ts");
    const answer = await new Promise((resolve) => publicLookup("localhost", { all: true }, (error) => resolve(error?.code)));
    expect(answer).toBe("ENOTPUBLIC");
  });

  it("follows a redirect only to a host that may be asked", async () => {
    const inner = await server((_, response) => end(response, 200, {}, "secret"));
    const outer = await server((_, response) => end(response, 302, { location: at(inner) }));
    expect(await get(at(outer), { listed: [outer.host] })).toEqual({ failure: "not-allowed" });
    expect(inner.seen).toEqual([]);
    expect(await get(at(outer), { listed: [outer.host, inner.host] })).toMatchObject({ status: 200 });
  });

  it("takes no credentials to another host, and keeps them for its own", async () => {
    const inner = await server((_, response) => end(response, 200, {}));
    const outer = await server((message, response) => end(response, 302, { location: message.url === "/out" ? at(inner) : "/here" }));
    const options = { listed: [outer.host, inner.host] };
    await get(at(outer, "/out"), options, { authorization: "Bearer secret" });
    expect(inner.headers[0]?.authorization).toBeUndefined();
    const own = await server((message, response) => (message.url === "/" ? end(response, 307, { location: "/here" }) : end(response, 200, {})));
    await get(at(own), { listed: [own.host] }, { authorization: "Bearer secret" });
    expect(own.headers.map(({ authorization }) => authorization)).toEqual(["Bearer secret", "Bearer secret"]);
  });

  it("goes in no circle", async () => {
    const round = await server((_, response) => end(response, 302, { location: "/again" }));
    expect(await get(at(round), { listed: [round.host] })).toEqual({ failure: "broken-answer" });
    expect(round.seen).toHaveLength(6);
  });
});

describe("bodies", () => {
  it("are cut off at the bound, told or untold", async () => {
    const told = await server((_, response) => end(response, 200, {}, "x".repeat(20_000)));
    const untold = await server((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (response.write("x".repeat(1000)));
        response.once("drain", more);
      };
      more();
    });
    for (const large of [told, untold]) expect(await get(at(large), { listed: [large.host] })).toEqual({ failure: "broken-answer" });
  });

  it("are cut off at the bound after they were unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const bomber = await server((_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    expect(await get(at(bomber), { listed: [bomber.host] }, { headers: { "accept-encoding": "gzip" } })).toEqual({ failure: "broken-answer" });
    const fine = await server((_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed")));
    const answer = await get(at(fine), { listed: [fine.host] });
    expect("body" in answer && answer.body.toString()).toBe("packed");
  });

  it("that end too early are asked for again", async () => {
    let tries = 0;
    const cut = await server((_, response) => {
      if (tries++ > 0) return void end(response, 200, {}, "whole");
      response.writeHead(200, { "content-length": "5" });
      response.write("wh", () => response.destroy());
    });
    const answer = await get(at(cut), { listed: [cut.host] });
    expect("body" in answer && answer.body.toString()).toBe("whole");
  });

  it("in a packing that nobody asked for are no answer", async () => {
    const odd = await server((_, response) => end(response, 200, { "content-encoding": "br" }, "x"));
    expect(await get(at(odd), { listed: [odd.host] })).toEqual({ failure: "broken-answer" });
  });
});

describe("a server that won't", () => {
  it("is asked again after the pause that it wants", async () => {
    let tries = 0;
    const busy = await server((_, response) => (tries++ === 0 ? end(response, 429, { "retry-after": "1" }) : end(response, 200, {})));
    const before = performance.now();
    expect(await get(at(busy), { listed: [busy.host] })).toMatchObject({ status: 200 });
    expect(performance.now() - before).toBeGreaterThanOrEqual(990);
  });

  it("is left alone when it wants a pause longer than the run", async () => {
    const busy = await server((_, response) => end(response, 429, { "retry-after": "3600" }));
    const asked = client({ listed: [busy.host] });
    const one = (): Promise<HttpResult> => asked.request({ url: at(busy), maxBytes: 10 });
    expect([await one(), await one(), await one()]).toEqual([{ failure: "rate-limited" }, { failure: "rate-limited" }, { failure: "rate-limited" }]);
    expect(busy.seen).toHaveLength(1);
    asked.close();
  });

  it("is asked three times when it fails", async () => {
    const broken = await server((_, response) => end(response, 503, {}));
    expect(await get(at(broken), { listed: [broken.host] })).toEqual({ failure: "unreachable" });
    expect(broken.seen).toHaveLength(3);
  });

  it("never answers: the deadline ends it", async () => {
    const silent = await server(() => undefined);
    const before = performance.now();
    expect(await get(at(silent), { listed: [silent.host], timeoutMs: 300 })).toEqual({ failure: "timeout" });
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it("is not there: it is given up after three in a row", async () => {
    const port = await freePort();
    guard.open.add(port);
    const asked = client({ listed: [`127.0.0.1:${String(port)}`] });
    const before = guard.tried;
    for (let i = 0; i < 20; i++) expect(await asked.request({ url: `http://127.0.0.1:${String(port)}/`, maxBytes: 10 })).toEqual({ failure: "unreachable" });
    expect(guard.tried - before).toBeLessThanOrEqual(3);
    guard.open.delete(port);
    asked.close();
  });

  it("speaks no HTTP", async () => {
    const { createServer } = await import("node:net");
    const tcp = createServer((socket) => void socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const { port } = tcp.address() as { port: number };
    guard.open.add(port);
    expect(await get(`http://127.0.0.1:${String(port)}/`, { listed: [`127.0.0.1:${String(port)}`] })).toEqual({ failure: "broken-answer" });
    guard.open.delete(port);
    tcp.close();
  });
});

describe("how many at a time", () => {
  it("are at most twelve for a host", async () => {
    let now = 0;
    let most = 0;
    const slow = await server((_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        end(response, 200, {});
      }, 5);
    });
    const asked = client({ listed: [slow.host] });
    await Promise.all(Array.from({ length: 60 }, (_, i) => asked.request({ url: at(slow, `/${String(i)}`), maxBytes: 10 })));
    expect(most).toBe(12);
    asked.close();
  });
});

describe("a proxy", () => {
  it("is used where the environment names one, and not for hosts that it exempts", async () => {
    const target = await server((_, response) => end(response, 200, {}, "direct"));
    const proxy = await server((_, response) => end(response, 200, {}, "proxied"));
    const env = { http_proxy: `http://ann:pw@${proxy.host}` };
    const through = await get(at(target, "/a"), { listed: [target.host], env });
    expect(["body" in through && through.body.toString(), proxy.seen, proxy.headers[0]?.["proxy-authorization"]]).toEqual(["proxied", [`GET ${at(target, "/a")}`], `Basic ${Buffer.from("ann:pw").toString("base64")}`]);
    const past = await get(at(target), { listed: [target.host], env: { ...env, no_proxy: "example.com, 127.0.0.1" } });
    expect("body" in past && past.body.toString()).toBe("direct");
  });
});
