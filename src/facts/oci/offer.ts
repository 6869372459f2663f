import { formatPlatform, normalisePlatform, readPlatform } from "../../model/index.ts";
import type { ImageOffer, OfferedImage } from "../question.ts";
import { parseConfig, parseManifest, type ImageConfig, type IndexEntry, type Manifest } from "./manifest.ts";
import type { Found, Registries, Repository, Sought } from "./registry.ts";

const MAX_DEPTH = 3;
/** Further documents that one image may cost: nested indexes, and configurations of entries that name no platform. */
const MAX_DOCUMENTS = 16;

interface Reading {
  readonly registries: Registries;
  readonly repository: Repository;
  documents: number;
}

/** What a tag or digest of a repository denotes. */
export async function readOffer(registries: Registries, repository: Repository, reference: string): Promise<Sought<ImageOffer>> {
  const sought = await registries.manifest(repository, reference);
  if (!("found" in sought)) return sought;
  const manifest = parseManifest(sought.found.text, sought.found.mediaType);
  if (manifest === undefined) return { failure: "broken-answer" };
  return offerOf({ registries, repository, documents: 0 }, sought.found, manifest);
}

async function offerOf(reading: Reading, { digest }: Found, manifest: Manifest): Promise<Sought<ImageOffer>> {
  switch (manifest.kind) {
    case "obsolete":
    case "artifact":
      return { found: { kind: manifest.kind, digest, images: [] } };
    case "index":
      return { found: { kind: "index", digest, images: await runnable(reading, manifest.entries, 1) } };
    case "image": {
      const config = await readConfig(reading, manifest.config);
      if (!("found" in config)) return config;
      const { platform, env, onbuild, shell } = config.found;
      return { found: { kind: "image", digest, images: [{ digest, platform: platform ?? "" }], env, onbuild, ...(shell.length === 0 ? {} : { shell }) } };
    }
  }
}

/** The images of an index in its order: no attestations, indexes in it opened, platforms that it leaves out read from the image itself. */
async function runnable(reading: Reading, entries: readonly IndexEntry[], depth: number): Promise<readonly OfferedImage[]> {
  const images: OfferedImage[] = [];
  for (const entry of entries) {
    if (entry.attests !== undefined || entry.platform?.startsWith("unknown/") === true) continue;
    if (entry.isIndex) images.push(...(await nested(reading, entry, depth)));
    else if (entry.platform !== undefined) images.push({ platform: entry.platform, digest: entry.digest });
    else images.push(...(await unlabelled(reading, entry)));
  }
  return images;
}

async function nested(reading: Reading, { digest }: IndexEntry, depth: number): Promise<readonly OfferedImage[]> {
  if (depth >= MAX_DEPTH || reading.documents++ >= MAX_DOCUMENTS) return [];
  const sought = await reading.registries.manifest(reading.repository, digest);
  const manifest = "found" in sought ? parseManifest(sought.found.text, sought.found.mediaType) : undefined;
  return manifest?.kind === "index" ? runnable(reading, manifest.entries, depth + 1) : [];
}

/** An entry without a platform: what its configuration says, nothing if it is no image. */
async function unlabelled(reading: Reading, { digest }: IndexEntry): Promise<readonly OfferedImage[]> {
  if (reading.documents++ >= MAX_DOCUMENTS) return [{ platform: "", digest }];
  const config = await configOf(reading.registries, reading.repository, digest);
  if (!("found" in config)) return [{ platform: "", digest }];
  return config.found === undefined ? [] : [{ platform: config.found.platform ?? "", digest }];
}

async function readConfig({ registries, repository }: Omit<Reading, "documents">, digest: string): Promise<Sought<ImageConfig>> {
  const sought = await registries.blob(repository, digest);
  if (!("found" in sought)) return sought;
  const config = parseConfig(sought.found.text);
  return config === undefined ? { failure: "broken-answer" } : { found: config };
}

/** The configuration of the image that a digest names; undefined inside for what is no image. */
export async function configOf(registries: Registries, repository: Repository, digest: string): Promise<Sought<ImageConfig | undefined>> {
  const sought = await registries.manifest(repository, digest);
  if (!("found" in sought)) return sought;
  const manifest = parseManifest(sought.found.text, sought.found.mediaType);
  if (manifest === undefined) return { failure: "broken-answer" };
  return manifest.kind === "image" ? readConfig({ registries, repository }, manifest.config) : { found: undefined };
}

/** A platform of a registry in our spelling; what can't be read stays as it is. */
export function spelled(platform: string): string {
  const read = readPlatform(platform, { os: "linux", arch: "amd64" });
  return "error" in read ? platform : formatPlatform(normalisePlatform(read));
}
