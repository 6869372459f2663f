/** Manifests are small; registries promise no more (distribution-spec). */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_ENTRIES = 1000;

const INDEX_TYPES = ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];
const IMAGE_TYPES = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];
const OLD_TYPES = ["application/vnd.docker.distribution.manifest.v1+json", "application/vnd.docker.distribution.manifest.v1+prettyjws"];
const CONFIG_TYPES = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];

/** Without the types of an index some registries turn it into one image, and the answer would be wrong. */
export const ACCEPT = [...INDEX_TYPES, ...IMAGE_TYPES, "*/*"].join(", ");

/** A part of an index. */
export interface IndexEntry {
  readonly digest: string;
  readonly size: number;
  readonly isIndex: boolean;
  /** `os/arch[/variant]`; undefined where the entry has none. */
  readonly platform: string | undefined;
  /** What it attests to, where it is no image but an attestation. */
  readonly attests: string | undefined;
}

export type Manifest =
  | { readonly kind: "index"; readonly entries: readonly IndexEntry[] }
  | { readonly kind: "image"; readonly config: string; readonly size: number }
  | { readonly kind: "artifact" }
  | { readonly kind: "obsolete" };

/** The configuration of an image, as far as builds and people ask for it. */
export interface ImageConfig {
  /** `os/arch[/variant]` as written; undefined where it says nothing. */
  readonly platform: string | undefined;
  readonly created: string | undefined;
  readonly env: readonly string[];
  readonly onbuild: readonly string[];
  readonly shell: readonly string[];
}

export function isIndexType(mediaType: string | undefined): boolean {
  return mediaType !== undefined && INDEX_TYPES.includes(plainType(mediaType));
}

function plainType(mediaType: string): string {
  return mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
}

/**
 * Reads a manifest by what its body holds, as BuildKit does; a media type that says otherwise makes it unreadable. Undefined: no
 * manifest, or one larger than any registry has to take.
 */
export function parseManifest(text: string, contentType: string | undefined): Manifest | undefined {
  const body = parseRecord(text);
  if (body === undefined) return undefined;
  const own = stringIn(body, "mediaType");
  const named = own ?? (contentType === undefined ? undefined : plainType(contentType));
  if (body["schemaVersion"] === 1 || OLD_TYPES.includes(named ?? "")) return { kind: "obsolete" };
  if (Array.isArray(body["manifests"])) return IMAGE_TYPES.includes(named ?? "") || "layers" in body ? undefined : parseIndex(body["manifests"] as unknown[]);
  if (INDEX_TYPES.includes(named ?? "")) return undefined;
  return "config" in body || Array.isArray(body["layers"]) ? parseImage(body) : undefined;
}

function parseIndex(list: readonly unknown[]): Manifest | undefined {
  if (list.length > MAX_ENTRIES) return undefined;
  const entries = list.map(entryOf);
  return entries.includes(undefined) ? undefined : { kind: "index", entries: entries.filter((entry) => entry !== undefined) };
}

function entryOf(value: unknown): IndexEntry | undefined {
  if (!isRecord(value)) return undefined;
  const digest = digestIn(value);
  if (digest === undefined) return undefined;
  const annotations = isRecord(value["annotations"]) ? value["annotations"] : {};
  const attestation = annotations["vnd.docker.reference.type"] === "attestation-manifest" || stringIn(value, "artifactType") === "application/vnd.docker.attestation.manifest.v1+json";
  const platform = platformIn(value["platform"]);
  return {
    digest,
    size: sizeIn(value),
    isIndex: isIndexType(stringIn(value, "mediaType")),
    platform,
    attests: attestation ? (stringIn(annotations, "vnd.docker.reference.digest") ?? "") : undefined,
  };
}

/** Where what it is for is not known to whoever built it, `unknown` stands in both places. */
function platformIn(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const [os, arch, variant] = [stringIn(value, "os"), stringIn(value, "architecture"), stringIn(value, "variant")];
  if (os === undefined || arch === undefined) return undefined;
  const text = [os, arch, ...(variant === undefined ? [] : [variant])].join("/");
  return /^[\w.-]{1,32}\/[\w.-]{1,32}(?:\/[\w.-]{1,32})?$/.test(text) ? text : undefined;
}

function parseImage(body: Record<string, unknown>): Manifest | undefined {
  const config = body["config"];
  const artifact = stringIn(body, "artifactType") !== undefined || !isRecord(config) || !CONFIG_TYPES.includes(stringIn(config, "mediaType") ?? "");
  if (artifact) return { kind: "artifact" };
  const digest = digestIn(config);
  const layers = Array.isArray(body["layers"]) ? (body["layers"] as unknown[]) : [];
  return digest === undefined ? undefined : { kind: "image", config: digest, size: layers.reduce<number>((sum, layer) => sum + (isRecord(layer) ? sizeIn(layer) : 0), 0) };
}

/** Reads the configuration of an image; undefined for what is none. */
export function parseConfig(text: string): ImageConfig | undefined {
  const body = parseRecord(text);
  if (body === undefined) return undefined;
  const inner = isRecord(body["config"]) ? body["config"] : {};
  return {
    platform: platformIn(body),
    created: stringIn(body, "created"),
    env: stringsIn(inner, "Env"),
    onbuild: stringsIn(inner, "OnBuild"),
    shell: stringsIn(inner, "Shell"),
  };
}

export function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function stringIn(record: Record<string, unknown>, name: string): string | undefined {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === "string" && value !== "" && value.length <= 4096 ? value : undefined;
}

export function stringsIn(record: Record<string, unknown>, name: string): readonly string[] {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string" && item.length <= 65_536).slice(0, 1000) : [];
}

function sizeIn(record: Record<string, unknown>): number {
  const { size } = record;
  return typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : 0;
}

function digestIn(record: Record<string, unknown>): string | undefined {
  const digest = stringIn(record, "digest");
  return digest !== undefined && isDigest(digest) ? digest : undefined;
}

/** Whether a text is a digest of one of the two algorithms that registries use. */
export function isDigest(text: string): boolean {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}
