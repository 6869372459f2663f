import { rangeKey, textOf, valuesOf, type CheckInput, type Effect, type EvaluatedStage, type Range } from "../../src/rulekit/index.ts";

/** Whether a place asks no more than if the variable has a value: `[ -z "$NAME" ]`, `[ "$NAME" ]`, `[ "$NAME" != "" ]`. */
export function harmlessTest(at: Range, { textOf: sourceOf }: CheckInput): boolean {
  const text = sourceOf(at.file) ?? "";
  const before = text.slice(Math.max(0, at.start - 40), at.start);
  const behind = text.slice(at.end, at.end + 40);
  if (/(?:\[|\btest)\s+(?:!\s+)?-[nz]\s+"?$/.test(before)) return true;
  return /(?:\[|\btest\s)\s*"?x?$/.test(before) && /^"?\s*(?:\]|(?:!=|==?)\s*(?:""|''|"?x"?)\s*(?:\]|;|&|\|))/.test(behind);
}

const PRINTERS: ReadonlySet<string> = new Set(["echo", "printf", ":"]);

/** Whether what was read is part of messages only. */
export function printedOnly(read: Effect, stage: EvaluatedStage, { textOf: sourceOf }: CheckInput): boolean {
  const carriers = carriersOf(read, stage);
  return carriers.length > 0 && carriers.every((effect) => effect.kind === "run" && PRINTERS.has(nameOf(effect.argv)) && !isPassedOn(effect.at, sourceOf));
}

/** Whether what was read is compared only: then the step goes on, with what is meant for another platform. */
export function testedOnly(read: Effect, stage: EvaluatedStage, { textOf: sourceOf }: CheckInput): boolean {
  const before = (sourceOf(read.at.file) ?? "").slice(Math.max(0, read.at.start - 40), read.at.start);
  if (!/(?:\[|\b(?:test|case))\s+"?x?$/.test(before)) return false;
  return carriersOf(read, stage).every((effect) => effect.kind === "select" || (effect.kind === "run" && TESTS.has(nameOf(effect.argv))));
}

/** Whether what was read is only compared with one word that isn't the platform's value either: declared, the step would go the same way. */
export function sameIfDeclared(read: Effect, stage: EvaluatedStage, { input, value }: { readonly input: CheckInput; readonly value: string }): boolean {
  const behind = (input.textOf(read.at.file) ?? "").slice(read.at.end, read.at.end + 80);
  const word = /^"?\s+(?:!=|==?)\s+(["']?)([\w./-]+)\1\s+\]/.exec(behind)?.[2];
  return word !== undefined && word !== value && testedOnly(read, stage, input);
}

const TESTS: ReadonlySet<string> = new Set(["[", "[[", "test"]);

/** What the missing value is part of. */
function carriersOf(read: Effect, stage: EvaluatedStage): readonly Effect[] {
  const key = rangeKey(read.at);
  return stage.effects.filter((effect) => valuesOf(effect).some((value) => value.pieces.some((piece) => piece.kind === "unset" && rangeKey(piece.from) === key)));
}

function nameOf(argv: readonly Parameters<typeof textOf>[0][]): string {
  return argv[0] === undefined ? "" : textOf(argv[0]);
}

/** Whether the output goes somewhere: down a pipe, into a file or a variable. */
function isPassedOn({ file, start, end }: Range, sourceOf: CheckInput["textOf"]): boolean {
  const text = sourceOf(file) ?? "";
  return /^\s*(?:\\\r?\n\s*)*(?:\|(?!\|)|[)`]|\d?>(?!\s*&|\s*\/dev\/))/.test(text.slice(end, end + 80)) || />(?!\s*&|\s*\/dev\/)/.test(text.slice(start, end));
}
