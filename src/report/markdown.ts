import type { Finding, Report } from "../rulekit/types.ts";
import { visible, withoutCommands } from "../text/index.ts";
import { fixHunks } from "./fix-diff.ts";
import { groupByFile, openFindings } from "./order.ts";
import { placeOf } from "./places.ts";
import { sumOf } from "./sum.ts";
import { verdicts, type FileVerdict, type Verdict } from "./verdict.ts";

/** GitHub takes comments of 65,536 characters; GitLab takes more. */
const MAX_CHARACTERS = 60_000;
const MAX_ROWS = 100;
const MAX_LINE = 300;

/** GitHub-flavoured Markdown for comments and job summaries. Long reports are cut at a finding, and say so. */
export function markdown(report: Report): string {
  const findings = openFindings(report.findings);
  const head = ["## anyarch", text(sumOf(report)), ...matrix(report), ...problems(report)].filter((part) => part !== "").join("\n\n");
  const parts = [head];
  let length = head.length;
  let told = 0;
  for (const [file, own] of groupByFile(findings)) {
    const title = `### ${code(file)}`;
    for (const [i, finding] of own.entries()) {
      const part = i === 0 ? `${title}\n\n${block(report, finding)}` : block(report, finding);
      if (length + part.length > MAX_CHARACTERS) return ended(parts, findings.length - told);
      parts.push(part);
      length += part.length + 2;
      told++;
    }
  }
  return ended(parts, 0);
}

function ended(parts: readonly string[], left: number): string {
  return `${[...parts, ...(left > 0 ? [`and ${String(left)} more`] : [])].join("\n\n")}\n`;
}

function matrix(report: Report): readonly string[] {
  const rows = verdicts(report).filter(({ findings, platforms }) => findings > 0 || platforms.some(({ verdict }) => verdict.state !== "builds"));
  if (rows.length === 0) return [];
  const head = `| | ${report.platforms.map((platform) => code(platform)).join(" | ")} |\n|---|${report.platforms.map(() => "---|").join("")}`;
  const more = rows.length > MAX_ROWS ? [`and ${String(rows.length - MAX_ROWS)} more files`] : [];
  return [[head, ...rows.slice(0, MAX_ROWS).map(row)].join("\n"), ...more];
}

function row({ file, platforms }: FileVerdict): string {
  return `| ${code(file).replaceAll("|", "\\|")} | ${platforms.map(({ verdict }) => cell(verdict)).join(" | ")} |`;
}

function cell(verdict: Verdict): string {
  switch (verdict.state) {
    case "builds":
      return "✅ builds";
    case "blocked":
      return `❌ blocked by ${String(verdict.by)}`;
    case "unknown":
      return "❔ unknown";
  }
}

function problems({ problems: all }: Report): readonly string[] {
  return all.length === 0 ? [] : [all.slice(0, MAX_ROWS).map(({ file, message }) => `- ${code(file)}: ${text(message)}`).join("\n")];
}

function block(report: Report, finding: Finding): string {
  const { line } = placeOf(report, finding.at).range.start;
  const { level, ruleId, message, platforms } = finding;
  const on = platforms.length === 0 ? "" : ` on ${platforms.map(code).join(", ")}`;
  const parts = [`**${level}** line ${String(line)}${on}: ${text(message)} (${code(ruleId)})`];
  const [fix] = finding.fixes;
  if (fix === undefined) parts.push(...excerpt(report, finding));
  else parts.push(`Fix${fix.safety === "unsafe" ? " (unsafe)" : ""}: ${text(fix.title)}`, ...fixHunks(report, fix).map(({ lines }) => fenced("diff", lines.map((one) => `${{ same: " ", old: "-", new: "+" }[one.kind]}${one.text}`))));
  return parts.join("\n\n");
}

function excerpt(report: Report, { at }: Finding): readonly string[] {
  const source = report.sources.get(at.file);
  if (source === undefined) return [];
  const { line } = source.positionAt(at.start);
  const start = source.lineStarts[line - 1] ?? 0;
  return [fenced("", [source.text.slice(start, source.lineStarts[line] ?? source.text.length).replace(/\r?\n$/, "")])];
}

function fenced(language: string, lines: readonly string[]): string {
  const body = lines.map((line) => safe(line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line)).join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body}\n${fence}`;
}

/** A message: what stands in backticks becomes code, nothing else in it is Markdown, a mention or a link. */
function text(message: string): string {
  const parts = message.split("`");
  // An odd number of backticks pairs nothing up.
  if (parts.length % 2 === 0) return plain(message);
  return parts.map((part, i) => (i % 2 === 1 ? code(part) : plain(part))).join("");
}

const ENTITIES: Readonly<Record<string, string>> = { "<": "&lt;", "&": "&amp;", "`": "&#96;" };

function plain(part: string): string {
  const escaped = safe(part).replace(/\s/g, " ").replace(/[\\`*_{}[\]()<>#+!|~&$-]/g, (sign) => ENTITIES[sign] ?? `\\${sign}`);
  // A sign of no width keeps a name from being told and an address from becoming a link.
  return escaped.replace(/@(?=\w)|#(?=\d)|:(?=\/\/)|www(?=\.)/gi, "$&\u200b");
}

/** A code span: its fence is longer than any run of backticks in it. */
function code(part: string): string {
  const inner = safe(part).replace(/\s/g, " ");
  const fence = "`".repeat(longestRun(inner) + 1);
  const pad = inner === "" || inner.startsWith("`") || inner.endsWith("`") ? " " : "";
  return `${fence}${pad}${inner}${pad}${fence}`;
}

function longestRun(part: string): number {
  return Math.max(0, ...(part.match(/`+/g) ?? []).map((run) => run.length));
}

function safe(part: string): string {
  return Array.from(withoutCommands(part), (character) => (character === "\t" ? character : visible(character))).join("");
}
