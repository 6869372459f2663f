import { announcedBy, type Instruction, operandWords, type RawWord } from "../../syntax/dockerfile/index.ts";
import type { Range } from "../../text/index.ts";
import { sourceEffects } from "../command/index.ts";
import type { CopiedProgram, CopyEffect } from "../effect.ts";
import { concat, knownText, literal, sliceValue, textOf, type Value } from "../value.ts";
import { copyFrom, copyOrigin } from "./dependencies.ts";
import { findFile } from "./files.ts";
import { literalOf } from "./literal.ts";
import type { Step } from "./onbuild.ts";
import { baseName, within } from "./paths.ts";
import { normalisedReference, resolvedBy, type Selected, selectedPlatform } from "./plan.ts";
import { copiedPrograms } from "./programs.ts";
import { addFile, emit, expandBody, expandIn, inStagePath, type StageRun } from "./stage-run.ts";

/** COPY and ADD. */
export function runCopy(run: StageRun, step: Step): void {
  const { instruction, index } = step;
  const words = operandWords(instruction, run.evaluation.dockerfile.escape);
  const last = words.at(-1);
  if (last === undefined || words.length < 2) return;
  const to = expandIn(run, index, last);
  expandFlags(run, step);
  const from = originOf(run, step);
  const bodies = [...instruction.heredocs];
  const files: Value[] = [];
  const operands: Value[] = [];
  for (const word of words.slice(0, -1)) {
    const announced = instruction.exec === undefined ? announcedBy(word.text) : undefined;
    const body = announced === undefined ? undefined : bodies.shift();
    if (body !== undefined) {
      const content = body.expand ? expandBody(run, index, body.content) : literalOf(body.content, "heredoc-literal");
      writeFile(run, step, { name: body.name, content, to, at: word, single: words.length === 2 });
      continue;
    }
    const source = expandIn(run, index, word);
    operands.push(source);
    if (instruction.keyword === "ADD" && isUrl(textOf(source))) download(run, step, { url: source, to, at: word });
    else files.push(source);
  }
  if (files.length > 0) copyFiles(run, step, { from, files, to, single: words.length === 2 });
  run.observe?.step?.({ run, instruction, operands: [...operands, to] });
}

function expandFlags(run: StageRun, { instruction, index }: Step): void {
  for (const { name, value } of instruction.flags) {
    if (value !== undefined && (name === "chown" || name === "chmod")) expandIn(run, index, value);
  }
}

const URL = /^(?:https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/;

function isUrl(text: string): boolean {
  return URL.test(text);
}

interface FileBody {
  readonly name: string;
  readonly content: Value;
  readonly to: Value;
  readonly at: RawWord;
  readonly single: boolean;
}

/** A here-document becomes a file: at the destination, or in it under its own name. */
function writeFile(run: StageRun, { index }: Step, { name, content, to, at, single }: FileBody): void {
  const path = knownText(to);
  const isFile = single && path?.endsWith("/") !== true;
  const target = isFile ? to : concat([to, literal(path?.endsWith("/") === true ? name : `/${name}`, at.rangeOf())]);
  emit(run, { index, at: at.rangeOf() }, { kind: "write", path: target, content, append: false });
  for (const source of sourceEffects(target, content)) emit(run, { index, at: at.rangeOf() }, source);
  const known = knownText(target);
  if (known !== undefined) addFile(run, { kind: "written", path: inStagePath(run, known), content, append: false });
}

function download(run: StageRun, { instruction, index }: Step, { url, to, at }: { url: Value; to: Value; at: RawWord }): void {
  const checksum = instruction.flags.find((flag) => flag.name === "checksum")?.value;
  const told = checksum === undefined ? {} : { checksum: expandIn(run, index, checksum) };
  emit(run, { index, at: at.rangeOf() }, { kind: "download", url, by: "ADD", to: downloadTarget(url, to), ...told });
}

/** In a folder a download keeps the file name of its URL. */
function downloadTarget(url: Value, to: Value): Value {
  const address = textOf(url).split(/[?#]/)[0] ?? "";
  if (!textOf(to).endsWith("/") || address.endsWith(".git")) return to;
  return concat([to, sliceValue(url, address.lastIndexOf("/") + 1, address.length)]);
}

type From = CopyEffect["from"];

/** Where a COPY takes its files from; an image of its own is pulled for the target, whatever the stage runs on. */
function originOf(run: StageRun, { instruction, index, standsAt }: Step): From {
  const written = copyFrom(instruction);
  if (written === undefined) return { kind: "context" };
  const origin = copyOrigin(run.evaluation.table, written);
  if (origin.kind === "stage") return origin;
  // Nothing expands in `--from`.
  const image = literalOf(written, "builder-single");
  const resolved = origin.kind === "image" ? pullOther(run, { index, image, by: "copy", at: standsAt ?? written.rangeOf() }) : undefined;
  return { kind: "image", image, ...resolvedBy(resolved) };
}

/** An image that COPY or a mount names; what of it is taken, where that is known. */
export function pullOther(run: StageRun, pull: { index: number; image: Value; by: "copy" | "mount"; at: Range }): Selected | undefined {
  const { evaluation } = run;
  const { index, image, by, at } = pull;
  const wanted = evaluation.request.target;
  const reference = normalisedReference(evaluation, textOf(image), at);
  const traits = reference === undefined ? undefined : evaluation.request.images.find(reference);
  const selected = reference === undefined || traits === undefined ? undefined : selectedPlatform(evaluation, { traits, wanted, reference, at });
  emit(run, { index, at }, { kind: "pull", image, platform: wanted, by, ...resolvedBy(selected) });
  return selected;
}

function copyFiles(run: StageRun, step: Step, copy: { from: From; files: readonly Value[]; to: Value; single: boolean }): void {
  const { instruction, index } = step;
  const { from, files, to, single } = copy;
  const by = instruction.keyword === "ADD" ? "ADD" : "COPY";
  const programs = from.kind === "context" ? programsIn(run, instruction, { files, by }) : [];
  emit(run, { index, at: instruction.operands.rangeOf() }, { kind: "copy", from, sources: files, to, by, ...(programs.length === 0 ? {} : { programs }) });
  const path = knownText(to);
  if (path === undefined) return;
  const place = { to: inStagePath(run, path), intoFolder: !single || path.endsWith("/"), parents: keepsFolders(instruction) };
  for (const file of files) {
    const source = knownText(file);
    if (source === undefined) continue;
    if (from.kind === "context") {
      addFile(run, { kind: "context", source, ...place });
      addSources(run, step, place.intoFolder ? within(place.to, baseName(source)) : place.to);
    }
    const other = from.kind === "stage" ? run.runs.get(from.stage) : undefined;
    if (other !== undefined) addFile(run, { kind: "stage", files: other.files, source: inRoot(source), ...place });
  }
}

function programsIn(run: StageRun, { flags }: Instruction, { files, by }: { files: readonly Value[]; by: CopyEffect["by"] }): readonly CopiedProgram[] {
  const { found, unread } = copiedPrograms(files, run.evaluation.request.context, by);
  for (const { source, because } of unread) run.evaluation.unchecked.push({ at: placeOf(files[source], run), because });
  // What `--exclude` leaves out lies in folders.
  return flags.some(({ name }) => name === "exclude") ? found.filter(({ named, archive }) => named || archive !== undefined) : found;
}

function placeOf(file: Value | undefined, { plan }: StageRun): Range {
  return file?.pieces[0]?.from ?? plan.baseAt;
}

/** A copied file may be a list of package sources. */
function addSources(run: StageRun, { instruction, index }: Step, to: string): void {
  if (!/\.(?:list|sources|repo)$|\/(?:sources\.list|repositories)$/.test(to)) return;
  const found = findFile(run.files, to, run.evaluation.request.context);
  if (found === undefined) return;
  const at = instruction.operands.rangeOf();
  const content = "value" in found ? found.value : literalOf(found.text, "none");
  for (const effect of sourceEffects(literal(to, at), content)) emit(run, { index, at }, effect);
}

function keepsFolders(instruction: Instruction): boolean {
  return instruction.flags.some((flag) => flag.name === "parents" && flag.value?.text !== "false");
}

function inRoot(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}
