import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { FactCache } from "./cache.ts";
import { HttpClient } from "./http/client.ts";
import { Credentials } from "./oci/credentials.ts";
import { Registries } from "./oci/registry.ts";
import type { FactSettings } from "./settings.ts";
import { userIndexes } from "./source/package-indexes.ts";
import type { Surroundings } from "./source/sources.ts";

/** Connections to the world for one batch; `close` ends all that is still open. */
export interface Connection extends Surroundings {
  close(): void;
}

/** Opens the way out: the hosts that the user's own files name are added to those that anybody may ask. */
export function connect(settings: FactSettings, signal: AbortSignal): Connection {
  const { env, reviewed, cacheDir, mirrors, version, timeoutMs } = settings;
  const credentials = new Credentials({ env, reviewed });
  const indexes = userIndexes({ env, reviewed });
  const insecure = new Set(settings.insecure);
  const listed = new Set([...settings.allowed, ...insecure, ...Object.values(mirrors), ...credentials.hosts(), ...indexes.hosts]);
  const started = Date.now();
  const client = new HttpClient({
    env,
    hosts: { listed, insecure: new Set([...insecure, ...indexes.insecure]) },
    signal,
    userAgent: `anyarch/${version}`,
    left: () => timeoutMs - (Date.now() - started),
    certificateFor: (host) => certificateOf(host, env),
  });
  const cache = cacheDir === undefined ? undefined : new FactCache(cacheDir);
  const registries = new Registries({ client, cache, credentials, mirrors, insecure });
  return { client, registries, indexes, cache, today: new Date(started).toISOString().slice(0, 10), close: () => client.close() };
}

/** What Docker's users put beside a registry's name: certificates to be trusted for it. NODE_EXTRA_CA_CERTS counts by itself. */
function certificateOf(host: string, env: FactSettings["env"]): string | undefined {
  const name = host.replaceAll("/", "");
  const folders = [join("/etc/docker/certs.d", name), join("/etc/containers/certs.d", name), join(env["HOME"] ?? homedir(), ".config/containers/certs.d", name)];
  try {
    const files = folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder).filter((file) => file.endsWith(".crt")).map((file) => join(folder, file)));
    return files.length === 0 ? undefined : files.map((file) => readFileSync(file, "utf8")).join("\n");
  } catch {
    return undefined;
  }
}
