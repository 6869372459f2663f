import { keyValues, type KeyValue } from "../../syntax/dockerfile/index.ts";
import { knownText, unknown, type Value } from "../value.ts";
import { literalOf } from "./literal.ts";
import type { Step } from "./onbuild.ts";
import { given } from "./platform-arguments.ts";
import { globalValue, pairRange } from "./scope.ts";
import { emit, expandIn, type StageRun } from "./stage-run.ts";

/** ARG: its words take effect one after the other. */
export function runArg(run: StageRun, { instruction, index }: Step): void {
  for (const pair of keyValues(instruction, run.evaluation.dockerfile.escape)) {
    const name = pair.key.text;
    const value = argumentValue(run, pair, index);
    run.declared.add(name);
    if (value === undefined) continue;
    run.environment.set(name, value);
    emit(run, { index, at: pairRange(pair) }, { kind: "set-env", name, value, scope: "build" });
  }
}

/** In BuildKit's order: the command line, the default written here, the global scope; else the variable stays as it is. */
function argumentValue(run: StageRun, { key, value }: KeyValue, index: number): Value | undefined {
  const { request } = run.evaluation;
  const argument = request.buildArgs.get(key.text);
  if (argument !== undefined) return given(argument, key.rangeOf());
  if (value !== undefined) return expandIn(run, index, value);
  const global = globalValue(run.evaluation, key.text, key.rangeOf());
  if (global !== undefined || request.buildArgsComplete === true || run.environment.has(key.text)) return global;
  return unknown("build-arg", key.rangeOf(), key.text);
}

/** ENV: all its words see the environment as it was before. */
export function runEnv(run: StageRun, { instruction, index }: Step): void {
  const set: { readonly pair: KeyValue; readonly name: string; readonly value: Value }[] = [];
  for (const pair of keyValues(instruction, run.evaluation.dockerfile.escape)) {
    const name = knownText(expandIn(run, index, pair.key));
    if (name === undefined || name === "") continue;
    set.push({ pair, name, value: pair.value === undefined ? { pieces: [] } : expandIn(run, index, pair.value) });
  }
  for (const { pair, name, value } of set) {
    run.environment.set(name, value);
    run.config.set(name, value);
    emit(run, { index, at: pairRange(pair) }, { kind: "set-env", name, value, scope: "image" });
  }
}

/** LABEL sets nothing that a build can see; it is read for what BuildKit refuses. */
export function runLabel(run: StageRun, { instruction, index }: Step): void {
  for (const { key, value } of keyValues(instruction, run.evaluation.dockerfile.escape)) {
    expandIn(run, index, key);
    if (value !== undefined) expandIn(run, index, value);
  }
}

/** USER, STOPSIGNAL, EXPOSE. */
export function runExpanded(run: StageRun, { instruction, index }: Step): void {
  const operands = [expandIn(run, index, instruction.operands)];
  run.observe?.step?.({ run, instruction, operands });
}

/** SHELL replaces the shell of the instructions behind it. */
export function runShellInstruction(run: StageRun, { instruction }: Step): void {
  if (instruction.exec === undefined || instruction.exec.length === 0) return;
  run.shell = instruction.exec.map((word) => word.value);
  run.observe?.step?.({ run, instruction, operands: instruction.exec.map((word) => literalOf(word.text, "exec")) });
}
