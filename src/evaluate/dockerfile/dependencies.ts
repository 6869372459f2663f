import type { Instruction } from "../../syntax/dockerfile/index.ts";
import { subOptions } from "../../syntax/dockerfile/index.ts";
import { Memo, type MappedText, type Range } from "../../text/index.ts";
import type { Step } from "./onbuild.ts";
import type { Evaluation } from "./scope.ts";
import { stagesByName, stageName, type StageEntry, type StageTable } from "./stages.ts";

/** Another stage that a stage takes something from. */
export interface Dependency {
  readonly stage: number;
  readonly by: "from" | "copy" | "mount";
  readonly at: Range;
}

/** What `COPY --from=` or `from=` of a mount names. */
export type Origin =
  | { readonly kind: "stage"; readonly stage: number }
  | { readonly kind: "image"; readonly name: MappedText }
  | { readonly kind: "error"; readonly message: string };

const names = new Memo<StageTable, ReadonlyMap<string, StageEntry>>();

function byName(table: StageTable): ReadonlyMap<string, StageEntry> {
  return names.of(table, ({ stages }) => stagesByName(stages));
}

/** `--target`: a stage by its name, whatever the case; indices don't count. */
export function stageNamed(table: StageTable, name: string): StageEntry | undefined {
  return byName(table).get(name.toLowerCase());
}

/** What `COPY --from=` names: a stage by index or name, else an image. */
export function copyOrigin(table: StageTable, from: MappedText): Origin {
  const { text } = from;
  if (text.includes("$")) return { kind: "error", message: COPY_VARIABLE };
  const stage = byName(table).get(text.toLowerCase());
  if (/^-?\d+$/.test(text)) return indexedOrigin(table, text, stage);
  return stage === undefined ? { kind: "image", name: from } : { kind: "stage", stage: stage.index };
}

function indexedOrigin(table: StageTable, text: string, stage: StageEntry | undefined): Origin {
  if (stage !== undefined) return { kind: "stage", stage: stage.index };
  const index = Number(text);
  if (index >= 0 && index < table.stages.length) return { kind: "stage", stage: index };
  return { kind: "error", message: `invalid from flag value ${text}: invalid stage index ${text}` };
}

const COPY_VARIABLE = "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround";

/** What `from=` of a mount names: a stage by name, else an image; a number is an image too. */
export function mountOrigin(table: StageTable, from: MappedText): Origin {
  if (from.text.includes("$")) return { kind: "error", message: "'from' doesn't support variable expansion, define alias stage instead" };
  const stage = byName(table).get(from.text.toLowerCase());
  return stage === undefined ? { kind: "image", name: from } : { kind: "stage", stage: stage.index };
}

/** The operand of `--from`, when it is written and not empty. */
export function copyFrom(instruction: Instruction): MappedText | undefined {
  if (instruction.keyword !== "COPY") return undefined;
  const value = instruction.flags.find((flag) => flag.name === "from")?.value;
  return value === undefined || value.text === "" ? undefined : value;
}

/** The operands of `from=` in the mounts of a RUN. */
export function mountsFrom(instruction: Instruction): readonly MappedText[] {
  if (instruction.keyword !== "RUN" || instruction.flags.length === 0) return [];
  const found: MappedText[] = [];
  for (const flag of instruction.flags) {
    if (flag.name !== "mount") continue;
    for (const { key, value } of subOptions(flag)) if (key === "from" && value !== undefined && value.text !== "") found.push(value);
  }
  return found;
}

/** Stages that a stage needs. What BuildKit refuses here it refuses in stages that nobody needs, too. */
export function dependenciesOf(evaluation: Evaluation, steps: readonly Step[]): readonly Dependency[] {
  const found: Dependency[] = [];
  for (const { instruction, standsAt } of steps) {
    const copied = copyFrom(instruction);
    if (copied !== undefined) add(evaluation, found, { by: "copy", origin: copyOrigin(evaluation.table, copied), at: standsAt ?? copied.rangeOf() });
    for (const from of mountsFrom(instruction)) {
      add(evaluation, found, { by: "mount", origin: mountOrigin(evaluation.table, from), at: standsAt ?? from.rangeOf() });
    }
  }
  return found;
}

function add({ errors }: Evaluation, found: Dependency[], need: { by: Dependency["by"]; origin: Origin; at: Range }): void {
  const { by, origin, at } = need;
  if (origin.kind === "stage") found.push({ stage: origin.stage, by, at });
  if (origin.kind === "error") errors.push({ message: origin.message, at });
}

/** The message for a stage that is taken from before it was built. */
export function outOfOrder(table: StageTable, { from, to }: { readonly from: number; readonly to: number }): string {
  const name = (index: number): string => stageName(table.stages[index] ?? { index, name: undefined });
  return `cannot copy from stage ${JSON.stringify(name(from))}, it needs to be defined before current stage ${JSON.stringify(name(to))}`;
}
