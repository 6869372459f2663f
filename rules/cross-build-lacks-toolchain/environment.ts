import { knownText, type EffectOf, type EvaluatedStage } from "../../src/rulekit/index.ts";

/** A variable as a command finds it: `unknown` where it has a value that nobody knows, undefined where nothing in the stage sets it. */
export function variableAt(stage: EvaluatedStage, effect: EffectOf<"compile">, name: string): string | undefined {
  let value: string | undefined;
  for (const one of stage.effects) {
    if (one === effect) break;
    // What a step's shell sets is gone with the step.
    if (one.kind === "set-env" && one.name === name && (one.scope !== "shell" || one.instruction === effect.instruction)) value = one.runs === "always" ? (knownText(one.value) ?? "unknown") : "unknown";
    if (one.kind === "run" && one.instruction === effect.instruction && one.at.start === effect.at.start) value = assigned(one, name) ?? value;
  }
  return value;
}

/** `env CGO_ENABLED=0 go build`. */
function assigned({ argv }: EffectOf<"run">, name: string): string | undefined {
  const word = argv.map((one) => knownText(one) ?? "").find((text) => text.startsWith(`${name}=`));
  return word?.slice(name.length + 1);
}
