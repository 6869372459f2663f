import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { isLoopback } from "../http/address.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** An address and what proves who asks there. */
export interface PackageIndex {
  /** Without credentials; ends in `/`. */
  readonly url: string;
  readonly authorization?: string;
}

/** Where the user's own settings say that packages come from. */
export interface PackageIndexes {
  readonly python: readonly PackageIndex[];
  /** The registry of a package: by its scope, or the one for all. */
  node(packageName: string): PackageIndex;
  /** What proves who asks, for an address that is not among these but lies at a host that the user knows. */
  authorizationFor(url: string): string | undefined;
  readonly hosts: readonly string[];
  /** Those that are spoken to without TLS, because the user wrote so. */
  readonly insecure: readonly string[];
}

interface IndexOptions {
  readonly env: Environment;
  readonly reviewed: string | undefined;
}

/** Reads pip's, uv's and npm's own settings of the user: environment and files in their home, never those of the repository. */
export function userIndexes(options: IndexOptions): PackageIndexes {
  const python = pythonIndexes(options);
  const npmrc = readNpmrc(options);
  const known = [...python, ...npmrc.registries.values()];
  return {
    python,
    node: (name) => npmrc.registries.get(name.startsWith("@") ? (name.split("/")[0] ?? "") : "") ?? npmrc.registries.get("") ?? { url: "https://registry.npmjs.org/" },
    authorizationFor: (url) => npmrc.authorizationFor(url) ?? known.find((index) => url.startsWith(index.url))?.authorization,
    hosts: [...new Set(known.map(({ url }) => new URL(url).host))],
    insecure: [...new Set(known.filter(({ url }) => url.startsWith("http:") && !isLoopback(new URL(url).hostname)).map(({ url }) => new URL(url).host))],
  };
}

/** The address without what proves who asks, which is kept apart; undefined for what is no web address. */
export function packageIndex(text: string): PackageIndex | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  const { username, password } = url;
  [url.username, url.password, url.hash, url.search] = ["", "", "", ""];
  const address = url.href.endsWith("/") ? url.href : `${url.href}/`;
  return { url: address, ...(username === "" ? {} : { authorization: basic(decodeURIComponent(username), decodeURIComponent(password)) }) };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** The first that is set says where all comes from; the extra ones are asked as well. */
function pythonIndexes(options: IndexOptions): readonly PackageIndex[] {
  const { env } = options;
  const pip = iniValues(options, pipFiles(env));
  const uv = uvIndexes(readOwn(options, join(configHome(env), "uv", "uv.toml")) ?? "");
  const main = [env["PIP_INDEX_URL"], env["UV_DEFAULT_INDEX"], env["UV_INDEX_URL"], pip.get("index-url"), uv.main].find((url) => url !== undefined && url !== "");
  const more = [env["PIP_EXTRA_INDEX_URL"], env["UV_INDEX"], env["UV_EXTRA_INDEX_URL"], pip.get("extra-index-url"), ...uv.more];
  const urls = [main ?? "https://pypi.org/simple/", ...more.flatMap((list) => (list ?? "").split(/\s+/))];
  return urls.map((text) => packageIndex(text.replace(/^[\w.-]+=(?=https?:)/, ""))).filter((index) => index !== undefined);
}

function configHome(env: Environment): string {
  return env["XDG_CONFIG_HOME"] ?? join(homeOf(env), ".config");
}

function homeOf(env: Environment): string {
  return env["HOME"] ?? env["USERPROFILE"] ?? homedir();
}

function pipFiles(env: Environment): readonly string[] {
  const named = env["PIP_CONFIG_FILE"];
  return ["/etc/pip.conf", join(homeOf(env), ".pip", "pip.conf"), join(configHome(env), "pip", "pip.conf"), ...(named === undefined ? [] : [named])];
}

/** Later files win; an indented line goes on with the value above it. */
function iniValues(options: IndexOptions, files: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const text of files.map((file) => readOwn(options, file) ?? "")) {
    for (const [, name = "", value = ""] of text.matchAll(/^([\w-]+)[ \t]*[=:][ \t]*(.*(?:\n[ \t]+\S.*)*)$/gm)) values.set(name.toLowerCase().replaceAll("_", "-"), value.trim());
  }
  return values;
}

/** The few lines of a uv.toml that name addresses. */
function uvIndexes(text: string): { readonly main: string | undefined; readonly more: readonly string[] } {
  const tables = text.split(/^\[\[index\]\]\s*$/m);
  const valueOf = (table: string, name: string): string | undefined => new RegExp(`^${name}[ \\t]*=[ \\t]*"([^"\\n]*)"`, "m").exec(table)?.[1];
  const named = tables.slice(1).map((table) => ({ url: valueOf(table, "url"), isMain: /^default[ \t]*=[ \t]*true/m.test(table) }));
  const main = named.find(({ isMain }) => isMain)?.url ?? valueOf(tables[0] ?? "", "index-url");
  return { main, more: named.filter(({ isMain }) => !isMain).flatMap(({ url }) => (url === undefined ? [] : [url])) };
}

interface Npmrc {
  /** By scope; the empty one is for all others. */
  readonly registries: ReadonlyMap<string, PackageIndex>;
  authorizationFor(url: string): string | undefined;
}

function readNpmrc(options: IndexOptions): Npmrc {
  const { env } = options;
  const file = env["NPM_CONFIG_USERCONFIG"] ?? env["npm_config_userconfig"] ?? join(homeOf(env), ".npmrc");
  const values = new Map<string, string>();
  for (const [, name = "", value = ""] of (readOwn(options, file) ?? "").matchAll(/^[ \t]*([^#;=\s][^=\n]*?)[ \t]*=[ \t]*(.*?)[ \t]*$/gm)) {
    values.set(name, value.replace(/^"(.*)"$/, "$1").replace(/\$\{(\w+)\}/g, (whole, variable: string) => env[variable] ?? whole));
  }
  const authorizationFor = (url: string): string | undefined => npmAuthorization(values, url);
  const registries = new Map<string, PackageIndex>();
  for (const [name, value] of [...values, ["registry", env["NPM_CONFIG_REGISTRY"] ?? env["npm_config_registry"] ?? ""] as const]) {
    const scope = /^(?:(@[^:]+):)?registry$/.exec(name);
    const index = scope === null ? undefined : packageIndex(value);
    if (scope === null || index === undefined) continue;
    const authorization = index.authorization ?? authorizationFor(index.url);
    registries.set(scope[1] ?? "", { url: index.url, ...(authorization === undefined ? {} : { authorization }) });
  }
  return { registries, authorizationFor };
}

/** npm stores logins under addresses without their scheme; the longest one that the address begins with counts. */
function npmAuthorization(values: ReadonlyMap<string, string>, url: string): string | undefined {
  const address = url.replace(/^https?:/, "");
  for (let at = address.length; at > 2; at = address.lastIndexOf("/", at - 2) + 1) {
    const key = address.slice(0, at);
    const token = values.get(`${key}:_authToken`);
    if (token !== undefined) return `Bearer ${token}`;
    const auth = values.get(`${key}:_auth`);
    if (auth !== undefined) return `Basic ${auth}`;
    const [user, password] = [values.get(`${key}:username`), values.get(`${key}:_password`)];
    if (user !== undefined && password !== undefined) return basic(user, Buffer.from(password, "base64").toString("utf8"));
  }
  return undefined;
}

/** A file of the user's; nothing that lies in the repository under review. */
function readOwn({ reviewed }: IndexOptions, file: string): string | undefined {
  if (!isAbsolute(file) || (reviewed !== undefined && !relative(reviewed, file).startsWith(".."))) return undefined;
  try {
    const text = readFileSync(file, "utf8");
    return text.length > 1_048_576 ? undefined : text;
  } catch {
    return undefined;
  }
}
