import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Config } from "../config/index.ts";
import { cacheFolder, DEFAULT_TIMEOUT_MS, type FactSettings } from "../session/index.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

/** The folder of the answers that are kept; undefined where the user has no place for such things. */
export function cacheDirOf({ cacheDir }: Arguments, io: Io): string | undefined {
  return cacheDir === undefined ? cacheFolder(io.env, process.platform) : resolve(io.cwd, cacheDir);
}

/**
 * What a run may ask. A configuration file that was found in the repository speaks for whoever wrote the repository: its hosts
 * are asked only where the user said so.
 */
export function factSettings(args: Arguments, { io, version }: { readonly io: Io; readonly version: string }, config: Config | undefined): FactSettings {
  const trusted = config !== undefined && (args.trustConfig || args.config !== undefined || isOutside(config.file, args, io));
  const registries = trusted ? config.registries : { allowed: [], insecure: [], mirrors: {} };
  return {
    offline: config?.offline ?? args.offline === true,
    cacheDir: cacheDirOf(args, io),
    timeoutMs: args.factTimeoutMs ?? DEFAULT_TIMEOUT_MS,
    env: io.env,
    ...registries,
    reviewed: io.cwd,
    version,
    ...(io.errIsTerminal === true ? { onProgress: progressLine(io) } : {}),
  };
}

const PATIENCE_MS = 1000;

/** One line that says what is waited for, once that lasts; it is wiped out at the end. */
function progressLine(io: Io): NonNullable<FactSettings["onProgress"]> {
  const began = performance.now();
  let shown = false;
  return (left, all) => {
    if (left > 0 && performance.now() - began < PATIENCE_MS) return;
    if (left > 0) io.err(`\r\u001b[Kasking registries: ${String(all - left)} of ${String(all)}`);
    else if (shown) io.err("\r\u001b[K");
    shown = left > 0;
  };
}

/** Whether a configuration is neither part of a repository that is looked at nor above what is looked at. */
function isOutside(file: string | undefined, { operands }: Arguments, { cwd }: Io): boolean {
  if (file === undefined) return false;
  const paths = operands.length === 0 ? [cwd] : operands.map((path) => resolve(cwd, path));
  return paths.every((path) => !isBelow(file, repositoryOf(path)) && !isBelow(path, dirname(file)));
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

/** The nearest folder upward that is a checkout; without one the path itself. */
function repositoryOf(path: string): string {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return path;
  }
}
