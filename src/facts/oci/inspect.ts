import type { ImageReference } from "../../model/index.ts";
import { configOf, spelled } from "./offer.ts";
import { parseManifest, type IndexEntry } from "./manifest.ts";
import type { Found, Registries, Repository, Sought } from "./registry.ts";

/** One image of an index, for people. */
export interface InspectedImage {
  readonly platform: string;
  readonly digest: string;
  /** Packed layers, in bytes; undefined where the image could not be read. */
  readonly size?: number;
  readonly created?: string;
  /** What its own configuration says it is for, where that is another platform than the index says. */
  readonly labelled?: string;
  readonly attestations: number;
}

/** Everything that a reference offers. */
export interface Inspection {
  readonly reference: string;
  readonly kind: "index" | "image" | "artifact" | "obsolete";
  readonly digest: string;
  readonly mediaType: string;
  readonly images: readonly InspectedImage[];
}

const MAX_IMAGES = 64;

/** Reads the index, and each image that it lists. */
export async function inspectImage(registries: Registries, reference: ImageReference): Promise<Sought<Inspection>> {
  const repository = { domain: reference.domain, path: reference.path };
  const sought = await registries.manifest(repository, reference.digest ?? reference.tag ?? "latest");
  if (!("found" in sought)) return sought;
  const { found } = sought;
  const manifest = parseManifest(found.text, found.mediaType);
  if (manifest === undefined) return { failure: "broken-answer" };
  const common = { reference: reference.normalised, kind: manifest.kind, digest: found.digest, mediaType: found.mediaType ?? "" };
  switch (manifest.kind) {
    case "artifact":
    case "obsolete":
      return { found: { ...common, images: [] } };
    case "image":
      return { found: { ...common, images: [await inspectOne(registries, repository, { digest: found.digest, platform: undefined, attestations: 0 })] } };
    case "index":
      return { found: { ...common, images: await inspectAll(registries, repository, manifest.entries) } };
  }
}

async function inspectAll(registries: Registries, repository: Repository, entries: readonly IndexEntry[]): Promise<readonly InspectedImage[]> {
  const open = await opened(registries, repository, entries);
  const runnable = open.filter(({ attests, platform }) => attests === undefined && platform?.startsWith("unknown/") !== true);
  const images = runnable.slice(0, MAX_IMAGES).map(({ digest, platform }) => {
    const attestations = open.filter(({ attests }) => attests === digest).length;
    return inspectOne(registries, repository, { digest, platform, attestations });
  });
  return Promise.all(images);
}

/** An index may list indexes; one level of them is what is met. */
async function opened(registries: Registries, repository: Repository, entries: readonly IndexEntry[]): Promise<readonly IndexEntry[]> {
  const lists = await Promise.all(
    entries.slice(0, MAX_IMAGES * 4).map(async (entry) => {
      if (!entry.isIndex) return [entry];
      const sought = await registries.manifest(repository, entry.digest);
      const manifest = "found" in sought ? parse(sought.found) : undefined;
      return manifest?.kind === "index" ? manifest.entries : [];
    }),
  );
  return lists.flat();
}

function parse({ text, mediaType }: Found): ReturnType<typeof parseManifest> {
  return parseManifest(text, mediaType);
}

interface Listed {
  readonly digest: string;
  readonly platform: string | undefined;
  readonly attestations: number;
}

async function inspectOne(registries: Registries, repository: Repository, { digest, platform, attestations }: Listed): Promise<InspectedImage> {
  const sought = await registries.manifest(repository, digest);
  const manifest = "found" in sought ? parse(sought.found) : undefined;
  const config = manifest?.kind === "image" ? await configOf(registries, repository, digest) : undefined;
  const found = config !== undefined && "found" in config ? config.found : undefined;
  const labelled = found?.platform === undefined ? undefined : spelled(found.platform);
  const listed = platform === undefined ? (labelled ?? "unknown") : spelled(platform);
  return {
    platform: listed,
    digest,
    ...(manifest?.kind === "image" ? { size: manifest.size } : {}),
    ...(found?.created === undefined ? {} : { created: found.created }),
    ...(labelled === undefined || labelled === listed ? {} : { labelled }),
    attestations,
  };
}
