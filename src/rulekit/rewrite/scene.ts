import type { Quoting } from "../../evaluate/value.ts";
import type { Dockerfile, Heredoc, Instruction } from "../../syntax/dockerfile/types.ts";
import { contains, type Range } from "../../text/index.ts";
import type { Matrix } from "../types.ts";
import { indexOf } from "./file-index.ts";

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
  const instruction = instructionAt(dockerfile, place);
  if (instruction === undefined) return undefined;
  const heredoc = instruction.heredocs.find((candidate) => contains(candidate.range, place));
  // A FROM belongs to no stage yet: it reads what stands before the first of them.
  const stage = indexOf(dockerfile).stageOf[instruction.index] ?? -1;
  return { file: place.file, text: dockerfile.source.text, matrix, instruction, heredoc, stage };
}

/** The FROM that opens a stage. */
export function fromOf(dockerfile: Dockerfile, stage: number): Instruction | undefined {
  return indexOf(dockerfile).froms[stage];
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

function instructionAt(dockerfile: Dockerfile, place: Range): Instruction | undefined {
  const { instructions } = dockerfile;
  let low = 0;
  let high = instructions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((instructions[middle]?.range.start ?? 0) <= place.start) low = middle;
    else high = middle - 1;
  }
  const found = instructions[low];
  return found !== undefined && contains(found.range, place) ? found : undefined;
}
