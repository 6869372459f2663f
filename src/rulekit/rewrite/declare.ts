import { architectureWordsIn } from "../../knowledge/architecture.ts";
import type { Dockerfile, Instruction } from "../../syntax/dockerfile/types.ts";
import type { TextEdit } from "../../text/index.ts";
import type { Build } from "../../evaluate/build.ts";
import { insertLineAfter } from "../edits.ts";
import type { Matrix } from "../types.ts";
import { indexOf } from "./file-index.ts";
import { fromOf } from "./scene.ts";

/** A place in a stage: what stands before `before` is in effect there. Stage -1 is the part before the first FROM. */
export interface Standing {
  readonly matrix: Matrix;
  readonly stage: number;
  readonly before: Instruction | undefined;
}

/**
 * Edits after which the automatic argument `name` has its automatic value at a place: none where it has it already.
 * Undefined when a default or an ENV would win over the automatic value.
 */
export function declareArg(name: string, standing: Standing): readonly TextEdit[] | undefined {
  const { dockerfile, builds } = standing.matrix;
  if (isShadowed(name, standing)) return undefined;
  // Before the first FROM and in FROM itself the builder knows the automatic arguments without being told.
  if (standing.stage < 0) return [];
  if (isDeclared(dockerfile, name, standing)) return [];
  if (parentStages(builds, standing.stage).some((stage) => declaresIn(dockerfile, stage, name))) return [];
  const anchor = anchorOf(dockerfile, standing.stage, standing.before);
  if (anchor === undefined) return undefined;
  return [insertLineAfter(dockerfile, anchor, `ARG ${name}`)];
}

/** Whether something gives `name` a value of its own where it would be read. */
export function isShadowed(name: string, { matrix, stage }: Standing): boolean {
  const stages = [-1, stage, ...parentStages(matrix.builds, stage)];
  return stages.some((index) => indexOf(matrix.dockerfile).stages.get(index)?.given.has(name) === true);
}

/** The local stages that a stage is built FROM, nearest first, in any of the builds. */
export function parentStages(builds: readonly Build[], stage: number): readonly number[] {
  const [build] = builds;
  const found: number[] = [];
  let at = stage;
  while (build !== undefined && found.length < build.stages.length) {
    const base = build.stages[at]?.base;
    if (base?.kind !== "stage") break;
    found.push(base.stage);
    at = base.stage;
  }
  // A base that differs from platform to platform promises nothing.
  return builds.every((other) => sameBase(other, build, stage)) ? found : [];
}

function sameBase(a: Build, b: Build | undefined, stage: number): boolean {
  const [one, other] = [a.stages[stage]?.base, b?.stages[stage]?.base];
  if (one?.kind !== "stage" || other?.kind !== "stage") return one?.kind === other?.kind;
  return one.stage === other.stage;
}

function isDeclared(dockerfile: Dockerfile, name: string, { stage, before }: Standing): boolean {
  const first = indexOf(dockerfile).stages.get(stage)?.declared.get(name);
  return first !== undefined && (before === undefined || first < before.index);
}

function declaresIn(dockerfile: Dockerfile, stage: number, name: string): boolean {
  return indexOf(dockerfile).stages.get(stage)?.declared.has(name) === true;
}

/**
 * The instruction behind which a declaration goes: FROM, or the last of the ARGs that follow it without a gap. ARGs that
 * need the declaration themselves end the block, so that every fix of a stage finds the same place.
 */
function anchorOf(dockerfile: Dockerfile, stage: number, before: Instruction | undefined): Instruction | undefined {
  let anchor = fromOf(dockerfile, stage);
  if (anchor === undefined) return undefined;
  for (let at = anchor.index + 1; at < dockerfile.instructions.length; at += 1) {
    const next = dockerfile.instructions[at];
    if (next?.keyword !== "ARG" || next.index === before?.index || !isInBlock(dockerfile, anchor, next)) break;
    if (architectureWordsIn(next.operands.text).length > 0 || /\$\{?TARGET/.test(next.operands.text)) break;
    anchor = next;
  }
  return anchor;
}

/** The ARGs of a stage often stand behind an empty line; one below a comment begins something else. */
function isInBlock({ source }: Dockerfile, last: Instruction, next: Instruction): boolean {
  if (last.keyword !== "FROM") return next.lines[0] === last.lines[1] + 1;
  return source.text.slice(last.range.end, next.range.start).trim() === "";
}
