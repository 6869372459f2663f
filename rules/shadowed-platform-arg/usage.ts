import {
  contains, textOf, valuesOf,
  type Build, type CheckInput, type Effect, type EffectOf, type EvaluatedStage, type Instruction,
} from "../../src/rulekit/index.ts";

/** Whether anything reads a value: for certain, perhaps (a program that is not followed may look into its environment), or nothing. */
export type Usage = "certain" | "likely" | "none";

type Setting = EffectOf<"set-env">;

/** What becomes of the value that `setting` gives in a stage, or before the first FROM where `stage` is undefined. */
export function usageOf(setting: Setting, stage: EvaluatedStage | undefined, input: CheckInput): Usage {
  if (stage !== undefined) return worst(spansFrom({ stage, after: setting.instruction }, setting.name, input.build).map((span) => usageIn(span, setting, input)));
  const usages: Usage[] = [];
  for (const other of input.build.stages) {
    if (!other.reachable) continue;
    if (mentions(other.from.text.text, setting.name)) return "certain";
    for (const taken of other.effects) {
      if (!isSetting(taken) || !taken.value.pieces.some((piece) => contains(setting.at, piece.from))) continue;
      const spans = spansFrom({ stage: other, after: taken.instruction }, taken.name, input.build);
      usages.push(...spans.map((span) => usageIn(span, taken, input)));
    }
  }
  return worst(usages);
}

function isSetting(effect: Effect): effect is Setting {
  return effect.kind === "set-env" && effect.scope !== "shell";
}

function worst(usages: readonly Usage[]): Usage {
  if (usages.includes("certain")) return "certain";
  return usages.includes("likely") ? "likely" : "none";
}

interface Span {
  readonly stage: EvaluatedStage;
  readonly instructions: readonly Instruction[];
}

/** The instructions that see a value: up to where the name is given another, and on in the stages that are built from this one. */
function spansFrom({ stage, after }: { stage: EvaluatedStage; after: number }, name: string, build: Build): Span[] {
  const spans: Span[] = [];
  const waiting = [{ stage, after }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { stage: seen, after: start } = next;
    const end = seen.effects.find((effect) => isSetting(effect) && effect.name === name && effect.instruction > start)?.instruction ?? Infinity;
    spans.push({ stage: seen, instructions: seen.instructions.filter(({ index }) => index > start && index <= end) });
    if (end !== Infinity) continue;
    const children = build.stages.filter(({ reachable, base }) => reachable && base.kind === "stage" && base.stage === seen.index);
    waiting.push(...children.map((child) => ({ stage: child, after: child.from.index })));
  }
  return spans;
}

function usageIn({ stage, instructions }: Span, { name }: Setting, input: CheckInput): Usage {
  const seen = new Set(instructions.map(({ index }) => index));
  if (instructions.some((instruction) => readsName(instruction, name))) return "certain";
  const effects = stage.effects.filter((effect) => seen.has(effect.instruction));
  const scripts = new Set(effects.map(({ at }) => at.file).filter((file) => file !== input.dockerfile.source.file));
  if ([...scripts].some((file) => mentions(input.textOf(file) ?? "", name))) return "certain";
  return effects.some((effect) => effect.kind === "run" && mayLook(effect)) ? "likely" : "none";
}

/** Whether an instruction speaks of the variable other than by declaring it again. */
function readsName(instruction: Instruction, name: string): boolean {
  const texts = [instruction.text.text, ...instruction.heredocs.map(({ content }) => content.text)];
  if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") return texts.some((text) => mentions(text, name));
  return new RegExp(`\\$\\{?${name}\\b`).test(instruction.operands.text);
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w])${name}(?!\\w)`).test(text);
}

/** Scripts that are not there to be read, and programs that take their settings from the environment. */
function mayLook(effect: EffectOf<"run">): boolean {
  if (effect.by === "cmd" || effect.by === "entrypoint" || effect.by === "healthcheck") return false;
  const words = valuesOf(effect).map(textOf);
  const name = words[0] ?? "";
  return /\.sh$|^\.{1,2}\//.test(name) || /^(?:make|task|just|bake|mage|xx-[a-z]+)$/.test(name) || (/^(?:ba|da|a)?sh$/.test(name) && /\.sh$/.test(words[1] ?? ""));
}
