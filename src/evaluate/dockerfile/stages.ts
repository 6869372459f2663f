import { fromParts, type Dockerfile, type FromParts, type Instruction } from "../../syntax/dockerfile/index.ts";
import { LIMITS } from "./limits.ts";
import { Memo } from "../../text/index.ts";

/** A stage as the file has it, before anything is expanded. */
export interface StageEntry {
  readonly index: number;
  readonly from: Instruction;
  readonly parts: FromParts;
  /** As written behind AS. */
  readonly written: string | undefined;
  /** Lower case, the form by which it is found. */
  readonly name: string | undefined;
  /** FROM not among them. */
  readonly instructions: readonly Instruction[];
}

export interface StageTable {
  /** ARGs before the first FROM. */
  readonly globals: readonly Instruction[];
  readonly stages: readonly StageEntry[];
  /** The first instruction beyond the bounds, when there is one. */
  readonly cut: Instruction | undefined;
}

const tables = new Memo<Dockerfile, StageTable>();

/** Groups the instructions by stage. The same for every platform, so it is made once. */
export function stageTable(dockerfile: Dockerfile): StageTable {
  const known = tables.get(dockerfile);
  if (known !== undefined) return known;
  const table = group(dockerfile);
  tables.set(dockerfile, table);
  return table;
}

function group({ instructions }: Dockerfile): StageTable {
  const globals: Instruction[] = [];
  const stages: (StageEntry & { instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    const cut = instruction.index >= LIMITS.instructions || (instruction.keyword === "FROM" && stages.length >= LIMITS.stages);
    if (cut) return { globals, stages, cut: instruction };
    if (instruction.keyword === "FROM") stages.push(entryOf(instruction, stages.length));
    else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (instruction.keyword === "ARG") globals.push(instruction);
  }
  return { globals, stages, cut: undefined };
}

function entryOf(from: Instruction, index: number): StageEntry & { instructions: Instruction[] } {
  const parts = fromParts(from);
  const written = parts.name?.text;
  return { index, from, parts, written, name: written?.toLowerCase(), instructions: [] };
}

/** What BuildKit calls a stage in its messages. */
export function stageName(stage: { readonly index: number; readonly name: string | undefined }): string {
  return stage.name ?? `stage-${String(stage.index)}`;
}

/** The stage that FROM or a mount below `before` finds: the nearest definition above. Names are compared as they are. */
export function stageAbove(stages: readonly StageEntry[], name: string, before: number): StageEntry | undefined {
  for (let index = before - 1; index >= 0; index--) if (stages[index]?.name === name) return stages[index];
  return undefined;
}

/** Stages by name; the last definition of a name wins. */
export function stagesByName(stages: readonly StageEntry[]): ReadonlyMap<string, StageEntry> {
  return new Map(stages.flatMap((stage) => (stage.name === undefined ? [] : [[stage.name, stage] as const])));
}
