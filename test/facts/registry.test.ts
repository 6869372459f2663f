import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FactCache, type FactSettings } from "../../src/facts/index.ts";
import { inspect } from "../../src/facts/online.ts";
import { ask, settingsFor } from "../support/asking.ts";
import { Pusher } from "../support/images.ts";
import { scratch, scratchRegistry } from "../support/scratch.ts";
import { end, hasRegistry, tokens, type TestServer } from "../support/servers.ts";

const kept = scratch("facts");
const { registry, behind } = scratchRegistry(kept);

function settings(server: TestServer, more: Partial<FactSettings> = {}): FactSettings {
  return settingsFor([server.host], { cacheDir: kept.folder(), ...more });
}

describe.skipIf(!hasRegistry)("an index", () => {
  it("is read with its platforms; attestations are none, and indexes in it are opened", async () => {
    const push = new Pusher(registry(), "acme/nested");
    const amd64 = await push.image({ platform: "linux/amd64" });
    const arm64 = await push.image({ platform: "linux/arm64" });
    const inner = await push.index("inner", [arm64]);
    const { digest } = await push.index("1", [amd64, await push.attestation(amd64), inner]);
    const server = await behind();
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/nested:1` }, settings(server));
    expect(fact).toMatchObject({ state: "known", source: server.host, value: { kind: "index", digest, images: [{ platform: "linux/amd64", digest: amd64.digest }, { platform: "linux/arm64", digest: arm64.digest }] } });
  });

  it("is asked for by HEAD, then fetched by its digest", async () => {
    const { index } = await new Pusher(registry(), "acme/polite").multi("1", ["linux/amd64", "linux/arm64"]);
    const server = await behind();
    await ask({ kind: "image", subject: `${server.host}/acme/polite:1` }, settings(server));
    expect(server.seen).toEqual(["HEAD /v2/acme/polite/manifests/1", `GET /v2/acme/polite/manifests/${index.digest}`]);
  });

  it("names no platform twice from an entry without one: that image's own configuration is read", async () => {
    const push = new Pusher(registry(), "acme/bare");
    const { platform: _, ...bare } = await push.image({ platform: "linux/s390x" });
    await push.index("1", [bare]);
    const server = await behind();
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/bare:1` }, settings(server));
    expect(fact).toMatchObject({ value: { images: [{ platform: "linux/s390x" }] } });
  });
});

describe.skipIf(!hasRegistry)("a single image", () => {
  it("has the platform and the variables of its configuration", async () => {
    const push = new Pusher(registry(), "acme/single");
    const image = await push.image({ platform: "linux/arm/v7", env: ["PATH=/usr/bin", "LANG=C"], onbuild: ["RUN make"] });
    await push.tag("1", image);
    const server = await behind();
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/single@${image.digest}` }, settings(server));
    expect(fact).toMatchObject({ value: { kind: "image", images: [{ platform: "linux/arm/v7" }], env: ["PATH=/usr/bin", "LANG=C"], onbuild: ["RUN make"] } });
  });

  it("that is not there is absent, which is an answer", async () => {
    const server = await behind();
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/nothing:1` }, settings(server));
    expect(fact).toMatchObject({ state: "absent", source: server.host });
  });
});

describe.skipIf(!hasRegistry)("the cache", () => {
  const hour = 3_600_000;

  it("answers a second run without a request", async () => {
    await new Pusher(registry(), "acme/warm").multi("1", ["linux/amd64"]);
    const server = await behind();
    const question = { kind: "image", subject: `${server.host}/acme/warm:1` } as const;
    const first = await ask(question, settings(server));
    const asked = server.seen.length;
    const second = await ask(question, settings(server));
    expect([server.seen.length, second.fact, second.store.counts]).toEqual([asked, first.fact, { asked: 1, embedded: 0, cached: 1, network: 0, unknown: 0 }]);
  });

  it("asks again after an hour, with one HEAD while the tag stays where it is", async () => {
    await new Pusher(registry(), "acme/stays").multi("1", ["linux/amd64"]);
    const server = await behind();
    const question = { kind: "image", subject: `${server.host}/acme/stays:1` } as const;
    await ask(question, settings(server));
    server.seen.length = 0;
    const { fact } = await ask(question, settings(server), Date.now() + 2 * hour);
    expect([fact.state, server.seen]).toEqual(["known", ["HEAD /v2/acme/stays/manifests/1"]]);
  });

  it("sees that a tag has moved", async () => {
    const push = new Pusher(registry(), "acme/moves");
    await push.multi("1", ["linux/amd64"]);
    const server = await behind();
    const question = { kind: "image", subject: `${server.host}/acme/moves:1` } as const;
    await ask(question, settings(server));
    const { index } = await push.multi("1", ["linux/amd64", "linux/arm64"]);
    const { fact } = await ask(question, settings(server), Date.now() + 2 * hour);
    expect(fact).toMatchObject({ value: { digest: index.digest } });
  });

  it("gives an old answer when the registry fails, and with --offline", async () => {
    await new Pusher(registry(), "acme/stale").multi("1", ["linux/amd64"]);
    let broken = false;
    const server = await behind((_, response) => broken && end(response, 500, {}));
    const question = { kind: "image", subject: `${server.host}/acme/stale:1` } as const;
    const { fact } = await ask(question, settings(server));
    broken = true;
    const later = Date.now() + 2 * hour;
    expect((await ask(question, settings(server), later)).fact).toEqual(fact);
    expect((await ask(question, settings(server, { offline: true }), later)).fact).toEqual(fact);
  });

  it("never trusts a body whose digest is another one", async () => {
    const { index } = await new Pusher(registry(), "acme/spoilt").multi("1", ["linux/amd64"]);
    const server = await behind();
    new FactCache(kept.folder()).writeBody(index.digest, JSON.stringify({ mediaType: "application/vnd.oci.image.index.v1+json", text: '{"manifests":[]}' }));
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/spoilt:1` }, settings(server));
    expect(fact).toMatchObject({ value: { images: [{ platform: "linux/amd64" }] } });
  });

  it("leaves no unfinished file behind", async () => {
    await new Pusher(registry(), "acme/tidy").multi("1", ["linux/amd64"]);
    const server = await behind();
    await ask({ kind: "image", subject: `${server.host}/acme/tidy:1` }, settings(server));
    expect(readdirSync(kept.folder()).sort()).toEqual(["answers", "bodies"]);
    // The tag, and the digest that it led to.
    expect(readdirSync(join(kept.folder(), "answers"))).toHaveLength(2);
  });
});

describe.skipIf(!hasRegistry)("tokens", () => {
  it("are fetched once for a repository, for nobody in particular", async () => {
    await new Pusher(registry(), "acme/open").multi("1", ["linux/amd64"]);
    const server = await behind(tokens());
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/open:1` }, settings(server));
    expect(fact.state).toBe("known");
    expect(server.seen.filter((line) => line.startsWith("GET /token"))).toEqual([`GET /token?service=registry.test&scope=repository%3Aacme%2Fopen%3Apull`]);
    expect(server.headers.filter(({ authorization }) => authorization?.startsWith("Basic") === true)).toEqual([]);
  });

  it("are fetched with the user's login where there is one for that very host", async () => {
    await new Pusher(registry(), "acme/closed").multi("1", ["linux/amd64"]);
    const server = await behind(tokens({ login: "ann:s3cr:et", closed: ["acme/closed"] }));
    const question = { kind: "image", subject: `${server.host}/acme/closed:1` } as const;
    expect((await ask(question, settings(server))).fact).toEqual({ state: "unknown", because: "denied" });
    const login = (host: string): FactSettings["env"] => ({ DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: { auth: Buffer.from("ann:s3cr:et").toString("base64") } } }) });
    expect((await ask(question, settings(server, { env: login("registry.example.com") }))).fact.state).toBe("unknown");
    expect((await ask(question, settings(server, { env: login(server.host) }))).fact.state).toBe("known");
  });

  it("are never asked for with a login that is for somebody else's token server", async () => {
    await new Pusher(registry(), "acme/thief").multi("1", ["linux/amd64"]);
    const thief = await behind();
    const server = await behind((_, response) => end(response, 401, { "www-authenticate": `Bearer realm="http://${thief.host}/token",service="x"` }));
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [server.host]: { auth: Buffer.from("ann:secret").toString("base64") } } }) };
    await ask({ kind: "image", subject: `${server.host}/acme/thief:1` }, settings(server, { env, allowed: [server.host, thief.host] }));
    expect([thief.seen.length, thief.headers.map(({ authorization }) => authorization)]).toEqual([1, [undefined]]);
  });
});

describe.skipIf(!hasRegistry)("answers that are wrong", () => {
  it("count as broken when a body is not what its digest says", async () => {
    await new Pusher(registry(), "acme/liar").multi("1", ["linux/amd64"]);
    const server = await behind((message, response) => message.method === "GET" && end(response, 200, { "content-type": "application/vnd.oci.image.index.v1+json" }, '{"schemaVersion":2,"manifests":[]}'));
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/liar:1` }, settings(server));
    expect(fact).toEqual({ state: "unknown", because: "broken-answer" });
  });

  it("count as broken when the body is another kind of thing than it says", async () => {
    const body = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","manifests":[]}';
    const server = await behind((message, response) => (message.method === "HEAD" ? end(response, 405, {}) : end(response, 200, { "content-type": "application/json" }, body)));
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/mixed:1` }, settings(server));
    expect(fact).toEqual({ state: "unknown", because: "broken-answer" });
  });

  it("are not read beyond four megabytes", async () => {
    const server = await behind((message, response) => (message.method === "HEAD" ? end(response, 405, {}) : end(response, 200, {}, " ".repeat(5_000_000))));
    const { fact } = await ask({ kind: "image", subject: `${server.host}/acme/huge:1` }, settings(server));
    expect(fact).toEqual({ state: "unknown", because: "broken-answer" });
  });
});

describe.skipIf(!hasRegistry)("the index of a pinned image", () => {
  it("is that of the tag beside it, which lists it", async () => {
    const push = new Pusher(registry(), "acme/pinned");
    const { index, images } = await push.multi("1.4", ["linux/amd64", "linux/arm64"]);
    const server = await behind();
    const subject = `${server.host}/acme/pinned:1.4@${images[0]?.digest ?? ""}`;
    const { fact, store } = await ask({ kind: "parent-index", subject }, settings(server));
    expect(fact).toMatchObject({ value: { digest: index.digest, tag: "1.4", contains: true, platforms: ["linux/amd64", "linux/arm64"] } });
    // Whoever takes that digest knows at once what it is.
    expect(store.find({ kind: "image", subject: `${server.host}/acme/pinned:1.4@${index.digest}` })).toMatchObject({ value: { kind: "index" } });
  });

  it("is the newest one where the tag has moved on", async () => {
    const push = new Pusher(registry(), "acme/moved");
    const { images } = await push.multi("1.4", ["linux/amd64"]);
    const { index } = await push.index("1.4", [await push.image({ platform: "linux/arm64" })]).then((moved) => ({ index: moved }));
    const server = await behind();
    const { fact } = await ask({ kind: "parent-index", subject: `${server.host}/acme/moved:1.4@${images[0]?.digest ?? ""}` }, settings(server));
    expect(fact).toMatchObject({ value: { digest: index.digest, contains: false } });
  });

  it("is looked for among the tags where none is written, and no other one is taken", async () => {
    const push = new Pusher(registry(), "acme/untagged");
    const { index, images } = await push.multi("2.1", ["linux/amd64", "linux/arm64"]);
    await push.multi("latest", ["linux/amd64", "linux/riscv64"]);
    const server = await behind();
    const lost = await push.image({ platform: "linux/ppc64le" });
    const find = async (digest: string): Promise<unknown> => (await ask({ kind: "parent-index", subject: `${server.host}/acme/untagged@${digest}` }, settings(server))).fact;
    expect(await find(images[1]?.digest ?? "")).toMatchObject({ value: { digest: index.digest, tag: "2.1", contains: true } });
    expect(await find(lost.digest)).toMatchObject({ state: "absent" });
  });
});

describe.skipIf(!hasRegistry)("the nearest tag", () => {
  it("is the next version of the same variant that has all platforms", async () => {
    const push = new Pusher(registry(), "acme/near");
    for (const tag of ["1.0-slim", "1.1-slim", "1.3"]) await push.multi(tag, ["linux/amd64"]);
    for (const tag of ["1.2-slim", "1.3-slim", "2.0-full"]) await push.multi(tag, ["linux/amd64", "linux/arm64"]);
    const server = await behind();
    const near = async (tag: string): Promise<unknown> => (await ask({ kind: "near-tag", subject: `${server.host}/acme/near:${tag}`, detail: "linux/amd64,linux/arm64" }, settings(server))).fact;
    expect(await near("1.0-slim")).toMatchObject({ value: { tag: "1.2-slim" } });
    expect(await near("1.3")).toMatchObject({ state: "absent" });
  });
});

describe.skipIf(!hasRegistry)("inspect", () => {
  it("tells digests, sizes, dates, attestations and wrong labels", async () => {
    const push = new Pusher(registry(), "acme/shown");
    const amd64 = await push.image({ platform: "linux/amd64" });
    const wrong = await push.image({ platform: "linux/arm64", labelled: "linux/amd64" });
    const { digest } = await push.index("1", [amd64, wrong, await push.attestation(amd64)]);
    const server = await behind();
    const sought = await inspect(`${server.host}/acme/shown:1`, settings(server, { allowed: [] }));
    expect(sought).toMatchObject({
      found: {
        kind: "index",
        digest,
        images: [
          { platform: "linux/amd64", digest: amd64.digest, created: "2026-08-01T10:00:00Z", attestations: 1 },
          { platform: "linux/arm64", digest: wrong.digest, labelled: "linux/amd64", attestations: 0 },
        ],
      },
    });
  });
});

describe.skipIf(!hasRegistry)("a mirror", () => {
  it("is asked in a registry's place, told for whom, and given no login of it", async () => {
    await new Pusher(registry(), "library/debian").multi("12", ["linux/amd64"]);
    const server = await behind((message, response) => {
      if (message.url?.includes("?ns=docker.io") !== true) return end(response, 400, {});
      if (message.headers.authorization !== undefined) return end(response, 500, {});
      message.url = message.url.replace("?ns=docker.io", "");
      return false;
    });
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { "https://index.docker.io/v1/": { auth: Buffer.from("ann:pw").toString("base64") } } }) };
    const { fact } = await ask({ kind: "image", subject: "docker.io/library/debian:12" }, settings(server, { allowed: [], mirrors: { "docker.io": server.host }, env }));
    expect(fact).toMatchObject({ state: "known", source: server.host });
  });
});
