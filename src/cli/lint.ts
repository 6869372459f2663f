import { loadConfig, resolveConfig, type Resolved } from "../config/index.ts";
import type { Report } from "../rulekit/types.ts";
import { rules, Session, type LintRequest } from "../session/index.ts";
import type { Arguments } from "./arguments.ts";
import { tell, type Io } from "./io.ts";
import { openOutput, type Output } from "./output.ts";
import { render, type Look } from "./render.ts";
import { tuneEngine } from "./tune-engine.ts";

/** Larger than any Dockerfile: the session says what is wrong with it. */
const MAX_STDIN_BYTES = 1_048_576;

interface Surroundings {
  readonly io: Io;
  readonly version: string;
}

/** One run over all paths: reports, and with `--fix` mends. */
export async function lint(args: Arguments, { io, version }: Surroundings): Promise<number> {
  const resolved = await configure(args, io);
  if ("errors" in resolved) return fail(io, resolved.errors);
  const output = openOutput(args.output, io);
  if ("error" in output) return fail(io, [output.error]);
  const request = await requestOf(args, resolved, io);
  const look = { format: args.format, io, version, color: colorOf(args, io), quiet: args.quiet, unsafe: args.unsafeFixes };
  const run = { args, request, output, look };
  if (args.diff) return showDiff(run);
  return args.fix ? fix(run) : check(run);
}

interface Run {
  readonly args: Arguments;
  readonly request: LintRequest;
  readonly output: Output;
  readonly look: Look;
}

async function check({ args, request, output, look }: Run): Promise<number> {
  const report = new Session().lint(request);
  return finish(look.io, output.write(await render(report, look)), statusOf(report, args, look.io));
}

async function fix(run: Run): Promise<number> {
  const { args, request, output, look } = run;
  if (request.stdin !== undefined) return fixStdin(run);
  const { report, changes } = new Session().fix(request, { unsafe: args.unsafeFixes, write: true });
  const written = output.write(await render(report, look));
  if (changes.length > 0) tell(look.io, `mended ${files(changes.length)}`);
  return finish(look.io, written, statusOf(report, args, look.io));
}

/** The mended text takes standard output, so that an editor can pipe through it; what is left is told on standard error. */
async function fixStdin({ args, request, output, look }: Run): Promise<number> {
  const bytes = request.stdin?.bytes ?? new Uint8Array();
  const { report, changes } = new Session().fix(request, { unsafe: args.unsafeFixes, write: false });
  const name = report.files[0]?.file;
  const after = changes.find(({ file }) => file === name)?.after;
  const written = output.write(after ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  if (report.findings.length > 0 && args.format === "pretty") look.io.err(await render(report, { ...look, color: false }));
  return finish(look.io, written, statusOf(report, args, look.io));
}

async function showDiff({ args, request, output, look }: Run): Promise<number> {
  const session = new Session();
  const { changes } = session.fix(request, { unsafe: args.unsafeFixes, write: false });
  const { unifiedDiff } = await import("../report/diff.ts");
  const written = output.write(changes.map(unifiedDiff).join(""));
  if (changes.length === 0) tell(look.io, "nothing that can be mended");
  // Nothing was changed, so the status is that of the files as they are.
  return finish(look.io, written, statusOf(session.lint(request), args, look.io));
}

async function configure(args: Arguments, io: Io): Promise<Resolved | { readonly errors: readonly string[] }> {
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

async function requestOf(args: Arguments, resolved: Resolved, io: Io): Promise<LintRequest> {
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
  };
}

function colorOf({ noColor, output }: Arguments, { env, isTerminal }: Io): boolean {
  if (noColor || output !== undefined) return false;
  if (env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "") return env["FORCE_COLOR"] !== "0";
  return isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** The exit status of a report; what could not be looked at is told on standard error. */
function statusOf(report: Report, { maxWarnings, operands, stdinFilename }: Arguments, io: Io): number {
  for (const { file, message, at } of report.problems) tell(io, `${placeOf(report, file, at?.start)}: ${message}`);
  for (const { ruleId, file, message } of report.crashes) tell(io, `internal error in ${ruleId === "" ? "the evaluation" : ruleId} on ${file}: ${message}`);
  if (report.problems.length > 0 || report.crashes.length > 0) return 2;
  if (report.files.length === 0 && stdinFilename === undefined) tell(io, `no Dockerfile in ${operands.length === 0 ? "." : operands.join(" ")}`);
  const open = report.findings.filter(({ suppressed }) => suppressed === undefined);
  if (open.some(({ level }) => level === "error")) return 1;
  const warnings = open.filter(({ level }) => level === "warning").length;
  if (maxWarnings === undefined || warnings <= maxWarnings) return 0;
  tell(io, `${String(warnings)} warnings, more than --max-warnings ${String(maxWarnings)}`);
  return 1;
}

function placeOf(report: Report, file: string, offset: number | undefined): string {
  const source = report.sources.get(file);
  if (source === undefined || offset === undefined) return file;
  const { line, column } = source.positionAt(offset);
  return `${file}:${String(line)}:${String(column)}`;
}

function finish(io: Io, written: string | undefined, status: number): number {
  return written === undefined ? status : fail(io, [written]);
}

function fail(io: Io, errors: readonly string[]): number {
  for (const error of errors) tell(io, error);
  return 2;
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${String(count)} files`;
}
