import { FactCache } from "../session/index.ts";
import type { Arguments } from "./arguments.ts";
import { cacheDirOf } from "./facts.ts";
import { fail, type Io } from "./io.ts";

/** `cache path` prints where answers are kept, `cache clean` removes them. */
export function cache(args: Arguments, io: Io): number {
  const [verb, ...more] = args.operands;
  const folder = cacheDirOf(args, io);
  if ((verb !== "clean" && verb !== "path") || more.length > 0) return fail(io, ["cache wants clean or path"]);
  if (folder === undefined) return fail(io, ["there is no folder for a cache; --cache-dir names one"]);
  if (verb === "path") io.out(`${folder}\n`);
  else io.out(`removed ${String(new FactCache(folder).clean())} answers from ${folder}\n`);
  return 0;
}
