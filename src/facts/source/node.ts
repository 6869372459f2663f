import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { isRecord, parseRecord, stringIn, stringsIn } from "../oci/manifest.ts";
import type { NodePackage, NodeRelease } from "../question.ts";
import type { PackageIndex } from "./package-indexes.ts";
import { pathsInTar } from "./tar.ts";
import type { Source, SourceResult, Surroundings } from "./sources.ts";

const MAX_BYTES = 67_108_864;
const MAX_TARBALL_BYTES = 33_554_432;
const MAX_UNPACKED_BYTES = 268_435_456;
/** The short form, without READMEs and scripts. */
const ACCEPT = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

/** All releases of a package at the registry that the user has set for it. */
export const nodeSource: Source = async ({ subject }, surroundings, validator) => {
  const packument = await ask(subject, surroundings, validator);
  if (!("body" in packument)) return packument;
  const { body, etag, source } = packument;
  const value = packageIn(body);
  if (value === undefined) return { failure: "broken-answer" };
  return { fact: { state: "known", value, source, observedAt: surroundings.today }, holds: "hour", ...(etag === undefined ? {} : { validator: etag }) };
};

/** The files in the archive of one release, read from its table of contents; the archive's own checksum is checked. */
export const nodeFilesSource: Source = async ({ subject }, surroundings) => {
  const at = subject.lastIndexOf("@");
  const [name, version] = [subject.slice(0, at), subject.slice(at + 1)];
  const packument = await ask(name, surroundings, undefined);
  if (!("body" in packument)) return packument;
  const versions = packument.body["versions"];
  const release = isRecord(versions) && Object.hasOwn(versions, version) && isRecord(versions[version]) ? versions[version] : undefined;
  const place = { source: packument.source, observedAt: surroundings.today };
  if (release === undefined) return { fact: { state: "absent", ...place }, holds: "minutes" };
  const dist = isRecord(release["dist"]) ? release["dist"] : {};
  const tarball = stringIn(dist, "tarball");
  if (tarball === undefined) return { failure: "broken-answer" };
  const paths = await pathsAt(tarball, stringIn(dist, "integrity"), surroundings);
  return "failure" in paths ? paths : { fact: { state: "known", value: paths.found, ...place }, holds: "ever" };
};

interface Packument {
  readonly body: Record<string, unknown>;
  readonly etag: string | undefined;
  readonly source: string;
}

async function ask(name: string, { client, indexes, today }: Surroundings, validator: string | undefined): Promise<Packument | SourceResult> {
  if (!NAME.test(name) || name.length > 214) return { failure: "unsupported" };
  const { url, authorization }: PackageIndex = indexes.node(name);
  const headers = { "accept": ACCEPT, "accept-encoding": "gzip", ...(validator === undefined ? {} : { "if-none-match": validator }) };
  const answer = await client.request({ url: `${url}${name.replace("/", "%2f")}`, headers, authorization, maxBytes: MAX_BYTES });
  if ("failure" in answer) return answer;
  const source = new URL(url).host;
  if (answer.status === 304) return { unchanged: true };
  if (answer.status === 404) return { fact: { state: "absent", source, observedAt: today }, holds: "minutes" };
  if (answer.status === 401 || answer.status === 403) return { failure: "denied" };
  const body = answer.status === 200 ? parseRecord(answer.body.toString("utf8")) : undefined;
  return body === undefined ? { failure: "broken-answer" } : { body, etag: answer.headers.etag, source };
}

function packageIn(body: Record<string, unknown>): NodePackage | undefined {
  const { versions, "dist-tags": tags } = body;
  if (!isRecord(versions)) return undefined;
  const releases = Object.entries(versions).flatMap(([version, release]) => (isRecord(release) && isPlain(version) ? [[version, releaseOf(release)] as const] : []));
  return { versions: Object.fromEntries(releases), tags: textsIn(tags) ?? {} };
}

/** Names come from a stranger: none that an object has by itself. */
function isPlain(name: string): boolean {
  return name !== "__proto__" && name.length <= 256;
}

function releaseOf(release: Record<string, unknown>): NodeRelease {
  const lists = (["os", "cpu", "libc"] as const).flatMap((name) => {
    const list = stringsIn(release, name);
    return list.length === 0 ? [] : [[name, list] as const];
  });
  const optional = textsIn(release["optionalDependencies"]);
  const tarball = isRecord(release["dist"]) ? stringIn(release["dist"], "tarball") : undefined;
  return {
    ...Object.fromEntries(lists),
    ...(release["hasInstallScript"] === true || hasInstallScript(release["scripts"]) ? { hasInstallScript: true as const } : {}),
    ...(optional === undefined ? {} : { optionalDependencies: optional }),
    ...(tarball === undefined ? {} : { tarball }),
  };
}

/** The long form has the scripts themselves. */
function hasInstallScript(scripts: unknown): boolean {
  return isRecord(scripts) && ["preinstall", "install", "postinstall"].some((name) => typeof scripts[name] === "string");
}

function textsIn(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string" && isPlain(entry[0]));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

async function pathsAt(tarball: string, integrity: string | undefined, { client, indexes }: Surroundings): Promise<{ readonly found: readonly string[] } | Extract<SourceResult, { failure: unknown }>> {
  const answer = await client.request({ url: tarball, authorization: indexes.authorizationFor(tarball), maxBytes: MAX_TARBALL_BYTES });
  if ("failure" in answer) return answer;
  if (answer.status !== 200) return { failure: answer.status === 401 || answer.status === 403 ? "denied" : "broken-answer" };
  const sha512 = integrity === undefined ? undefined : /(?:^|\s)sha512-(\S+)/.exec(integrity)?.[1];
  if (sha512 !== undefined && createHash("sha512").update(answer.body).digest("base64") !== sha512) return { failure: "broken-answer" };
  try {
    return { found: pathsInTar(gunzipSync(answer.body, { maxOutputLength: MAX_UNPACKED_BYTES })) };
  } catch {
    return { failure: "broken-answer" };
  }
}
