import { mkdirSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ask, settingsFor } from "../../support/asking.ts";
import { scratch } from "../../support/scratch.ts";
import { end, serve, type TestServer } from "../../support/servers.ts";

const { folder: home, keep } = scratch("home");

async function index(listener: RequestListener): Promise<TestServer> {
  return keep(await serve(listener));
}

const JSON_TYPE = "application/vnd.pypi.simple.v1+json";
const LIST = JSON.stringify({
  meta: { "api-version": "1.1" },
  name: "numpy",
  files: [
    { filename: "numpy-1.19.0-cp38-cp38-manylinux2014_aarch64.whl", url: "https://files.example/1", hashes: {}, "requires-python": ">=3.6" },
    { filename: "numpy-1.18.5.zip", url: "https://files.example/2", hashes: {}, yanked: "broken" },
    { filename: 7 },
  ],
});
/** The same as an index of PEP 503 serves it. */
const PAGE = `<!DOCTYPE html><html><body><h1>Links</h1>
<a href="../../1#sha256=ab" data-requires-python="&gt;=3.6">numpy-1.19.0-cp38-cp38-manylinux2014_aarch64.whl</a><br/>
<a href="../../2" data-yanked="broken">numpy-1.18.5.zip</a>
</body></html>`;
const FILES = [{ name: "numpy-1.19.0-cp38-cp38-manylinux2014_aarch64.whl", requiresPython: ">=3.6" }, { name: "numpy-1.18.5.zip", yanked: true }];
const question = { kind: "python-project", subject: "numpy" } as const;
const url = ({ host }: TestServer): string => `http://${host}/simple/`;

describe("the files of a project", () => {
  it("are read from JSON, packed, and from HTML", async () => {
    const json = await index((_, response) => void response.writeHead(200, { "content-type": JSON_TYPE, "content-encoding": "gzip" }).end(gzipSync(LIST)));
    const html = await index((_, response) => end(response, 200, { "content-type": "text/html; charset=utf-8" }, PAGE));
    for (const server of [json, html]) {
      const { fact } = await ask(question, settingsFor([], { env: { HOME: home(), PIP_INDEX_URL: url(server) } }));
      expect(fact).toMatchObject({ state: "known", source: server.host, value: { files: FILES } });
    }
    expect([json.seen, json.headers[0]?.accept?.startsWith(JSON_TYPE)]).toEqual([["GET /simple/numpy/"], true]);
  });

  it("are absent for a name that the index doesn't know", async () => {
    const server = await index((_, response) => end(response, 404, {}));
    expect((await ask(question, settingsFor([], { env: { HOME: home(), PIP_INDEX_URL: url(server) } }))).fact).toMatchObject({ state: "absent" });
  });

  it("are not known when the answer is of another type, or no JSON", async () => {
    const other = await index((_, response) => end(response, 200, { "content-type": "application/octet-stream" }, LIST));
    const broken = await index((_, response) => end(response, 200, { "content-type": JSON_TYPE }, "{"));
    for (const server of [other, broken]) expect((await ask(question, settingsFor([], { env: { HOME: home(), PIP_INDEX_URL: url(server) } }))).fact).toEqual({ state: "unknown", because: "broken-answer" });
  });

  it("are asked for with their ETag once they are old", async () => {
    const server = await index((message, response) => (message.headers["if-none-match"] === '"v1"' ? end(response, 304, {}) : end(response, 200, { "content-type": JSON_TYPE, "etag": '"v1"' }, LIST)));
    const settings = settingsFor([], { cacheDir: join(home(), "cache"), env: { HOME: home(), PIP_INDEX_URL: url(server) } });
    await ask(question, settings);
    await ask(question, settings);
    expect(server.seen).toHaveLength(1);
    const { fact } = await ask(question, settings, Date.now() + 7_200_000);
    expect([server.seen.length, fact]).toMatchObject([2, { state: "known", value: { files: FILES } }]);
  });
});

describe("the index", () => {
  const told = (name: string): string => JSON.stringify({ files: [{ filename: name }] });

  it("is the one of pip.conf and those beside it, with the login that stands in the address", async () => {
    const main = await index((_, response) => end(response, 200, { "content-type": JSON_TYPE }, told("a.whl")));
    const extra = await index((_, response) => end(response, 200, { "content-type": JSON_TYPE }, told("b.whl")));
    mkdirSync(join(home(), ".config/pip"), { recursive: true });
    writeFileSync(join(home(), ".config/pip/pip.conf"), `[global]\nindex-url = http://ann:p%40ss@${main.host}/simple\nextra-index-url =\n    http://${extra.host}/simple\n`);
    const { fact } = await ask(question, settingsFor([], { env: { HOME: home() } }));
    expect(fact).toMatchObject({ value: { files: [{ name: "a.whl" }, { name: "b.whl" }] } });
    expect([main.headers[0]?.authorization, extra.headers[0]?.authorization]).toEqual([`Basic ${Buffer.from("ann:p@ss").toString("base64")}`, undefined]);
  });

  it("is the one of uv where that is set", async () => {
    const server = await index((_, response) => end(response, 200, { "content-type": JSON_TYPE }, told("a.whl")));
    mkdirSync(join(home(), ".config/uv"), { recursive: true });
    writeFileSync(join(home(), ".config/uv/uv.toml"), `[[index]]\nname = "corp"\nurl = "${url(server)}"\ndefault = true\n`);
    expect((await ask(question, settingsFor([], { env: { HOME: home() } }))).fact).toMatchObject({ state: "known", source: server.host });
  });

  it("is no host that only a requirements file names, and gets none of its credentials", async () => {
    const server = await index((_, response) => end(response, 200, { "content-type": JSON_TYPE }, told("a.whl")));
    const named = { ...question, detail: `http://ci:secret@${server.host}/simple` };
    expect((await ask(named, settingsFor([], { env: { HOME: home() } }))).fact).toEqual({ state: "unknown", because: "not-allowed" });
    expect((await ask(named, settingsFor([server.host], { env: { HOME: home() } }))).fact).toMatchObject({ state: "known" });
    expect(server.headers.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it("is not read from the repository under review", async () => {
    writeFileSync(join(home(), "pip.conf"), "[global]\nindex-url = http://127.0.0.1:1/simple\n");
    const { fact } = await ask(question, settingsFor([], { env: { HOME: "/nonexistent", PIP_CONFIG_FILE: join(home(), "pip.conf") }, reviewed: home() }));
    expect(fact).toEqual({ state: "unknown", because: "unreachable" });
  });

  it("that fails leaves it open what there is not", async () => {
    const main = await index((_, response) => end(response, 404, {}));
    const extra = await index((_, response) => end(response, 403, {}));
    const env = { HOME: home(), PIP_INDEX_URL: url(main), PIP_EXTRA_INDEX_URL: url(extra) };
    expect((await ask(question, settingsFor([], { env }))).fact).toEqual({ state: "unknown", because: "denied" });
  });
});
