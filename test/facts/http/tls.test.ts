import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import { connect, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, settingsFor } from "../../support/asking.ts";
import { guard } from "../../support/no-network.ts";

const hasOpenssl = spawnSync("openssl", ["version"], { stdio: "ignore" }).status === 0;
if (!hasOpenssl) process.stderr.write("skipped: tests with certificates (openssl is not installed)\n");

let home = "";
let port = 0;
let secure: Server | undefined;

beforeAll(async () => {
  if (!hasOpenssl) return;
  home = mkdtempSync(join(tmpdir(), "anyarch-tls-"));
  const [key, certificate] = [join(home, "key.pem"), join(home, "cert.pem")];
  spawnSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) => response.writeHead(200).end());
  port = await listen(server);
  secure = server;
});
afterAll(() => {
  secure?.close();
  if (home !== "") rmSync(home, { recursive: true, force: true });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port: found } = server.address() as AddressInfo;
  guard.open.add(found);
  return found;
}

/** Trusts the server's certificate as Podman's users do, in a file named after the host. */
function trust(): void {
  const folder = join(home, ".config/containers/certs.d", `localhost:${String(port)}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "ca.crt"), readFileSync(join(home, "cert.pem")));
}

async function state(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { fact } = await ask({ kind: "file", subject: `https://localhost:${String(port)}/tool` }, settingsFor([`localhost:${String(port)}`], { env: { HOME: home, ...env } }));
  return fact.state === "unknown" ? fact.because : fact.state;
}

describe.skipIf(!hasOpenssl)("a host with a certificate of its own", () => {
  it("is not believed until the user trusts it", async () => {
    expect(await state()).toBe("unreachable");
    trust();
    expect(await state()).toBe("known");
  });

  it("is reached through a proxy, which sees the host's name and nothing of what is asked", async () => {
    trust();
    const seen: string[] = [];
    const proxy = createHttpServer();
    proxy.on("connect", (message, client) => {
      seen.push(`${message.url ?? ""} ${message.headers["proxy-authorization"] ?? ""}`);
      const onwards = connect(port, "localhost", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        onwards.pipe(client).pipe(onwards);
      });
      client.on("error", () => onwards.destroy());
      onwards.on("error", () => client.destroy());
    });
    const proxyPort = await listen(proxy);
    expect(await state({ HTTPS_PROXY: `http://ann:pw@localhost:${String(proxyPort)}` })).toBe("known");
    expect(seen).toEqual([`localhost:${String(port)} Basic ${Buffer.from("ann:pw").toString("base64")}`]);
    proxy.close();
    proxy.closeAllConnections();
  });

  it("is not reached when the proxy refuses", async () => {
    const proxy = createHttpServer();
    proxy.on("connect", (_, client) => client.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
    const proxyPort = await listen(proxy);
    expect(await state({ HTTPS_PROXY: `localhost:${String(proxyPort)}` })).toBe("unreachable");
    proxy.close();
  });
});
