import { operandWords } from "../../syntax/dockerfile/index.ts";
import { knownText } from "../value.ts";
import { literalOf } from "./literal.ts";
import type { Step } from "./onbuild.ts";
import { emit, expandIn, inStagePath, type StageRun } from "./stage-run.ts";

export function runWorkdir(run: StageRun, { instruction, index }: Step): void {
  const path = expandIn(run, index, instruction.operands);
  const text = knownText(path);
  if (text !== undefined) run.cwd = inStagePath(run, text);
  emit(run, { index, at: instruction.operands.rangeOf() }, { kind: "path", by: "WORKDIR", path });
  run.observe?.step?.({ run, instruction, operands: [path] });
}

export function runVolume(run: StageRun, { instruction, index }: Step): void {
  const operands = operandWords(instruction, run.evaluation.dockerfile.escape).map((word) => {
    const path = instruction.exec === undefined || word.text.includes("$") ? expandIn(run, index, word) : literalOf(word, "builder");
    emit(run, { index, at: word.rangeOf() }, { kind: "path", by: "VOLUME", path });
    return path;
  });
  run.observe?.step?.({ run, instruction, operands });
}
