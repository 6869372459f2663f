import type { Range } from "../../text/index.ts";
import { keyValues, type Dockerfile, type KeyValue } from "../../syntax/dockerfile/index.ts";
import type { BuildError, BuildRequest } from "../build.ts";
import type { Effect, EffectBody } from "../effect.ts";
import { unknown, type Value } from "../value.ts";
import { expand, type Expansion, type ExpandOptions } from "./expand.ts";
import type { MappedText } from "../../text/index.ts";
import { type AutomaticArguments, automaticValue, given } from "./platform-arguments.ts";
import type { StageTable } from "./stages.ts";

/** One evaluation under way. */
export interface Evaluation {
  readonly dockerfile: Dockerfile;
  readonly request: BuildRequest;
  readonly table: StageTable;
  readonly automatic: AutomaticArguments;
  /** Global ARGs that have a value; automatic ones only where something replaced them. */
  readonly globals: Map<string, Value>;
  readonly effects: Effect[];
  readonly errors: BuildError[];
  readonly unchecked: { readonly at: Range; readonly because: string }[];
}

export function globalValue(evaluation: Evaluation, name: string, at: Range): Value | undefined {
  return evaluation.globals.get(name) ?? automaticValue(evaluation.automatic, name, at);
}

/** Reads the ARGs before the first FROM, in order, over the automatic ones. */
export function readGlobals(evaluation: Evaluation): void {
  const { globals, request, dockerfile, automatic } = evaluation;
  for (const [name, text] of request.buildArgs) {
    if (automatic.has(name)) globals.set(name, given(text, { file: dockerfile.source.file, start: 0, end: 0 }));
  }
  for (const instruction of evaluation.table.globals) {
    for (const pair of keyValues(instruction, dockerfile.escape)) {
      const value = globalArgument(evaluation, pair, instruction.index);
      if (value === undefined) continue;
      globals.set(pair.key.text, value);
      const body: EffectBody = { kind: "set-env", name: pair.key.text, value, scope: "build" };
      evaluation.effects.push({ at: pairRange(pair), runs: "always", choices: [], instruction: instruction.index, ...body });
    }
  }
}

function globalArgument(evaluation: Evaluation, { key, value }: KeyValue, instruction: number): Value | undefined {
  const { request, globals, automatic } = evaluation;
  const argument = request.buildArgs.get(key.text);
  if (argument !== undefined) return given(argument, key.rangeOf());
  if (value !== undefined) {
    return expandInto(evaluation, value, { instruction, effects: evaluation.effects, lookup: (name, at) => globalValue(evaluation, name, at) });
  }
  if (request.buildArgsComplete === true || globals.has(key.text) || automatic.has(key.text)) return undefined;
  return unknown("build-arg", key.rangeOf(), key.text);
}

/** From the key to the end of the value. */
export function pairRange({ key, value }: KeyValue): Range {
  const at = key.rangeOf();
  return value === undefined || value.text === "" ? at : { ...at, end: value.rangeOf().end };
}

export interface Into {
  readonly instruction: number;
  /** Reads of unset variables are put here. */
  readonly effects: Effect[];
  readonly lookup: ExpandOptions["lookup"];
  readonly keepQuotes?: boolean;
}

/** Expands an operand; reads of unset variables become effects, what BuildKit refuses becomes an error. */
export function expandInto(evaluation: Evaluation, text: MappedText, into: Into): Value {
  // BuildKit reads bodies of here-documents with the backslash whatever the escape directive says.
  const escape = into.keepQuotes === true ? "\\" : evaluation.dockerfile.escape;
  const expansion = expand(text, { lookup: into.lookup, escape, keepQuotes: into.keepQuotes === true });
  noteUnset(expansion, into);
  if (expansion.error !== undefined) {
    evaluation.errors.push({ message: `failed to process ${JSON.stringify(text.text)}: ${expansion.error}`, at: text.rangeOf() });
  }
  return expansion.value;
}

function noteUnset(expansion: Expansion, { instruction, effects }: Into): void {
  for (const { name, at, hasDefault } of expansion.unset) {
    effects.push({ kind: "read-unset", name, by: "builder", hasDefault, at, runs: "always", choices: [], instruction });
  }
}
