import { isAbsolute, join } from "node:path";

/** Where answers are kept between runs: the user's cache folder, never the repository. Undefined where there is none. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string | undefined {
  const named = platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"];
  const home = env["HOME"] ?? env["USERPROFILE"];
  const standard = platform === "darwin" ? "Library/Caches" : ".cache";
  const folder = named !== undefined && isAbsolute(named) ? named : home === undefined ? undefined : join(home, standard);
  return folder !== undefined && isAbsolute(folder) ? join(folder, "anyarch", "facts") : undefined;
}
