import { type Answer, type CommandModel, type Invocation } from "./invocation.ts";
import { MODELS } from "./models.ts";
import { namesFor } from "./names.ts";
import { stranger } from "./strangers.ts";

export type { Answer, Argument, CommandModel, Invocation, Status } from "./invocation.ts";
export { NOTHING } from "./invocation.ts";
export { type Extraction, extractionOf } from "./archive.ts";
export { sourceEffects } from "./sources.ts";

/** Words of one command that are looked at: far more than a kernel would pass on, and few enough for one array of effects. */
const ARGUMENT_LIMIT = 20_000;

/** What a command does, by the model of its tool; nothing for a tool without one. The shell adds the `run` effect itself. */
export function effectsOf(invocation: Invocation): Answer {
  const model = modelFor(invocation.name) ?? stranger;
  if (invocation.args.length <= ARGUMENT_LIMIT) return model(invocation);
  return model({ ...invocation, args: invocation.args.slice(0, ARGUMENT_LIMIT) });
}

function modelFor(name: string): CommandModel | undefined {
  const exact = MODELS.get(name);
  if (exact !== undefined) return exact;
  for (const candidate of namesFor(name)) {
    const model = MODELS.get(candidate);
    if (model !== undefined) return model;
  }
  return undefined;
}
