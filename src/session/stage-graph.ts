import { textOf, UNKNOWN_CHARACTER, type Base, type Build, type EvaluatedStage } from "../evaluate/index.ts";
import { formatPlatform } from "../model/index.ts";
import type { GraphStage, StageGraph } from "../rulekit/index.ts";

/** What the builds of one Dockerfile say about its stages, put together for drawing. */
export function stageGraph(file: string, builds: readonly Build[]): StageGraph {
  const longest = builds.reduce((most, { stages }) => Math.max(most, stages.length), 0);
  const stages: GraphStage[] = [];
  for (let index = 0; index < longest; index++) {
    const found = builds.flatMap((build) => {
      const stage = build.stages[index];
      return stage === undefined ? [] : [{ target: formatPlatform(build.target), stage, build }];
    });
    const [first] = found;
    if (first === undefined) continue;
    stages.push({
      name: first.stage.name ?? String(index),
      base: [...new Set(found.map(({ stage, build }) => baseText(stage.base, build)))].join(" or "),
      line: first.build.dockerfile.source.positionAt(first.stage.from.range.start).line,
      builds: found.map(({ target, stage }) => ({ target, runsOn: formatPlatform(stage.platform), use: useOf(stage) })),
      takes: takesOf(found),
    });
  }
  return { file, stages };
}

function useOf({ reachable, shipped }: EvaluatedStage): GraphStage["builds"][number]["use"] {
  return shipped ? "shipped" : reachable ? "needed" : "unused";
}

function baseText(base: Base, { stages }: Build): string {
  switch (base.kind) {
    case "scratch":
      return "scratch";
    case "stage":
      return stages[base.stage]?.name ?? String(base.stage);
    case "image":
      return textOf(base.image).replaceAll(UNKNOWN_CHARACTER, "…");
  }
}

function takesOf(found: readonly { readonly target: string; readonly stage: EvaluatedStage }[]): GraphStage["takes"] {
  const takes = new Map<string, { stage: number; by: "from" | "copy"; targets: string[] }>();
  for (const { target, stage } of found) {
    for (const { from, by } of sourcesOf(stage)) {
      const key = `${by} ${String(from)}`;
      const known = takes.get(key);
      if (known === undefined) takes.set(key, { stage: from, by, targets: [target] });
      else if (!known.targets.includes(target)) known.targets.push(target);
    }
  }
  return [...takes.values()].sort((a, b) => a.stage - b.stage || (a.by < b.by ? -1 : 1));
}

function sourcesOf({ base, effects }: EvaluatedStage): readonly { readonly from: number; readonly by: "from" | "copy" }[] {
  const copies = effects.flatMap((effect) => (effect.kind === "copy" && effect.from.kind === "stage" ? [{ from: effect.from.stage, by: "copy" as const }] : []));
  return base.kind === "stage" ? [{ from: base.stage, by: "from" }, ...copies] : copies;
}
