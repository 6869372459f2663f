import type { GraphStage, StageGraph } from "../../rulekit/types.ts";
import { html, type Markup } from "./markup.ts";

/** Drawn as a picture up to here; a table says the same for more. */
const MAX_STAGES = 60;
const MAX_EDGES = 400;
const MAX_LABEL = 30;

const CHARACTER = 7.3;
const ROW = 20;
const GAP_X = 70;
const GAP_Y = 22;
const PADDING = 12;

/** The number of a platform's colour. */
export type ColorOf = (platform: string) => number;

/** The stages of a Dockerfile, each with the platform that its steps run on; the same as a table for those who don't see the picture. */
export function stageGraphView(graph: StageGraph, id: string, colorOf: ColorOf): Markup {
  const edges = graph.stages.reduce((sum, { takes }) => sum + takes.length, 0);
  const drawable = graph.stages.length > 0 && graph.stages.length <= MAX_STAGES && edges <= MAX_EDGES;
  return html`<figure class="stages">${drawable ? picture(graph, id, colorOf) : ""}<figcaption>Stages, and the platform that each runs on. Solid lines: FROM; dashed: COPY; coloured: for that platform only; thick frame: the image.</figcaption>
<details${drawable ? "" : html` open`}><summary>As a table</summary>${table(graph, colorOf)}</details></figure>
`;
}

interface Box {
  readonly stage: GraphStage;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function picture(graph: StageGraph, id: string, colorOf: ColorOf): Markup {
  const boxes = layOut(graph);
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + PADDING;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) + PADDING;
  const arrows = boxes.flatMap((box) => box.stage.takes.flatMap((take) => arrow({ box, from: boxes[take.stage], take, colorOf })));
  const size = `0 0 ${String(Math.ceil(width))} ${String(Math.ceil(height))}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Stages of ${graph.file}"><svg viewBox="${size}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img" aria-labelledby="${id}-title"><title id="${id}-title">${graph.file}: ${described(graph)}</title>
${arrows}${boxes.map((box) => boxView(box, colorOf))}</svg></div>
`;
}

function described({ stages }: StageGraph): string {
  return stages.map(({ name, builds }) => `${name} runs on ${[...new Set(builds.map(({ runsOn }) => runsOn))].join(" and ")}`).join("; ");
}

/** Columns by the longest way from a stage that takes nothing; within one in the order of the file, columns centred. */
function layOut({ stages }: StageGraph): readonly Box[] {
  const columns: number[] = [];
  for (const [index, { takes }] of stages.entries()) columns.push(1 + Math.max(-1, ...takes.filter(({ stage }) => stage < index).map(({ stage }) => columns[stage] ?? 0)));
  const widths: number[] = [];
  for (const [index, stage] of stages.entries()) {
    const column = columns[index] ?? 0;
    widths[column] = Math.max(widths[column] ?? 0, widthOf(stage));
  }
  const heights: number[] = [];
  for (const [index, stage] of stages.entries()) heights[columns[index] ?? 0] = (heights[columns[index] ?? 0] ?? -GAP_Y) + heightOf(stage) + GAP_Y;
  const tallest = Math.max(...heights);
  const tops = heights.map((height) => PADDING + (tallest - height) / 2);
  return stages.map((stage, index) => {
    const column = columns[index] ?? 0;
    const x = PADDING + widths.slice(0, column).reduce((sum, width) => sum + width + GAP_X, 0);
    const y = tops[column] ?? PADDING;
    tops[column] = y + heightOf(stage) + GAP_Y;
    return { stage, index, x, y, width: widths[column] ?? 0, height: heightOf(stage) };
  });
}

function widthOf({ name, base, builds }: GraphStage): number {
  const labels = [name, `FROM ${base}`, ...builds.map(buildLabel)].map((label) => Math.min(MAX_LABEL, label.length));
  return Math.ceil(Math.max(...labels) * CHARACTER) + 2 * PADDING + 14;
}

function heightOf({ builds }: GraphStage): number {
  return ROW * (2 + builds.length) + PADDING;
}

function buildLabel({ target, runsOn, use }: GraphStage["builds"][number]): string {
  if (use === "unused") return `${target}: not built`;
  return runsOn === target ? target : `${target}: on ${runsOn}`;
}

function boxView({ stage, x, y, width, height }: Box, colorOf: ColorOf): Markup {
  const unused = stage.builds.every(({ use }) => use === "unused");
  const shipped = stage.builds.some(({ use }) => use === "shipped");
  const rows = stage.builds.map((build, i) => {
    const top = y + ROW * (i + 2) + 3;
    const mark = build.use === "unused" ? "none" : `p${String(colorOf(build.runsOn))}`;
    return html`<rect class="${mark}" x="${x + PADDING}" y="${top + 3}" width="10" height="10" rx="2"/><text x="${x + PADDING + 16}" y="${top + 12}">${short(buildLabel(build))}</text>`;
  });
  return html`<g class="stage${unused ? " unused" : ""}${shipped ? " shipped" : ""}"><title>${stage.name}, line ${stage.line}: FROM ${stage.base}</title><rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/><text class="name" x="${x + PADDING}" y="${y + 18}">${short(stage.name)}</text><text class="base" x="${x + PADDING}" y="${y + 36}">${short(`FROM ${stage.base}`)}</text>${rows}</g>
`;
}

function arrow({ box, from, take, colorOf }: { readonly box: Box; readonly from: Box | undefined; readonly take: GraphStage["takes"][number]; readonly colorOf: ColorOf }): readonly Markup[] {
  if (from === undefined || from.index >= box.index) return [];
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, box.x, box.y + box.height / 2];
  const bend = Math.max(30, (x2 - x1) / 2);
  const path = `M ${String(x1)} ${String(y1)} C ${String(x1 + bend)} ${String(y1)} ${String(x2 - bend)} ${String(y2)} ${String(x2 - 7)} ${String(y2)}`;
  const tip = `M ${String(x2)} ${String(y2)} l -8 -4 v 8 z`;
  // What only one platform takes has the colour of that platform.
  const only = take.targets.length === 1 && box.stage.builds.length > 1 ? ` p${String(colorOf(take.targets[0] ?? ""))}` : "";
  return [html`<g class="arrow ${take.by}${only}"><title>${box.stage.name} ${take.by === "from" ? "is built from" : "copies from"} ${from.stage.name} for ${take.targets.join(", ")}</title><path class="line" d="${path}"/><path class="tip" d="${tip}"/></g>
`];
}

function short(label: string): string {
  return label.length > MAX_LABEL ? `${label.slice(0, MAX_LABEL - 1)}…` : label;
}

function table({ stages }: StageGraph, colorOf: ColorOf): Markup {
  const targets = stages[0]?.builds.map(({ target }) => target) ?? [];
  const rows = stages.map(
    ({ name, base, line, builds, takes }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${line}</td><td><code>${base}</code></td>${builds.map((build) => html`<td>${build.use === "unused" ? "not built" : chip(build.runsOn, colorOf)}${build.use === "shipped" ? " (the image)" : ""}</td>`)}<td>${[...new Set(takes.map(({ stage }) => stages[stage]?.name ?? ""))].join(", ")}</td></tr>
`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Stages as a table"><table><thead><tr><th scope="col">stage</th><th scope="col">line</th><th scope="col">FROM</th>${targets.map((target) => html`<th scope="col">for ${target}</th>`)}<th scope="col">takes from</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

/** A platform's name beside its colour. */
export function chip(platform: string, colorOf: ColorOf): Markup {
  return html`<span class="chip"><span class="swatch p${colorOf(platform)}" aria-hidden="true"></span>${platform}</span>`;
}
