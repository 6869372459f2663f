import type { Report } from "../rulekit/types.ts";
import { Session, type LintRequest } from "../session/index.ts";
import type { Baseline } from "../report/baseline.ts";
import { harmlessLines } from "../text/harmless.ts";
import type { Arguments, UsageError } from "./arguments.ts";
import { factSettings } from "./facts.ts";
import { colorOf, fail, tell, type Io } from "./io.ts";
import { openOutput, type Output } from "./output.ts";
import { render, type Look } from "./render.ts";
import { configure, requestOf } from "./request.ts";
import { holdSignals, releaseSignals } from "./signals.ts";

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
  if ("error" in request) return fail(io, [request.error]);
  const baseline = await baselineOf(args, io);
  if (baseline !== undefined && "error" in baseline) return fail(io, [baseline.error]);
  const look = { format: args.format, io, version, color: colorOf(args, io), quiet: args.quiet, unsafe: args.unsafeFixes };
  const run = { args, request: { ...request, facts: factSettings(args, { io, version }, resolved.config) }, output, look, baseline };
  if (args.writeBaseline) return writeBaseline(run);
  if (args.diff) return showDiff(run);
  return args.fix ? fix(run) : check(run);
}

interface Run {
  readonly args: Arguments;
  readonly request: LintRequest;
  readonly output: Output;
  readonly look: Look;
  readonly baseline: Baseline | undefined;
}

async function baselineOf({ baseline, writeBaseline }: Arguments, io: Io): Promise<Baseline | UsageError | undefined> {
  if (baseline === undefined || writeBaseline) return undefined;
  return (await import("./baseline.ts")).readBaseline(baseline, io);
}

/** The report, in which a finding that the baseline knows is marked as known. */
async function marked(report: Report, { args, baseline, look }: Run): Promise<Report> {
  if (baseline === undefined || args.baseline === undefined) return report;
  return (await import("./baseline.ts")).compare(report, { file: args.baseline, baseline }, look.io);
}

async function writeBaseline({ args, request, look }: Run): Promise<number> {
  const report = await new Session().lint(request);
  const status = statusOf({ ...report, findings: [] }, args, look.io);
  // A baseline of half a run would let the other half fail later on.
  if (status !== 0) return status;
  const failure = (await import("./baseline.ts")).writeBaseline(report, args.baseline ?? "", look.io);
  if (failure === undefined) tell(look.io, `wrote ${args.baseline ?? ""}`);
  return finish(look.io, failure, 0);
}

async function check(run: Run): Promise<number> {
  const { args, request, output, look } = run;
  const report = await marked(await new Session().lint(request), run);
  return finish(look.io, output.write(await render(report, look)), statusOf(report, args, look.io));
}

async function fix(run: Run): Promise<number> {
  const { args, request, output, look } = run;
  if (request.stdin !== undefined) return fixStdin(run);
  const { report: left, changes } = await new Session().fix(request, { unsafe: args.unsafeFixes, write: true, onWrite: holdSignals });
  await releaseSignals();
  const report = await marked(left, run);
  const written = output.write(await render(report, look));
  if (changes.length > 0) tell(look.io, `mended ${files(changes.length)}`);
  return finish(look.io, written, statusOf(report, args, look.io));
}

/** The mended text takes standard output, so that an editor can pipe through it; what is left is told on standard error. */
async function fixStdin(run: Run): Promise<number> {
  const { args, request, output, look } = run;
  const bytes = request.stdin?.bytes ?? new Uint8Array();
  const { report: left, changes } = await new Session().fix(request, { unsafe: args.unsafeFixes, write: false });
  const report = await marked(left, run);
  const name = report.files[0]?.file;
  const after = changes.find(({ file }) => file === name)?.after;
  const text = after ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const written = output.write(look.io.isTerminal && args.output === undefined ? harmlessLines(text) : text);
  if (report.findings.length > 0 && args.format === "pretty") look.io.err(await render(report, { ...look, color: false }));
  return finish(look.io, written, statusOf(report, args, look.io));
}

async function showDiff(run: Run): Promise<number> {
  const { args, request, output, look } = run;
  const session = new Session();
  const { changes } = await session.fix(request, { unsafe: args.unsafeFixes, write: false });
  const { unifiedDiff } = await import("../report/diff.ts");
  const written = output.write(shownPatch(changes.map(unifiedDiff).join(""), run));
  if (changes.length === 0) tell(look.io, "nothing that can be mended");
  // Nothing was changed, so the status is that of the files as they are.
  return finish(look.io, written, statusOf(await marked(await session.lint(request), run), args, look.io));
}

/** A patch goes out as it is, but to a terminal or a log, which it could steer. */
function shownPatch(patch: string, { args, look }: Run): string {
  const { io } = look;
  if (args.output !== undefined || !(io.isTerminal || isCi(io))) return patch;
  const shown = harmlessLines(patch);
  if (shown !== patch) tell(io, "what could steer a terminal or a log is left out of the patch; --output FILE writes all of it");
  return shown;
}

function isCi({ env }: Io): boolean {
  return ["CI", "TF_BUILD", "TEAMCITY_VERSION"].some((name) => (env[name] ?? "") !== "" && env[name] !== "false");
}

/** The exit status of a report; what could not be looked at is told on standard error. */
function statusOf(report: Report, args: Arguments, io: Io): number {
  const { maxWarnings, operands, stdinFilename } = args;
  for (const { file, message, at } of report.problems) tell(io, `${placeOf(report, file, at?.start)}: ${message}`);
  for (const { ruleId, file, message } of report.crashes) tell(io, `internal error in ${ruleId === "" ? "the evaluation" : ruleId} on ${file}: ${message}`);
  if (report.problems.length > 0 || report.crashes.length > 0) return 2;
  const wholeRun = stdinFilename === undefined && !args.staged && args.changedSince === undefined;
  if (report.files.length === 0 && wholeRun) tell(io, `no Dockerfile in ${operands.length === 0 ? "." : operands.join(" ")}`);
  const open = report.findings.filter(({ suppressed, baselineState }) => suppressed === undefined && baselineState !== "unchanged");
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

async function finish(io: Io, written: string | undefined, status: number): Promise<number> {
  await releaseSignals();
  return written === undefined ? status : fail(io, [written]);
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${String(count)} files`;
}
