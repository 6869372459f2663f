import { relative } from "node:path";
import { formatPlatform } from "../rulekit/index.ts";
import { jsonText } from "../report/json-text.ts";
import { rules, Session } from "../session/index.ts";
import type { Arguments } from "./arguments.ts";
import { fail, type Io } from "./io.ts";
import { configure, requestOf } from "./request.ts";

/** Prints the configuration that counts for a file, and whether a run over the working directory would look at it. */
export async function printConfig(args: Arguments, io: Io): Promise<number> {
  const resolved = await configure(args, io);
  if ("errors" in resolved) return fail(io, resolved.errors);
  const request = await requestOf({ ...args, operands: [] }, resolved, io);
  if ("error" in request) return fail(io, [request.error]);
  const { config, platforms, builder, rules: levels, buildArgs } = resolved;
  const found = new Session().find(request, args.printConfig ?? "");
  io.out(
    jsonText({
      file: found.file,
      kind: found.kind ?? null,
      linted: found.kind !== undefined,
      configuration: config.file === undefined ? null : relative(io.cwd, config.file),
      platforms: platforms.map(formatPlatform),
      buildPlatform: formatPlatform(builder),
      rules: Object.fromEntries(rules.map(({ meta }) => [meta.id, levels.get(meta.id) ?? meta.level])),
      ignore: config.ignore,
      registries: config.registries,
      offline: config.offline,
      buildArgs: Object.fromEntries(buildArgs),
    }),
  );
  return 0;
}
