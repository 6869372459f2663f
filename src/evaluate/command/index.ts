import { type Answer, type CommandModel, type Invocation, NOTHING } from "./invocation.ts";
import { MODELS } from "./models.ts";
import { namesFor } from "./names.ts";

export type { Answer, Argument, CommandModel, Invocation, Status } from "./invocation.ts";
export { NOTHING } from "./invocation.ts";
export { sourceEffects } from "./sources.ts";

/** What a command does, by the model of its tool; nothing for a tool without one. The shell adds the `run` effect itself. */
export function effectsOf(invocation: Invocation): Answer {
  return modelFor(invocation.name)?.(invocation) ?? NOTHING;
}

function modelFor(name: string): CommandModel | undefined {
  for (const candidate of namesFor(name)) {
    const model = MODELS.get(candidate);
    if (model !== undefined) return model;
  }
  return undefined;
}
