import { textOf, type EffectOf } from "../../src/rulekit/index.ts";
import { fileOption, type Output, type Standing } from "./outputs.ts";
import { absolute } from "./paths.ts";

type Install = EffectOf<"install">;

/** Where packages with parts for the machine's CPU come to lie; empty where the step chooses the platform itself. */
export function installedBy(effect: Install, standing: Standing): readonly Output[] {
  if (effect.action === "remove" || effect.platformOptions.length > 0) return [];
  if (PYTHON.has(effect.manager)) return pythonOutputs(effect.manager, standing);
  if (NODE.has(effect.manager)) return nodeOutputs(standing);
  if (effect.manager === "bundle") return folders("/usr/local/bundle", absolute("vendor/bundle", standing.cwd));
  if (effect.manager === "gem") return folders("/usr/local/bundle", "/usr/local/lib/ruby", "/var/lib/gems");
  return SYSTEM.has(effect.manager) ? effect.packages.flatMap((value) => programsOf(textOf(value))) : [];
}

/** Whether what a manager installs is always for one CPU; others install much that any CPU can read. */
export function isAlwaysBound(manager: string): boolean {
  return SYSTEM.has(manager);
}

const PYTHON: ReadonlySet<string> = new Set(["pip", "uv", "poetry", "pipenv", "pdm"]);
const NODE: ReadonlySet<string> = new Set(["npm", "yarn", "pnpm", "bun", "cnpm", "yarnpkg"]);
const SYSTEM: ReadonlySet<string> = new Set(["apt", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper", "pacman"]);

function pythonOutputs(manager: string, { cwd, words, environments }: Standing): readonly Output[] {
  const named = ["--prefix", "--target", "-t", "--root", "--wheel-dir", "-w", "-d", "--dest"].flatMap((option) => fileOption(words, option));
  if (named.length > 0) return folders(...named.map((path) => absolute(path, cwd)));
  if (words.includes("--user")) return folders("/root/.local");
  const own = /^(\/.+)\/bin\/(?:pip|python)[\d.]*$/.exec(words[0] ?? "")?.[1];
  if (own !== undefined && !/^\/usr(?:\/local)?$/.test(own)) return folders(own);
  if (manager === "uv" && words.includes("tool")) return [];
  const beside = manager === "pip" ? [] : [absolute(".venv", cwd)];
  return folders(...environments, ...beside, "/usr/local/lib/python*", "/usr/lib/python*");
}

function nodeOutputs({ words, cwd }: Standing): readonly Output[] {
  if (words.some((word) => word === "-g" || word === "--global" || word === "global")) return folders("/usr/local/lib/node_modules", "/usr/lib/node_modules");
  const [prefix = "."] = ["--prefix", "--cwd", "--dir", "-C"].flatMap((option) => fileOption(words, option));
  return folders(absolute(`${prefix}/node_modules`, cwd));
}

/** The program of the same name: what else a package holds can't be told from its name. */
function programsOf(name: string): readonly Output[] {
  const plain = /^([a-z0-9][a-z0-9.+-]*?)(?:[=<>~].*)?$/.exec(name)?.[1];
  if (plain === undefined) return [];
  return ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map((folder) => ({ path: `${folder}/${plain}`, folder: false }));
}

function folders(...paths: readonly string[]): readonly Output[] {
  return paths.map((path) => ({ path, folder: true }));
}
