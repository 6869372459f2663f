import { loadConfig, resolveConfig, type Resolved } from "../config/index.ts";
import type { Changes } from "../session/changes.ts";
import { rules, type LintRequest } from "../session/index.ts";
import type { Arguments, UsageError } from "./arguments.ts";
import type { Io } from "./io.ts";
import { tuneEngine } from "./tune-engine.ts";

/** Larger than any Dockerfile: the session says what is wrong with it. */
const MAX_STDIN_BYTES = 1_048_576;

/** Flags over the nearest configuration file over defaults. */
export async function configure(args: Arguments, io: Io): Promise<Resolved | { readonly errors: readonly string[] }> {
  const loaded = await loadConfig(io.cwd, args.config);
  if (loaded.state === "broken") return loaded;
  const { platforms, buildPlatform, offline } = args;
  const flags = { platforms, buildPlatform, offline, rules: args.rules, buildArgs: buildArgsOf(args, io) };
  return resolveConfig({ loaded, flags, cwd: io.cwd, known: rules.map(({ meta }) => meta) });
}

function buildArgsOf({ buildArgs }: Arguments, { env }: Io): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const [name, value] of buildArgs) {
    const text = value ?? env[name];
    if (text !== undefined) given.set(name, text);
  }
  return given;
}

/** What the session is asked to do; reads standard input and asks git where the flags say so. */
export async function requestOf(args: Arguments, resolved: Resolved, io: Io): Promise<LintRequest | UsageError> {
  const changes = await changesOf(args, io);
  if (changes !== undefined && "error" in changes) return changes;
  const { platforms, builder, buildArgs, config } = resolved;
  const stdin = args.stdinFilename === undefined ? undefined : { file: args.stdinFilename, bytes: await io.readStdin(MAX_STDIN_BYTES) };
  return {
    cwd: io.cwd,
    paths: args.operands.length === 0 ? ["."] : args.operands,
    platforms,
    builder,
    levels: resolved.rules,
    buildArgs,
    onFiles: tuneEngine,
    ignore: config.ignore,
    ignoreRoot: config.root,
    graphs: args.format === "html",
    ...(args.target === undefined ? {} : { stage: args.target }),
    ...(stdin === undefined ? {} : { stdin }),
    ...(changes === undefined ? {} : { changes }),
  };
}

async function changesOf({ staged, changedSince }: Arguments, { cwd, env }: Io): Promise<Changes | UsageError | undefined> {
  if (!staged && changedSince === undefined) return undefined;
  const { changesSince, stagedChanges } = await import("../session/changes.ts");
  const found = changedSince === undefined ? stagedChanges({ cwd, env }) : changesSince(changedSince, { cwd, env });
  return "error" in found ? { error: `${staged ? "--staged" : "--changed-since"}: ${found.error}` } : found;
}
