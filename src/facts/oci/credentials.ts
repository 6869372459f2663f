import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, relative } from "node:path";

/** What proves who asks. */
export type Credential =
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  /** Exchanged for an access token. */
  | { readonly kind: "refresh"; readonly token: string }
  | { readonly kind: "bearer"; readonly token: string };

type Environment = Readonly<Record<string, string | undefined>>;

export interface CredentialOptions {
  readonly env: Environment;
  /** Files below this folder are not the user's own. */
  readonly reviewed: string | undefined;
}

interface Login {
  readonly auth?: unknown;
  readonly username?: unknown;
  readonly password?: unknown;
  readonly identitytoken?: unknown;
  readonly registrytoken?: unknown;
}

interface DockerConfig {
  readonly auths: Readonly<Record<string, Login>>;
  readonly credHelpers: Readonly<Record<string, unknown>>;
  readonly credsStore: unknown;
}

/** Docker's own key for what the world calls docker.io. */
const HUB_KEY = "https://index.docker.io/v1/";
const HELPER_TIMEOUT_MS = 5000;
const MAX_HELPER_BYTES = 65_536;

/** The logins that the user has stored for Docker or Podman. Each is given to the very host it was stored for. */
export class Credentials {
  readonly #options: CredentialOptions;
  readonly #known = new Map<string, Promise<Credential | undefined>>();
  #configs: readonly DockerConfig[] | undefined;

  constructor(options: CredentialOptions) {
    this.#options = options;
  }

  /** Hosts that the user has logged in to. */
  hosts(): readonly string[] {
    const names = this.#read().flatMap(({ auths, credHelpers }) => [...Object.keys(auths), ...Object.keys(credHelpers)]);
    return [...new Set(names.map(hostOf).filter((host) => host !== "" && host !== "index.docker.io"))];
  }

  /** What was stored for a registry and, where logins go by repository, for this one. Undefined: nobody in particular. */
  for(domain: string, repository: string): Promise<Credential | undefined> {
    const key = `${domain}/${repository}`;
    const known = this.#known.get(key) ?? this.#find(domain, repository);
    this.#known.set(key, known);
    return known;
  }

  async #find(domain: string, repository: string): Promise<Credential | undefined> {
    const key = /^(?:index\.|registry-1\.)?docker\.io$/.test(domain) ? HUB_KEY : domain;
    for (const config of this.#read()) {
      const helper = config.credHelpers[key] ?? config.credsStore;
      const found = typeof helper === "string" && helper !== "" ? await fromHelper(helper, key, this.#options.env) : fromLogin(loginFor(config, key, repository));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #read(): readonly DockerConfig[] {
    this.#configs ??= [...inEnvironment(this.#options.env), ...filesOf(this.#options).flatMap((file) => configIn(readText(file)))];
    return this.#configs;
  }
}

function inEnvironment(env: Environment): readonly DockerConfig[] {
  return configIn(env["DOCKER_AUTH_CONFIG"]);
}

function filesOf({ env, reviewed }: CredentialOptions): readonly string[] {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  const named = [join(env["DOCKER_CONFIG"] ?? join(home, ".docker"), "config.json"), env["REGISTRY_AUTH_FILE"], env["XDG_RUNTIME_DIR"] === undefined ? undefined : join(env["XDG_RUNTIME_DIR"], "containers", "auth.json")];
  return named.filter((file) => file !== undefined).filter((file) => isAbsolute(file) && (reviewed === undefined || relative(reviewed, file).startsWith("..")));
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function configIn(text: string | undefined): readonly DockerConfig[] {
  if (text === undefined || text.length > 1_048_576) return [];
  try {
    const read: unknown = JSON.parse(text);
    if (!isRecord(read)) return [];
    const { auths, credHelpers, credsStore } = read;
    return [{ auths: isRecord(auths) ? (auths as Record<string, Login>) : {}, credHelpers: isRecord(credHelpers) ? credHelpers : {}, credsStore }];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Podman stores logins for namespaces too: the longest key that names the repository or a part of its way counts. */
function loginFor({ auths }: DockerConfig, key: string, repository: string): Login | undefined {
  const parts = key === HUB_KEY ? [] : repository.split("/");
  for (let length = parts.length; length > 0; length--) {
    const exact = auths[`${key}/${parts.slice(0, length).join("/")}`];
    if (isRecord(exact)) return exact;
  }
  if (isRecord(auths[key])) return auths[key];
  return Object.entries(auths).find(([name, login]) => isRecord(login) && hostOf(name) === hostOf(key) && !isPath(name))?.[1];
}

/** `https://host/v1/` is an old spelling of `host`; `host/team` is another thing. */
function isPath(name: string): boolean {
  return !/^https?:\/\//.test(name) && name.includes("/");
}

function hostOf(name: string): string {
  return name.replace(/^https?:\/\//, "").split("/")[0] ?? "";
}

function fromLogin(login: Login | undefined): Credential | undefined {
  if (login === undefined) return undefined;
  const { auth, username, password, identitytoken, registrytoken } = login;
  if (typeof registrytoken === "string" && registrytoken !== "") return { kind: "bearer", token: registrytoken };
  if (typeof identitytoken === "string" && identitytoken !== "") return { kind: "refresh", token: identitytoken };
  if (typeof auth === "string" && auth !== "") {
    const text = Buffer.from(auth, "base64").toString("utf8").replace(/\0+$/, "");
    const colon = text.indexOf(":");
    return colon < 0 ? undefined : { kind: "password", user: text.slice(0, colon), password: text.slice(colon + 1) };
  }
  return typeof username === "string" && typeof password === "string" && username !== "" ? { kind: "password", user: username, password } : undefined;
}

/** Asks a helper program that the user has configured; it gets a server's name and nothing else. */
async function fromHelper(name: string, server: string, env: Environment): Promise<Credential | undefined> {
  const program = /^[A-Za-z0-9._-]+$/.test(name) ? onPath(`docker-credential-${name}`, env["PATH"] ?? "") : undefined;
  const printed = program === undefined ? undefined : await run(program, server, env);
  if (printed === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(printed);
    if (!isRecord(read) || typeof read["Secret"] !== "string" || typeof read["Username"] !== "string") return undefined;
    return read["Username"] === "<token>" ? { kind: "refresh", token: read["Secret"] } : { kind: "password", user: read["Username"], password: read["Secret"] };
  } catch {
    return undefined;
  }
}

function onPath(program: string, path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  const names = process.platform === "win32" ? [`${program}.exe`, `${program}.cmd`] : [program];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(program: string, input: string, env: Environment): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, ["get"], { stdio: ["pipe", "pipe", "ignore"], env: { ...env }, timeout: HELPER_TIMEOUT_MS, killSignal: "SIGKILL" });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString("utf8");
      if (printed.length > MAX_HELPER_BYTES) child.kill("SIGKILL");
    });
    child.stdin.on("error", () => undefined);
    child.once("error", () => resolve(undefined));
    child.once("close", (status) => resolve(status === 0 ? printed : undefined));
    child.stdin.end(input);
  });
}
