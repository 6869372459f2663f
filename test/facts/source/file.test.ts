import { afterEach, expect, it } from "vitest";
import { ask, settingsFor } from "../../support/asking.ts";
import { end, serve, type TestServer } from "../../support/servers.ts";

const open: TestServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function releases(): Promise<TestServer> {
  const server = await serve((message, response) => {
    if (message.url === "/tool-arm64.tgz") return void end(response, 302, { location: "/storage/1" });
    if (message.url === "/storage/1") return void response.writeHead(200, { "content-length": "1234" }).end();
    return void end(response, message.url === "/secret" ? 403 : 404, {});
  });
  open.push(server);
  return server;
}

it("is there, as its head says, also where it was moved to", async () => {
  const server = await releases();
  const { fact } = await ask({ kind: "file", subject: `http://${server.host}/tool-arm64.tgz` }, settingsFor([server.host]));
  expect(fact).toMatchObject({ state: "known", source: server.host, value: { size: 1234 } });
  expect(server.seen).toEqual(["HEAD /tool-arm64.tgz", "HEAD /storage/1"]);
});

it("is absent, or not for everybody, or at a host that may not be asked", async () => {
  const server = await releases();
  const state = async (path: string, hosts = [server.host]): Promise<unknown> => (await ask({ kind: "file", subject: `http://${server.host}${path}` }, settingsFor(hosts))).fact;
  expect(await state("/tool-riscv64.tgz")).toMatchObject({ state: "absent" });
  expect(await state("/secret")).toEqual({ state: "unknown", because: "denied" });
  expect(await state("/tool-arm64.tgz", [])).toEqual({ state: "unknown", because: "not-allowed" });
});
