import { outOfOrder, stageNamed } from "./dependencies.ts";
import { isOtherImage } from "./other-images.ts";
import { type Plan, resolveBase } from "./plan.ts";
import type { Evaluation } from "./scope.ts";
import { stageName } from "./stages.ts";

/** Finds the target and marks what it needs, looking up bases on the way; returns the plans with their bases resolved. */
export function reach(evaluation: Evaluation, planned: readonly Plan[]): readonly Plan[] {
  const plans = [...planned];
  const circle = circleIn(plans);
  if (circle !== undefined) {
    const message = `circular dependency detected on stage: ${stageName(circle.entry)}`;
    evaluation.errors.push({ message, at: circle.entry.from.range });
  }
  const target = targetOf(evaluation, plans);
  const open = target === undefined ? [] : [target, ...otherImages(evaluation, plans)];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const plan = plans[index];
    if (plan === undefined || plan.reachable) continue;
    const resolved = { ...resolveBase(evaluation, plan), reachable: true };
    plans[index] = resolved;
    for (const { stage } of resolved.dependencies) open.push(stage);
    refuseOutOfOrder(evaluation, resolved);
  }
  markShipped(plans, target);
  return plans;
}

function targetOf({ request, table, errors, dockerfile }: Evaluation, plans: readonly Plan[]): number | undefined {
  if (request.stage === undefined || request.stage === "") return plans.length === 0 ? undefined : plans.length - 1;
  const found = stageNamed(table, request.stage);
  if (found !== undefined) return found.index;
  const message = `target stage ${JSON.stringify(request.stage)} could not be found`;
  errors.push({ message, at: { file: dockerfile.source.file, start: 0, end: 0 } });
  return undefined;
}

/** The stages that are looked at beside the target; what is shipped is the target alone. */
function otherImages({ request, table }: Evaluation, plans: readonly Plan[]): readonly number[] {
  if (request.otherImages !== true || (request.stage ?? "") !== "") return [];
  const needed = new Set(plans.flatMap(({ dependencies }) => dependencies.map(({ stage }) => stage)));
  return table.stages.filter((entry) => !needed.has(entry.index) && isOtherImage(entry, table)).map(({ index }) => index);
}

function refuseOutOfOrder({ errors, table }: Evaluation, plan: Plan): void {
  const to = plan.entry.index;
  for (const { stage, by, at } of plan.dependencies) {
    if (by !== "from" && stage > to) errors.push({ message: outOfOrder(table, { from: stage, to }), at });
  }
}

function markShipped(plans: readonly Plan[], target: number | undefined): void {
  for (let index = target; index !== undefined; ) {
    const plan: Plan | undefined = plans[index];
    if (plan === undefined || plan.shipped) return;
    plan.shipped = true;
    index = plan.base.kind === "stage" ? plan.base.stage : undefined;
  }
}

/** The first stage, in file order, that needs itself in the end. */
function circleIn(plans: readonly Plan[]): Plan | undefined {
  const done = new Set<number>();
  const path = new Set<number>();
  const visit = (index: number): Plan | undefined => {
    if (path.has(index)) return plans[index];
    if (done.has(index)) return undefined;
    done.add(index);
    path.add(index);
    for (const { stage } of plans[index]?.dependencies ?? []) {
      const found = visit(stage);
      if (found !== undefined) return found;
    }
    path.delete(index);
    return undefined;
  };
  for (const { entry } of plans) {
    const found = visit(entry.index);
    if (found !== undefined) return found;
  }
  return undefined;
}
