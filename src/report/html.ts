import { createHash } from "node:crypto";
import type { Finding, Report, StageGraph } from "../rulekit/types.ts";
import { findingView } from "./html/findings.ts";
import { chip, stageGraphView, type ColorOf } from "./html/graph.ts";
import { html as markup, Markup } from "./html/markup.ts";
import { STYLE } from "./html/style.ts";
import { compareTexts, groupByFile, openFindings } from "./order.ts";
import { counted, sumOf } from "./sum.ts";
import { verdicts, type FileVerdict, type Verdict } from "./verdict.ts";

/** Colours that the style knows. */
const COLORS = 8;

/**
 * One page that needs nothing else: verdicts, stages, findings with their code and fixes. It holds no script, and its policy
 * allows none, so what files contain can't become one.
 */
export function html(report: Report): string {
  const findings = openFindings(report.findings);
  const all = verdicts(report);
  const colorOf = colorsOf(report);
  const style = new Markup(STYLE);
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  const byFile = groupByFile(findings);
  const graphs = new Map((report.graphs ?? []).filter(({ stages }) => stages.length > 1).map((graph) => [graph.file, graph]));
  // Files with findings, and those whose stages are drawn.
  const files = [...new Set([...byFile.keys(), ...graphs.keys()])].sort(compareTexts);
  const ids = new Map(files.map((file, i) => [file, `file-${String(i + 1)}`]));
  const sections = [...ids].map(([file, id]) => fileSection({ report, graph: graphs.get(file), file, id, findings: byFile.get(file) ?? [], colorOf }));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>anyarch: ${sumOf(report)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>anyarch</h1><p>${sumOf(report)}</p></header>
<main>
${matrix(report, { all, ids, colorOf })}${problemsView(report)}${sections}${uncheckedView(report)}</main>
</body>
</html>
`.text;
}

function colorsOf(report: Report): ColorOf {
  const others = (report.graphs ?? []).flatMap(({ stages }) => stages.flatMap(({ builds }) => builds.map(({ runsOn }) => runsOn)));
  const numbers = new Map([...new Set([...report.platforms, ...others])].map((platform, i) => [platform, i % COLORS]));
  return (platform) => numbers.get(platform) ?? 0;
}

interface MatrixInput {
  readonly all: readonly FileVerdict[];
  readonly ids: ReadonlyMap<string, string>;
  readonly colorOf: ColorOf;
}

function matrix(report: Report, { all, ids, colorOf }: MatrixInput): Markup {
  if (all.length === 0) return markup``;
  const head = report.platforms.map((platform) => markup`<th scope="col">${chip(platform, colorOf)}</th>`);
  const rows = all.map(({ file, platforms, findings, unchecked }) => {
    const id = ids.get(file);
    const name = id === undefined ? markup`<code>${file}</code>` : markup`<a href="#${id}"><code>${file}</code></a>`;
    return markup`<tr><th scope="row">${name}</th>${platforms.map(({ verdict }) => cell(verdict))}<td>${findings}</td><td>${unchecked}</td></tr>
`;
  });
  return markup`<section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Verdicts"><table><thead><tr><th scope="col">image</th>${head}<th scope="col">findings</th><th scope="col">places not followed</th></tr></thead><tbody>
${rows}</tbody></table></div></section>
`;
}

function cell(verdict: Verdict): Markup {
  switch (verdict.state) {
    case "builds":
      return markup`<td class="builds">${"\u2713"} builds</td>`;
    case "blocked":
      return markup`<td class="blocked">${"\u2717"} blocked by ${verdict.by}</td>`;
    case "unknown":
      return markup`<td class="unknown">? unknown</td>`;
  }
}

interface SectionInput {
  readonly report: Report;
  readonly graph: StageGraph | undefined;
  readonly file: string;
  readonly id: string;
  readonly findings: readonly Finding[];
  readonly colorOf: ColorOf;
}

function fileSection({ report, graph, file, id, findings, colorOf }: SectionInput): Markup {
  const drawn = graph === undefined ? markup`` : stageGraphView(graph, id, colorOf);
  const nothing = findings.length === 0 ? markup`<p class="quiet">Nothing found.</p>` : markup``;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}"><code>${file}</code></h2>
${drawn}${nothing}${findings.map((finding) => findingView(report, finding))}</section>
`;
}

function problemsView({ problems, crashes }: Report): Markup {
  const items = [...problems.map(({ file, message }) => `${file}: ${message}`), ...crashes.map(({ ruleId, file, message }) => `internal error in ${ruleId === "" ? "the evaluation" : ruleId} on ${file}: ${message}`)];
  if (items.length === 0) return markup``;
  return markup`<section aria-labelledby="problems"><h2 id="problems">Could not be looked at</h2><ul>${items.map((item) => markup`<li>${item}</li>`)}</ul></section>
`;
}

function uncheckedView({ unchecked }: Report): Markup {
  if (unchecked.length === 0) return markup``;
  const reasons = new Map<string, number>();
  for (const { at, because } of unchecked) reasons.set(`${at.file}: ${because}`, (reasons.get(`${at.file}: ${because}`) ?? 0) + 1);
  const items = [...reasons].map(([reason, n]) => markup`<li>${reason}${n > 1 ? ` (${String(n)} times)` : ""}</li>`);
  return markup`<section aria-labelledby="unchecked"><h2 id="unchecked">Not followed</h2><details><summary>${counted(unchecked.length, "place")}</summary><ul>${items}</ul></details></section>
`;
}
