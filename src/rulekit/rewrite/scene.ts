import type { Quoting } from "../../evaluate/value.ts";
import type { Dockerfile, Heredoc, Instruction } from "../../syntax/dockerfile/types.ts";
import { contains, type Range } from "../../text/index.ts";
import type { Matrix } from "../types.ts";

/** Where a literal stands, which decides what may be put there. */
export interface Scene {
  readonly file: string;
  readonly text: string;
  readonly matrix: Matrix;
  /** The instruction that holds it; undefined in a script that the build runs. */
  readonly instruction: Instruction | undefined;
  /** The here-document of that instruction that holds it, where one does. */
  readonly heredoc: Heredoc | undefined;
  /** Index of the stage whose text holds it; -1 before the first FROM. In a script: the stage that runs the script. */
  readonly stage: number;
}

/** A stretch of text and how it is quoted. */
export interface Spot {
  readonly at: Range;
  readonly quoting: Quoting;
  readonly scene: Scene;
}

/** The scene of a place, or undefined when its file isn't at hand or no instruction holds it. */
export function sceneAt(matrix: Matrix, place: Range, runningStage: number): Scene | undefined {
  const { dockerfile } = matrix;
  if (place.file !== dockerfile.source.file) return scriptScene(matrix, place, runningStage);
  const instruction = dockerfile.instructions.find((candidate) => contains(candidate.range, place));
  if (instruction === undefined) return undefined;
  const heredoc = instruction.heredocs.find((candidate) => contains(candidate.range, place));
  const stage = stageOf(dockerfile, instruction);
  return { file: place.file, text: dockerfile.source.text, matrix, instruction, heredoc, stage };
}

/** Index of the stage an instruction belongs to, by counting FROMs; -1 before the first. A FROM belongs to no stage yet: -1. */
export function stageOf(dockerfile: Dockerfile, instruction: Instruction): number {
  if (instruction.keyword === "FROM") return -1;
  return fromsUntil(dockerfile, instruction.index).length - 1;
}

/** The FROM that opens a stage. */
export function fromOf(dockerfile: Dockerfile, stage: number): Instruction | undefined {
  return dockerfile.instructions.filter((instruction) => instruction.keyword === "FROM")[stage];
}

/** The instructions of a stage without its FROM; for -1 those before the first FROM. */
export function instructionsOf(dockerfile: Dockerfile, stage: number): readonly Instruction[] {
  return dockerfile.instructions.filter((instruction) => instruction.keyword !== "FROM" && stageOf(dockerfile, instruction) === stage);
}

/** Whether a literal at this scene is read by a shell of the image's build, not by the builder and not at run time. */
export function isBuildShell(scene: Scene): boolean {
  return scene.instruction === undefined || scene.instruction.keyword === "RUN";
}

/** The line end that the file uses. */
export function lineEnd(text: string): "\r\n" | "\n" {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

function scriptScene(matrix: Matrix, place: Range, stage: number): Scene | undefined {
  const text = matrix.textOf(place.file);
  if (text === undefined) return undefined;
  return { file: place.file, text, matrix, instruction: undefined, heredoc: undefined, stage };
}

function fromsUntil(dockerfile: Dockerfile, index: number): readonly Instruction[] {
  return dockerfile.instructions.filter((instruction) => instruction.keyword === "FROM" && instruction.index <= index);
}
