import { healthcheckCommand, type Instruction } from "../../syntax/dockerfile/index.ts";
import { Memo, type MappedText } from "../../text/index.ts";
import type { RunEffect } from "../effect.ts";
import type { Value } from "../value.ts";
import { literalOf } from "./literal.ts";
import type { Step } from "./onbuild.ts";
import { runWords, shellForm } from "./run-step.ts";
import { shellOf } from "./shell-words.ts";
import type { StageRun } from "./stage-run.ts";

const BY: Readonly<Record<string, RunEffect["by"]>> = { CMD: "cmd", ENTRYPOINT: "entrypoint", HEALTHCHECK: "healthcheck" };

/** CMD, ENTRYPOINT, HEALTHCHECK: kept for the end of the stage, when all that they see is known; the last of each counts. */
export function runLater(run: StageRun, step: Step): void {
  const { instruction } = step;
  run.later.set(instruction.keyword, { step, shell: run.shell });
  run.observe?.step?.({ run, instruction, operands: operandsOf(instruction), argv: argvOf(run, instruction) });
}

/** Runs what the image would run. It sees the image's own variables only: arguments are gone by then. */
export function runCommands(run: StageRun): void {
  if (!run.plan.shipped) return;
  const { shell } = run;
  for (const [keyword, later] of run.later) {
    const { instruction, index } = later.step;
    const launch = { by: BY[keyword] ?? "cmd", index, environment: run.config };
    run.shell = later.shell;
    // The words of CMD are the arguments of the program that ENTRYPOINT names.
    const more = keyword === "ENTRYPOINT" ? (run.later.get("CMD")?.step.instruction.exec ?? []) : [];
    if (instruction.exec !== undefined) runWords(run, instruction.exec, { ...launch, more });
    else if (commandText(instruction).text !== "") shellForm(run, commandText(instruction), launch);
  }
  run.shell = shell;
}

const commands = new Memo<Instruction, MappedText>();

function commandText(instruction: Instruction): MappedText {
  if (instruction.keyword !== "HEALTHCHECK") return instruction.operands;
  // The same object each time: it keys the cache of parsed scripts.
  return commands.of(instruction, ({ operands }) => healthcheckCommand(operands));
}

function operandsOf(instruction: Instruction): readonly Value[] {
  if (instruction.exec !== undefined) return instruction.exec.map((word) => literalOf(word.text, "exec"));
  return [literalOf(commandText(instruction), "shell")];
}

function argvOf(run: StageRun, instruction: Instruction): readonly string[] {
  if (instruction.exec !== undefined) return instruction.exec.map((word) => word.value);
  return [...shellOf(run).words, commandText(instruction).text];
}
