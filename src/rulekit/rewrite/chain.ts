import type { Instruction } from "../../syntax/dockerfile/types.ts";
import type { TextEdit } from "../../text/index.ts";
import { insertLineAfter, insertLineBefore } from "../edits.ts";
import type { Matrix } from "../types.ts";
import { indexOf } from "./file-index.ts";
import { replaceBy } from "./quote.ts";
import { fromOf, lineEnd, type Spot } from "./scene.ts";
import { freeName } from "./variables.ts";
import { commandsFor, nameOf, type Words } from "./words.ts";

/** The words wanted in place of `text`, and the edits that declare what they are derived from. */
export interface Chain {
  readonly words: Words;
  readonly text: string;
  readonly declarations: readonly TextEdit[];
}

/** Edits that derive a builder-expanded word from TARGETARCH; undefined where the frontend can't or no chain gives the words. */
export function chainEdits(spot: Spot, { words, text, declarations }: Chain): readonly TextEdit[] | undefined {
  const { matrix, instruction } = spot.scene;
  const frontend = frontendEdits(matrix);
  if (instruction === undefined || frontend === undefined) return undefined;
  const sole = soleArgName(instruction, text);
  const eol = lineEnd(spot.scene.text);
  if (sole !== undefined) {
    const lines = chainOf(sole, words, matrix);
    return lines === undefined ? undefined : [...frontend, ...declarations, { range: instruction.range, newText: lines.join(eol) }];
  }
  const name = freeName(commandsFor(words).includes("uname -m") ? ["MACHINE", "MACHINE_ARCH"] : ["ASSET_ARCH", "FILE_ARCH"], indexOf(matrix.dockerfile).usedNames);
  const lines = chainOf(name, words, matrix);
  const replaced = replaceBy(spot, { kind: "variables", names: [name] });
  const placed = lines === undefined ? undefined : placeChain(spot, lines.join(eol), declarations);
  return placed === undefined || replaced === undefined ? undefined : [...frontend, ...placed, ...replaced];
}

/** The chain stands right behind the declaration it reads, where every other use in the stage finds it too. */
function placeChain({ scene }: Spot, lines: string, declarations: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const { matrix, instruction, stage } = scene;
  const { dockerfile } = matrix;
  const [declaration] = declarations;
  if (declaration !== undefined) return [{ ...declaration, newText: `${declaration.newText}${lineEnd(scene.text)}${lines}` }];
  // FROM reads only what is declared before the first of them.
  const before = instruction?.keyword === "FROM" ? fromOf(dockerfile, 0) : instruction;
  const declared = indexOf(dockerfile).stages.get(stage)?.declared.get("TARGETARCH");
  const declaring = declared === undefined || before === undefined || declared > before.index ? undefined : dockerfile.instructions[declared];
  if (declaring !== undefined) return [insertLineAfter(dockerfile, declaring, lines)];
  return before === undefined ? undefined : [insertLineBefore(dockerfile, before, lines)];
}

/**
 * Lines of ARG that turn TARGETARCH into other words by substitution, as the builder can since frontend 1.7:
 * `ARG NAME=${TARGETARCH/amd64/x86_64}`, `ARG NAME=${NAME/arm64/aarch64}`. Undefined where no order of them gives the words.
 */
export function chainOf(name: string, words: Words, matrix: Matrix): readonly string[] | undefined {
  const steps = matrix.builds.map(({ target }) => ({ from: target.arch, to: words.get(nameOf(target)) ?? "" }));
  const needed = steps.filter((step, i) => step.from !== step.to && steps.findIndex((other) => other.from === step.from) === i);
  // Longer names first: `arm` is part of `arm64`.
  const ordered = needed.sort((a, b) => b.from.length - a.from.length || (a.from < b.from ? -1 : 1));
  const apply = (arch: string): string => ordered.reduce((text, step) => text.replace(step.from, step.to), arch);
  if (!steps.every((step) => apply(step.from) === step.to)) return undefined;
  return ordered.map((step, i) => `ARG ${name}=\${${i === 0 ? "TARGETARCH" : name}/${step.from}/${step.to.replaceAll("/", "\\/")}}`);
}

/** Whether the frontend that a file asks for knows substitution: any but one pinned below 1.7. */
export function knowsSubstitution(matrix: Matrix): boolean {
  return frontendEdits(matrix)?.length === 0;
}

/** Edits after which the frontend knows substitution: none, or a newer version in `# syntax=`. Undefined for one pinned by digest. */
function frontendEdits({ dockerfile }: Matrix): readonly TextEdit[] | undefined {
  const syntax = dockerfile.directives.find((directive) => directive.name === "syntax");
  const version = /(docker\/dockerfile(?:-upstream)?:)(\d+)\.(\d+)(?:\.\d+)?(?![\w.])/.exec(syntax?.value ?? "");
  if (syntax === undefined || version === null) return [];
  const [whole, name = "", major, minor] = version;
  if (Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 7)) return [];
  if (syntax.value.includes("@")) return undefined;
  const start = syntax.valueRange.start + version.index + name.length;
  return [{ range: { ...syntax.valueRange, start, end: start + whole.length - name.length }, newText: "1.7" }];
}

/** The name when the instruction is `ARG NAME=word` and nothing else. */
export function soleArgName(instruction: Instruction, word: string): string | undefined {
  if (instruction.keyword !== "ARG") return undefined;
  const match = /^([A-Za-z_]\w*)=(["']?)(.*)\2$/.exec(instruction.operands.text);
  return match?.[3] === word ? match[1] : undefined;
}
