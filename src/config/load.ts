import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { SourceText } from "../text/source-text.ts";
import { parseJson } from "./json.ts";
import { valueOf, type ConfigFault, type ConfigNode } from "./node.ts";
import { configSchema } from "./schema.ts";
import type { ConfigFile } from "./types.ts";
import { validate } from "./validate.ts";

/** A configuration that was found, or the lines that say why it can't be used. */
export type Loaded =
  | { readonly state: "none" }
  | { readonly state: "found"; readonly file: string; readonly content: ConfigFile; readonly place: (fault: ConfigFault) => string; readonly node: ConfigNode }
  | { readonly state: "broken"; readonly errors: readonly string[] };

const NAMES = ["anyarch.config.json", "anyarch.config.yaml", "anyarch.config.yml"];
const MAX_BYTES = 1_048_576;

/** Loads the file that was named, else the nearest one from `cwd` up to the root of the repository. */
export async function loadConfig(cwd: string, named: string | undefined): Promise<Loaded> {
  if (named !== undefined) return readConfig(resolve(cwd, named), cwd);
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = NAMES.filter((name) => isFile(join(folder, name)));
    if (found.length > 1) return { state: "broken", errors: [`${shownPath(cwd, folder)}: ${found.join(" and ")} are both there; keep one`] };
    if (found[0] !== undefined) return readConfig(join(folder, found[0]), cwd);
    const inPackage = await readConfig(join(folder, "package.json"), cwd, "optional");
    if (inPackage.state !== "none") return inPackage;
    if (exists(join(folder, ".git")) || dirname(folder) === folder) return { state: "none" };
  }
}

async function readConfig(file: string, cwd: string, presence?: "optional"): Promise<Loaded> {
  const text = read(file);
  const isPackage = basename(file) === "package.json";
  if (typeof text === "object") return presence === "optional" ? { state: "none" } : { state: "broken", errors: [`${shownPath(cwd, file)}: ${text.failure}`] };
  if (isPackage && !text.includes('"anyarch"')) return withoutKey(file, cwd, presence);
  const parsed = /\.ya?ml$/i.test(file) ? await (await import("./yaml.ts")).parseYaml(text) : parseJson(text);
  const source = new SourceText(file, text);
  const place = ({ at, message }: ConfigFault): string => {
    const { line, column } = source.positionAt(at);
    return `${shownPath(cwd, file)}:${String(line)}:${String(column)}: ${message}`;
  };
  if ("message" in parsed) return { state: "broken", errors: [place(parsed)] };
  const node = isPackage ? keyOf(parsed) : parsed;
  if (node === undefined) return withoutKey(file, cwd, presence);
  const faults = isEmpty(node) ? [] : validate(node, configSchema);
  if (faults.length > 0) return { state: "broken", errors: faults.map(place) };
  return { state: "found", file, content: (valueOf(node) ?? {}), place, node };
}

function withoutKey(file: string, cwd: string, presence: "optional" | undefined): Loaded {
  return presence === "optional" ? { state: "none" } : { state: "broken", errors: [`${shownPath(cwd, file)}: has no key "anyarch"`] };
}

function keyOf(node: ConfigNode): ConfigNode | undefined {
  return node.kind === "object" ? node.entries.find(({ key }) => key === "anyarch")?.value : undefined;
}

/** A YAML file of comments only says nothing, and is no mistake. */
function isEmpty(node: ConfigNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

function read(file: string): string | { readonly failure: string } {
  try {
    const found = statSync(file);
    if (!found.isFile()) return { failure: found.isDirectory() ? "is a folder" : "is not a regular file" };
    if (found.size > MAX_BYTES) return { failure: "is larger than 1 MB" };
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return { failure: code === "ENOENT" || code === "ENOTDIR" ? "no such file" : `can't be read (${String(code)})` };
  }
}

function isFile(path: string): boolean {
  return stat(path)?.isFile() === true;
}

function exists(path: string): boolean {
  return stat(path) !== undefined;
}

function stat(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function shownPath(cwd: string, path: string): string {
  const way = relative(cwd, path);
  return way === "" ? "." : way;
}
