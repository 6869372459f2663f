import { createHash } from "node:crypto";
import { request } from "node:http";
import { gzipSync } from "node:zlib";
import type { TestServer } from "./servers.ts";

/** What a manifest says of another document. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ImageShape {
  /** `linux/arm64`, as the configuration and the index have it. */
  readonly platform: string;
  /** What the configuration says, where it says something else. */
  readonly labelled?: string;
  readonly env?: readonly string[];
  readonly onbuild?: readonly string[];
}

const OCI = "application/vnd.oci.image";

/** Fills a registry as a client would, by its API. */
export class Pusher {
  readonly #server: TestServer;
  readonly #repository: string;

  constructor(server: TestServer, repository: string) {
    this.#server = server;
    this.#repository = repository;
  }

  /** One image with one small layer; not tagged. */
  async image({ platform, labelled = platform, env = [], onbuild = [] }: ImageShape): Promise<Descriptor> {
    const [os = "", architecture = "", variant] = labelled.split("/");
    const layer = await this.#blob(gzipSync(Buffer.alloc(1024)), `${OCI}.layer.v1.tar+gzip`);
    const config = {
      created: "2026-08-01T10:00:00Z", os, architecture, ...(variant === undefined ? {} : { variant }),
      config: { Env: env, OnBuild: onbuild }, rootfs: { type: "layers", diff_ids: [] }, history: [{ comment: platform }],
    };
    const configBlob = await this.#blob(Buffer.from(JSON.stringify(config)), `${OCI}.config.v1+json`);
    const manifest = await this.manifest({ schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config: configBlob, layers: [layer] });
    return { ...manifest, platform: platformRecord(platform) };
  }

  /** What buildx adds for each image: no image, but an entry of the index. */
  async attestation(of: Descriptor): Promise<Descriptor> {
    const statement = await this.#blob(Buffer.from(`{"subject":"${of.digest}"}`), "application/vnd.in-toto+json");
    const config = await this.#blob(Buffer.from("{}"), `${OCI}.config.v1+json`);
    const manifest = await this.manifest({ schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config, layers: [statement] });
    const annotations = { "vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": of.digest };
    return { ...manifest, platform: { architecture: "unknown", os: "unknown" }, annotations };
  }

  /** An index under a tag. */
  async index(tag: string, entries: readonly Descriptor[]): Promise<Descriptor> {
    return this.manifest({ schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests: entries }, tag);
  }

  /** An image for each platform and their index under a tag. */
  async multi(tag: string, platforms: readonly string[]): Promise<{ readonly index: Descriptor; readonly images: readonly Descriptor[] }> {
    const images: Descriptor[] = [];
    // One after the other: the registry trips over two uploads of one layer at a time.
    for (const platform of platforms) images.push(await this.image({ platform, env: [`BUILD=${tag}`] }));
    return { index: await this.index(tag, images), images };
  }

  async tag(tag: string, { digest, mediaType }: Descriptor): Promise<void> {
    const body = await this.#send("GET", `manifests/${digest}`, { accept: mediaType });
    await this.#send("PUT", `manifests/${tag}`, { "content-type": mediaType }, body);
  }

  async manifest(content: { readonly mediaType: string } & Readonly<Record<string, unknown>>, tag?: string): Promise<Descriptor> {
    const body = Buffer.from(JSON.stringify(content));
    const digest = digestOf(body);
    await this.#send("PUT", `manifests/${tag ?? digest}`, { "content-type": content.mediaType }, body);
    return { mediaType: content.mediaType, digest, size: body.length };
  }

  async #blob(body: Buffer, mediaType: string): Promise<Descriptor> {
    const digest = digestOf(body);
    const place = await this.#location();
    await this.#send("PUT", `${place}${place.includes("?") ? "&" : "?"}digest=${encodeURIComponent(digest)}`, { "content-type": "application/octet-stream" }, body);
    return { mediaType, digest, size: body.length };
  }

  #location(): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: this.#server.port, method: "POST", path: `/v2/${this.#repository}/blobs/uploads/` }, (answer) => {
        answer.resume();
        resolve(new URL(answer.headers.location ?? "", "http://registry").href.replace(/^http:\/\/[^/]*/, ""));
      });
      asked.once("error", reject);
      asked.end();
    });
  }

  #send(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Buffer> {
    const whole = path.startsWith("/") ? path : `/v2/${this.#repository}/${path}`;
    return new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: this.#server.port, method, path: whole, headers: { ...headers, ...(body === undefined ? {} : { "content-length": String(body.length) }) } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.once("end", () => {
          const text = Buffer.concat(chunks);
          if ((answer.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(`${method} ${whole}: ${String(answer.statusCode)} ${text.toString()}`));
        });
      });
      asked.once("error", reject);
      asked.end(body);
    });
  }
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

function platformRecord(platform: string): Record<string, string> {
  const [os = "", architecture = "", variant] = platform.split("/");
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}
