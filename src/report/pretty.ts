import { Chalk, type ChalkInstance } from "chalk";
import type { Finding, Report } from "../rulekit/types.ts";
import { harmless, type Range } from "../text/index.ts";
import { consequenceWords } from "./consequence.ts";
import { frameOf, type FrameLine } from "./frame.ts";
import { openFindings } from "./order.ts";
import { placeOf } from "./places.ts";
import { besides, counted, countLevels } from "./sum.ts";
import { verdicts, type FileVerdict, type Verdict } from "./verdict.ts";

export interface PrettyOptions {
  readonly color: boolean;
  /** Whether unsafe fixes count as asked for. */
  readonly unsafe: boolean;
}

interface Pen {
  readonly report: Report;
  readonly chalk: ChalkInstance;
}

/** The report for people: each finding with its place in the code, then a verdict for each platform, then the sum. */
export function pretty(report: Report, { color, unsafe }: PrettyOptions): string {
  const pen = { report, chalk: new Chalk({ level: color ? 1 : 0 }) };
  const findings = openFindings(report.findings);
  const blocks = findings.map((finding) => findingBlock(pen, finding));
  return [...blocks, verdictBlock(pen), sumBlock(pen, findings, unsafe)].filter((block) => block !== "").join("\n");
}

function findingBlock(pen: Pen, finding: Finding): string {
  const { chalk } = pen;
  const { ruleId, level, consequence, platforms, confidence } = finding;
  const why = [platforms.join(", "), consequenceWords[consequence], confidence === "likely" ? "likely, not certain" : ""].filter((part) => part !== "");
  const lines = [
    `${levelColor(chalk, level)(chalk.bold(level))} ${chalk.bold(harmless(finding.message))} ${chalk.dim(ruleId)}`,
    ...frameLines(pen, finding.at, level),
    ...(why.length === 0 ? [] : [`  ${chalk.bold("on")} ${why.join(": ")}`]),
    ...finding.related.flatMap(({ at, message }) => [`  ${chalk.bold("see")} ${placeText(pen, at)} ${harmless(message)}`]),
    ...finding.evidence.map(({ statement, source, asOf }) => `  ${chalk.bold("proof")} ${harmless(statement)} ${chalk.dim(harmless(`(${source}, ${asOf})`))}`),
    ...finding.fixes.map(({ title, safety }) => `  ${chalk.green.bold("fix")} ${harmless(title)}${safety === "unsafe" ? chalk.yellow(" (unsafe)") : ""}`),
  ];
  return `${lines.join("\n")}\n`;
}

function levelColor(chalk: ChalkInstance, level: Finding["level"]): ChalkInstance {
  return level === "error" ? chalk.red : level === "warning" ? chalk.yellow : chalk.blue;
}

function frameLines(pen: Pen, at: Range, level: Finding["level"]): readonly string[] {
  const { chalk, report } = pen;
  const source = report.sources.get(at.file);
  const head = `  ${chalk.cyan(placeText(pen, at))}`;
  if (source === undefined) return [head];
  const { lines, more } = frameOf(source, at.start, at.end);
  const width = String((lines.at(-1)?.line ?? 1)).length;
  const mark = levelColor(chalk, level);
  const drawn = lines.flatMap((line) => drawLine(line, { chalk, mark, width }));
  return [head, ...drawn, ...(more > 0 ? [chalk.dim(`  ${" ".repeat(width)} | … ${counted(more, "line")} more`)] : [])];
}

function drawLine({ line, text, from, to }: FrameLine, { chalk, mark, width }: { chalk: ChalkInstance; mark: ChalkInstance; width: number }): readonly string[] {
  const bar = chalk.dim("|");
  return [`  ${chalk.dim(String(line).padStart(width))} ${bar} ${text}`, `  ${" ".repeat(width)} ${bar} ${" ".repeat(from)}${mark("^".repeat(to - from))}`];
}

function placeText({ report }: Pen, at: Range): string {
  const { file, range } = placeOf(report, at);
  return harmless(`${file}:${String(range.start.line)}:${String(range.start.column)}`);
}

/** Files with something to say, each on a line; the rest are counted. */
function verdictBlock({ report, chalk }: Pen): string {
  // What could not be read is told on standard error; without a file there is nothing to judge.
  const all = report.files.length === 0 ? [] : verdicts(report);
  const told = all.filter(({ platforms, findings }) => findings > 0 || platforms.some(({ verdict }) => verdict.state !== "builds"));
  if (told.length === 0) return "";
  const width = Math.min(60, Math.max(...told.map(({ file }) => file.length)));
  const lines = told.map((row) => `${harmless(row.file).padEnd(width)}  ${verdictCells(row, chalk)}`);
  const rest = all.length - told.length;
  return `${[...lines, ...(rest > 0 ? [chalk.dim(`and ${counted(rest, "file")} in which nothing was found`)] : [])].join("\n")}\n`;
}

function verdictCells({ platforms, unchecked }: FileVerdict, chalk: ChalkInstance): string {
  const cells = platforms.map(({ platform, verdict }) => `${platform} ${verdictText(verdict, chalk)}`);
  return [...cells, ...(unchecked > 0 ? [chalk.dim(`${counted(unchecked, "place")} not followed`)] : [])].join("  ");
}

function verdictText(verdict: Verdict, chalk: ChalkInstance): string {
  switch (verdict.state) {
    case "builds":
      return chalk.green("builds");
    case "blocked":
      return chalk.red(`blocked by ${String(verdict.by)}`);
    case "unknown":
      return chalk.yellow("unknown");
  }
}

function sumBlock({ report, chalk }: Pen, findings: readonly Finding[], unsafe: boolean): string {
  const levels = countLevels(findings).map(({ level, n }) => levelColor(chalk, level)(counted(n, level)));
  const looked = `in ${counted(report.files.length, "file")} for ${report.platforms.join(", ")}`;
  const nothing = report.files.length === 0 ? chalk.yellow("nothing checked") : chalk.green("nothing found");
  const lines = [
    `${levels.length === 0 ? nothing : levels.join(", ")} ${looked}${besides(report).map((text) => chalk.dim(text)).join("")}`,
    ...fixableLines(findings, unsafe),
    ...uncheckedLines(report).map((line) => chalk.dim(line)),
  ];
  return `${lines.join("\n")}\n`;
}

/** What could not be followed, and what nobody answered. */
function uncheckedLines({ unchecked }: Report): readonly string[] {
  const reasons = new Map<string, number>();
  for (const { unanswered } of unchecked) if (unanswered !== undefined) reasons.set(unanswered, (reasons.get(unanswered) ?? 0) + 1);
  const open = [...reasons.values()].reduce((sum, n) => sum + n, 0);
  const places = unchecked.length - open;
  const why = [...reasons].sort(([, a], [, b]) => b - a).map(([reason]) => reason);
  return [
    ...(places > 0 ? [`${counted(places, "place")} could not be followed; --format json lists them`] : []),
    ...(open > 0 ? [`${counted(open, "question")} without an answer (${why.join("; ")}); --format json lists them`] : []),
  ];
}

function fixableLines(findings: readonly Finding[], unsafe: boolean): readonly string[] {
  const safe = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety === "safe")).length;
  const others = findings.filter(({ fixes }) => fixes.length > 0).length - safe;
  if (safe + others === 0) return [];
  if (unsafe || safe === 0) return [`${String(safe + others)} can be mended with --fix --unsafe-fixes`];
  return [`${String(safe)} can be mended with --fix${others > 0 ? `, ${String(others)} more with --fix --unsafe-fixes` : ""}`];
}
