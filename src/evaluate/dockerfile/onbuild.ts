import { parseDockerfile, type Instruction } from "../../syntax/dockerfile/index.ts";
import type { Range } from "../../text/index.ts";
import type { ImageTraits } from "../build.ts";
import { LIMITS } from "./limits.ts";
import type { StageEntry } from "./stages.ts";

/** An instruction that a stage carries out. */
export interface Step {
  readonly instruction: Instruction;
  /** The instruction of the file that it is counted to. */
  readonly index: number;
  /** For a trigger that came with an image, and so stands in no file: where its effects are shown. */
  readonly standsAt: Range | undefined;
}

/** What the ONBUILD lines of a local parent make its children do; they are not handed on to grandchildren. */
export function localTriggers(parent: StageEntry): readonly Step[] {
  const steps: Step[] = [];
  for (const { keyword, trigger, index } of parent.instructions) {
    if (keyword !== "ONBUILD" || trigger === undefined || isRefused(trigger)) continue;
    if (steps.length === LIMITS.triggers) break;
    steps.push({ instruction: trigger, index, standsAt: undefined });
  }
  return steps;
}

/** Name of the made-up file in which the triggers of images stand. */
export const TRIGGER_FILE = "<onbuild>";

const parsed = new WeakMap<readonly string[], readonly Instruction[]>();

/** What the configuration of a base image makes its children do. */
export function imageTriggers(traits: ImageTraits, standsAt: Range, index: number): readonly Step[] {
  const { onbuild } = traits;
  if (onbuild === undefined || onbuild.length === 0) return [];
  const instructions = parsed.get(onbuild) ?? parseDockerfile(TRIGGER_FILE, onbuild.slice(0, LIMITS.triggers).join("\n")).instructions;
  parsed.set(onbuild, instructions);
  return instructions.filter((instruction) => !isRefused(instruction)).map((instruction) => ({ instruction, index, standsAt }));
}

function isRefused({ keyword }: Instruction): boolean {
  return keyword === "ONBUILD" || keyword === "FROM" || keyword === "MAINTAINER";
}

/** A copy of `thing` in which every range of the made-up file is `to` instead, and nothing there counts as written. */
export function relocated<T>(thing: T, to: Range): T {
  if (Array.isArray(thing)) return thing.map((item: unknown) => relocated(item, to)) as T;
  if (typeof thing !== "object" || thing === null) return thing;
  if ("file" in thing && thing.file === TRIGGER_FILE) return to as T;
  const copy = Object.fromEntries(Object.entries(thing).map(([key, value]: [string, unknown]) => [key, relocated(value, to)]));
  if ("verbatim" in copy && copy["from"] === to) copy["verbatim"] = false;
  return copy as T;
}
