import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { FactCache, FactStore, OFFLINE, type FactSettings } from "../facts/index.ts";
import { askAll } from "../facts/online.ts";

const LATENCY_MS = 20;
const IMAGES = 200;
const RELEASES = 500;

/** Prints how long questions take against servers of this machine that answer after 20 ms, and what the answers cost a second run. */
export async function asking(scratch: string, cli: string): Promise<void> {
  const servers = [await serve(registry), await serve(index)];
  const [images = "", packages = ""] = servers.map((server) => `127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  const env = { HOME: scratch, PIP_INDEX_URL: `http://${packages}/simple/` };
  try {
    await askMany({ ...OFFLINE, offline: false, cacheDir: join(scratch, "facts"), allowed: [images], env }, images);
    await secondRun({ scratch, cli, images });
  } finally {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}

async function askMany(settings: FactSettings, images: string): Promise<void> {
  const store = new FactStore({ offline: false, now: Date.now(), cache: new FactCache(settings.cacheDir ?? "") });
  for (let i = 0; i < IMAGES; i++) store.want({ kind: "image", subject: `${images}/acme/app${String(i)}:1` });
  for (let i = 0; i < RELEASES; i++) store.want({ kind: "python-project", subject: `package${String(i)}` });
  const began = performance.now();
  await askAll(store, settings);
  const { network, unknown } = store.counts;
  console.log(`${`${String(network)} answers over a network of ${String(LATENCY_MS)} ms (wanted: under 3 s)`.padEnd(44)} ${(performance.now() - began).toFixed(0)} ms${unknown > 0 ? `, ${String(unknown)} unknown` : ""}`);
}

/** The servers live in this process, so that whoever asks them must not block it. */
async function secondRun({ scratch, cli, images }: { readonly scratch: string; readonly cli: string; readonly images: string }): Promise<void> {
  const folder = join(scratch, "asking");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Dockerfile"), Array.from({ length: 20 }, (_, i) => `FROM ${images}/acme/app${String(i)}:1 AS s${String(i)}\nRUN make\n`).join("") + `FROM scratch\n${Array.from({ length: 20 }, (_, i) => `COPY --from=s${String(i)} /x /x\n`).join("")}`);
  writeFileSync(join(folder, "allowed.json"), JSON.stringify({ registries: { allowed: [images] } }));
  const common = ["--config", "allowed.json", "--cache-dir", join(scratch, "warm"), "--format", "json", "."];
  await run([cli, ...common], folder);
  const warm = (): Promise<number> => run([cli, ...common], folder);
  const offline = (): Promise<number> => run([cli, "--offline", ...common], folder);
  const ratios: number[] = [];
  for (let i = 0; i < 15; i++) ratios.push((await warm()) / (await offline()));
  console.log(`${"a second run against --offline (wanted: 1.1)".padEnd(44)} ${(ratios.sort((a, b) => a - b)[7] ?? 0).toFixed(2)}`);
}

function run(argv: readonly string[], cwd: string): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { cwd, stdio: "ignore" });
    child.once("error", reject);
    child.once("close", () => resolve(performance.now() - began));
  });
}

function serve(listener: RequestListener): Promise<Server> {
  const server = createServer((message, response) => void setTimeout(() => listener(message, response), LATENCY_MS));
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Every repository has one index, which names it. */
const registry: RequestListener = (message, response) => {
  const [, name = "", reference = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(message.url ?? "") ?? [];
  const entry = (architecture: string): object => ({ mediaType: "application/vnd.oci.image.manifest.v1+json", digest: digestOf(name + architecture), size: 1, platform: { os: "linux", architecture } });
  const body = JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [entry("amd64"), entry("arm64")] });
  response.writeHead(reference === "1" || reference === digestOf(body) ? 200 : 404, { "content-type": "application/vnd.oci.image.index.v1+json", "docker-content-digest": digestOf(body) }).end(message.method === "HEAD" ? undefined : body);
};

const index: RequestListener = (_, response) => {
  const files = Array.from({ length: 60 }, (__, i) => ({ filename: `package-1.${String(i)}.0-cp312-cp312-manylinux_2_28_aarch64.whl` }));
  response.writeHead(200, { "content-type": "application/vnd.pypi.simple.v1+json" }).end(JSON.stringify({ files }));
};

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
