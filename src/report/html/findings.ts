import type { Finding, Proposal, Report } from "../../rulekit/types.ts";
import type { Range, SourceText } from "../../text/index.ts";
import { consequenceWords } from "../consequence.ts";
import { fixHunks } from "../fix-diff.ts";
import { placeOf } from "../places.ts";
import { code, html, message, type Markup } from "./markup.ts";

const CONTEXT = 1;
const MAX_LINES = 12;
const MAX_WIDTH = 600;

/** One finding with its code, its reasons and the diff of its fix. */
export function findingView(report: Report, finding: Finding): Markup {
  const { ruleId, level, platforms, consequence, confidence, related, evidence, fixes } = finding;
  const on = platforms.length === 0 ? "" : `on ${platforms.join(", ")}`;
  const why = [on, consequenceWords[consequence], confidence === "likely" ? "likely, not certain" : ""].filter((part) => part !== "");
  return html`<article class="finding ${level}">
<h3><span class="level">${level}</span> ${message(finding.message)}</h3>
<p class="meta"><code>${ruleId}</code> ${[where(report, finding.at), ...why].map((part) => `· ${part}`).join(" ")}</p>
${excerpt(report, finding.at)}${listOf("See also", related.map((one) => html`${where(report, one.at)}: ${message(one.message)}`))}${listOf(
    "Proof",
    evidence.map(({ statement, source, asOf }) => html`${message(statement)} <span class="quiet">(${source}, ${asOf})</span>`),
  )}${fixes.map((fix) => fixView(report, fix))}</article>
`;
}

function where(report: Report, at: Range): string {
  const { file, range } = placeOf(report, at);
  return `${file}:${String(range.start.line)}:${String(range.start.column)}`;
}

function listOf(title: string, items: readonly Markup[]): Markup {
  return items.length === 0 ? html`` : html`<p class="list-title">${title}</p><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
`;
}

/** The lines around a range, the range itself marked. */
function excerpt(report: Report, { file, start, end }: Range): Markup {
  const source = report.sources.get(file);
  if (source === undefined) return html``;
  const first = Math.max(1, source.positionAt(start).line - CONTEXT);
  const last = Math.min(source.positionAt(Math.max(start, end - 1)).line + CONTEXT, first + MAX_LINES, source.lineStarts.length);
  const lines: Markup[] = [];
  for (let line = first; line <= last; line++) lines.push(lineView(source, line, { start, end }));
  return html`<pre class="code" tabindex="0" aria-label="${file} from line ${first}">${lines}</pre>
`;
}

function lineView({ text, lineStarts }: SourceText, line: number, range: { readonly start: number; readonly end: number }): Markup {
  const start = lineStarts[line - 1] ?? 0;
  const end = lineStarts[line] ?? text.length;
  // Of a long line only the part around the range is shown.
  const from = range.start - start > MAX_WIDTH / 2 && range.start < end ? range.start - MAX_WIDTH / 4 : start;
  const to = Math.min(end, from + MAX_WIDTH);
  const markFrom = Math.max(from, Math.min(range.start, to));
  const markTo = Math.max(markFrom, Math.min(range.end, to));
  const piece = (a: number, b: number): Markup => code(text.slice(a, b).replace(/\r?\n$/, ""));
  const marked = markTo > markFrom ? html`<mark>${piece(markFrom, markTo)}</mark>` : html``;
  return html`<span class="number">${String(line).padStart(4)}</span> ${from > start ? "…" : ""}${piece(from, markFrom)}${marked}${piece(markTo, to)}${to < end ? "…" : ""}
`;
}

function fixView(report: Report, fix: Proposal): Markup {
  const hunks = fixHunks(report, fix).map(({ file, line, lines }) => {
    const rows = lines.map(({ kind, text }) => html`<span class="${kind}">${{ same: " ", old: "-", new: "+" }[kind]}${code(text)}</span>
`);
    return html`<pre class="diff" tabindex="0" aria-label="Change of ${file} at line ${line}"><span class="quiet">${file}:${line}</span>
${rows}</pre>
`;
  });
  return html`<p class="list-title">Fix: ${message(fix.title)}${fix.safety === "unsafe" ? " (unsafe)" : ""}</p>
${hunks}`;
}
