import type { Range } from "../../../text/index.ts";
import { concat, EMPTY, type Piece, textOf, type Value } from "../../value.ts";
import { computed, does, platformPieceOf, prints, printsUnknown } from "../answer.ts";
import type { Answer, Argument, Invocation } from "../invocation.ts";
import { has, optionSpec, readOptions, valuesOf } from "../options.ts";
import { type Budget, type Match, searchRegex } from "../regex/match.ts";
import { Slicer } from "../slices.ts";
import { joinLines, linesOf, type TextLine } from "./lines.ts";
import { parseSedScript, type SedAddress, type SedCommand, type Substitution } from "./sed-script.ts";
import { translateCharacters } from "./tr.ts";

const SED = optionSpec("-e --expression -f --file -l --line-length");

/** `sed` over known text: s, y, d, p and q with simple addresses. Files that it edits are left alone. */
export function sed(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, SED);
  if (line.options.some((option) => option.name === "-i" || option.name === "--in-place")) return does();
  const given = valuesOf(line, "-e", "--expression");
  const [first, ...files] = given.length > 0 ? [undefined, ...line.operands] : line.operands;
  const scripts = first === undefined ? given : [first];
  const commands = readScripts(scripts, has(line, "-E", "-r", "--regexp-extended"));
  if (invocation.stdin === undefined || files.length > 0 || has(line, "-f", "--file") || commands === undefined) return printsUnknown(invocation.at);
  const run: SedRun = { commands, quiet: has(line, "-n", "--quiet", "--silent"), at: scripts[0]?.at ?? invocation.at, budget: { steps: 2_000_000 } };
  const printed = edit(linesOf(invocation.stdin), run);
  return run.budget.steps > 0 ? prints(joinLines(printed, invocation.at)) : printsUnknown(invocation.at);
}

function readScripts(scripts: readonly Argument[], extended: boolean): SedCommand[] | undefined {
  const commands: SedCommand[] = [];
  for (const script of scripts) {
    const parsed = parseSedScript(script, extended);
    if (parsed === undefined) return undefined;
    commands.push(...parsed);
  }
  return scripts.length === 0 ? undefined : commands;
}

interface SedRun {
  readonly commands: readonly SedCommand[];
  readonly quiet: boolean;
  readonly at: Range;
  readonly budget: Budget;
}

function edit(lines: readonly TextLine[], run: SedRun): Value[] {
  const printed: Value[] = [];
  for (const [i, line] of lines.entries()) {
    const place = { number: i + 1, last: i + 1 === lines.length };
    const result = editLine(line, place, run);
    printed.push(...result.printed);
    if (result.kept !== undefined && !run.quiet) printed.push(result.kept);
    if (result.quit) break;
  }
  return printed;
}

interface LinePlace {
  readonly number: number;
  readonly last: boolean;
}

function editLine(line: TextLine, place: LinePlace, run: SedRun): { printed: Value[]; kept: Value | undefined; quit: boolean } {
  let current = line;
  const printed: Value[] = [];
  for (const command of run.commands) {
    if (!applies(command.address, current.text, { ...place, budget: run.budget })) continue;
    if (command.name === "d") return { printed, kept: undefined, quit: false };
    if (command.name === "q") return { printed, kept: current.value, quit: true };
    if (command.name === "p") printed.push(current.value);
    if (command.name === "y") current = lineOf(translateCharacters(current.value, command.map, command.at));
    if (command.name !== "s") continue;
    const changed = substitute(current, command, run.budget);
    if (changed === undefined) continue;
    current = lineOf(changed);
    if (command.print) printed.push(changed);
  }
  return { printed, kept: current.value, quit: false };
}

function lineOf(value: Value): TextLine {
  return { value, text: textOf(value) };
}

function applies(address: SedAddress | undefined, text: string, place: LinePlace & { readonly budget: Budget }): boolean {
  if (address === undefined) return true;
  const selected = address.line === undefined ? matches(address, text, place.budget) : address.line === "last" ? place.last : address.line === place.number;
  return selected !== address.negated;
}

function matches({ regex }: SedAddress, text: string, budget: Budget): boolean {
  return regex !== undefined && searchRegex({ regex, text, budget }) !== undefined;
}

/** The line with matches replaced; undefined when nothing matched. */
function substitute({ value, text }: TextLine, command: Substitution, budget: Budget): Value | undefined {
  const slicer = new Slicer(value);
  // All of it would make each match cost as much as the line is long.
  const whole: Value = { pieces: [value.pieces[0], platformPieceOf(value)].filter((piece) => piece !== undefined) };
  const pieces: Piece[] = [];
  let kept = 0;
  let count = 0;
  let replaced = false;
  for (let from = 0; from <= text.length; ) {
    const match = searchRegex({ regex: command.regex, text, budget }, from);
    const [start = 0, end = 0] = match ?? [];
    if (match === undefined) break;
    from = end > start ? end : end + 1;
    if (++count < command.occurrence) continue;
    pieces.push(...slicer.slice(kept, start), ...replacement({ match, command, slicer, whole }));
    kept = end;
    replaced = true;
    if (!command.all) break;
  }
  return replaced ? { pieces: [...pieces, ...slicer.slice(kept)] } : undefined;
}

interface Replacing {
  readonly match: Match;
  readonly command: Substitution;
  readonly slicer: Slicer;
  /** The pieces that tell the history of the whole line, and whether it follows the platform. */
  readonly whole: Value;
}

function replacement({ match, command, slicer, whole }: Replacing): Piece[] {
  return command.replacement.flatMap((part): readonly Piece[] => {
    if (part.kind === "value") return part.value.pieces;
    if (part.kind === "text") return [computed(part.text, part.at, replacedPart(slicer, match, whole))];
    const start = match[2 * part.index] ?? -1;
    return start < 0 ? [] : slicer.slice(start, match[2 * part.index + 1]);
  });
}

/** What decides whether a replacement follows the platform: the whole line, its matched part first for its history. */
function replacedPart(slicer: Slicer, match: Match, whole: Value): Value {
  const matched = slicer.slice(match[0] ?? 0, match[1]);
  return concat([matched.length === 0 ? EMPTY : { pieces: matched }, whole]);
}

