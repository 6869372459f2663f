import type { Build, EvaluatedStage } from "../../src/evaluate/build.ts";
import type { Effect, EffectBody } from "../../src/evaluate/effect.ts";
import { concat, literal, readFrom, unknown, type Quoting, verbatim, type Value } from "../../src/evaluate/value.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { FactStore } from "../../src/facts/index.ts";
import { platformNamed } from "../../src/rulekit/foreign-words.ts";
import { followPlatform } from "../../src/rulekit/rewrite/follow-platform.ts";
import type { Rewrite } from "../../src/rulekit/rewrite/request.ts";
import { foreignWords, type ForeignWord } from "../../src/rulekit/foreign-words.ts";
import { World } from "../../src/session/world.ts";
import { parseDockerfile, type Dockerfile, type Instruction } from "../../src/syntax/dockerfile/index.ts";
import { applyEdits, type Range } from "../../src/text/index.ts";

export const FILE = "Dockerfile";

export const AMD64 = platformNamed("linux/amd64");
export const ARM64 = platformNamed("linux/arm64");

/** The range of the nth occurrence of `words` in a text. */
export function rangeOf(text: string, words: string, nth = 0, file = FILE): Range {
  let start = text.indexOf(words);
  for (let i = 0; i < nth && start >= 0; i += 1) start = text.indexOf(words, start + 1);
  if (start < 0) throw new Error(`${words} is not in the text`);
  return { file, start, end: start + words.length };
}

/** A value that stands verbatim in a text. */
export function written(text: string, words: string, options: { quoting?: Quoting; nth?: number; file?: string } = {}): Value {
  return verbatim(words, rangeOf(text, words, options.nth ?? 0, options.file ?? FILE), options.quoting ?? "shell");
}

/** An effect of the instruction that holds `value`'s first literal, or of the instruction given. */
export function effect(body: EffectBody, at: Range, instruction: number): Effect {
  return { ...body, at, runs: "always", choices: [], instruction };
}

export interface Scenario {
  readonly text: string;
  readonly platforms?: readonly string[];
  /** Effects by stage. */
  readonly effects?: (dockerfile: Dockerfile, platform: string) => readonly (readonly Effect[])[];
  /** Stages that run on the builder (linux/amd64). */
  readonly crossing?: readonly number[];
  readonly files?: Readonly<Record<string, string>>;
}

/** Evaluations made by hand: only stages, bases and the effects given. */
export function buildsOf(scenario: Scenario): { dockerfile: Dockerfile; builds: readonly Build[]; textOf: (file: string) => string | undefined; facts: FactStore } {
  const dockerfile = parseDockerfile(FILE, scenario.text);
  const builds = (scenario.platforms ?? ["linux/amd64", "linux/arm64"]).map((name) => {
    const effects = scenario.effects?.(dockerfile, name) ?? [];
    return buildOf(dockerfile, platformNamed(name), { effects, crossing: scenario.crossing ?? [] });
  });
  return { dockerfile, builds, textOf: (file) => (file === FILE ? scenario.text : scenario.files?.[file]), facts: new World().facts };
}

function buildOf(dockerfile: Dockerfile, target: Platform, given: { effects: readonly (readonly Effect[])[]; crossing: readonly number[] }): Build {
  const froms = dockerfile.instructions.filter((instruction) => instruction.keyword === "FROM");
  const names = froms.map((from) => / as (\S+)/i.exec(from.operands.text)?.[1]);
  const stages = froms.map((from, index): EvaluatedStage => {
    const image = from.operands.text.split(/\s+/)[0] ?? "";
    const parent = names.slice(0, index).lastIndexOf(image);
    const base = parent >= 0 ? { kind: "stage" as const, stage: parent } : { kind: "image" as const, image: literal(image, from.range), traits: undefined };
    const platform = given.crossing.includes(index) ? AMD64 : target;
    const last = froms[index + 1]?.index ?? dockerfile.instructions.length;
    const instructions = dockerfile.instructions.slice(from.index + 1, last);
    const effects = given.effects[index] ?? [];
    return { index, name: names[index], from, instructions, base, platform, platformFlag: undefined, reachable: true, shipped: index === froms.length - 1, effects, fileAt: () => undefined };
  });
  return { dockerfile, target, builder: AMD64, stages, effects: [], errors: [], unchecked: [], resultPlatform: target };
}

export interface Change extends Scenario {
  /** The text that holds the word, as the effect's value. */
  readonly value: string;
  readonly word: string;
  readonly words: Readonly<Record<string, string>>;
  readonly quoting?: Quoting;
  readonly nth?: number;
  /** Where the literal stands, when in a script. */
  readonly file?: string;
  /** The stage and the instruction that use it; default: those that hold it. */
  readonly stage?: number;
}

/** The rewrites for one word of a scenario, each applied to the text of the file that holds it and to the Dockerfile. */
export function rewrites(change: Change): readonly (Rewrite & { readonly after: string; readonly script: string })[] {
  const matrix = buildsOf(change);
  const build = matrix.builds.at(-1) as Build;
  const text = change.file === undefined ? change.text : (change.files?.[change.file] ?? "");
  const value = written(text, change.value, { quoting: change.quoting ?? "shell", nth: change.nth ?? 0, file: change.file ?? FILE });
  const word = foreignWords(value, ARM64).find((each) => each.word === change.word) as ForeignWord;
  if (word === undefined) throw new Error(`${change.word} is not foreign in ${change.value}`);
  const instruction = holder(matrix.dockerfile, change.file === undefined ? (word.at?.start ?? 0) : 0);
  const stage = build.stages[change.stage ?? stageIndex(build, instruction)] as EvaluatedStage;
  const used = effect({ kind: "download", url: value, by: "curl" }, word.at as Range, instruction.index);
  const wanted = [{ word, words: new Map(Object.entries(change.words)) }];
  return followPlatform({ matrix, build, stage, effect: used, wanted }).map((rewrite) => ({
    ...rewrite,
    after: applyEdits(change.text, rewrite.edits.filter((edit) => edit.range.file === FILE)),
    script: applyEdits(text, rewrite.edits.filter((edit) => edit.range.file === change.file)),
  }));
}

/** The text after the best rewrite; undefined when there is none. */
export function rewritten(change: Change): string | undefined {
  const [best] = rewrites(change);
  return change.file === undefined ? best?.after : best?.script;
}

function holder(dockerfile: Dockerfile, offset: number): Instruction {
  return dockerfile.instructions.find(({ range }) => range.start <= offset && offset < range.end) ?? (dockerfile.instructions[0] as Instruction);
}

function stageIndex(build: Build, instruction: Instruction): number {
  return Math.max(0, build.stages.filter((stage) => stage.from.index <= instruction.index).length - 1);
}

export { concat, readFrom, unknown };
