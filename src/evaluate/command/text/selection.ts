import { knownText, textOf, type Value } from "../../value.ts";
import { computed, prints, printsUnknown, SILENT } from "../answer.ts";
import type { Answer, Argument, Invocation } from "../invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, textOfWord, valueOf, valuesOf } from "../options.ts";
import { type Budget, compileRegex, type Regex, searchRegex } from "../regex/match.ts";
import { Slicer } from "../slices.ts";
import { holdsUnknown, joinLines, linesOf, type TextLine } from "./lines.ts";

const HEAD = optionSpec("-n --lines -c --bytes");

/** `head -1`, `head -n 2` over known text. */
export function head(invocation: Invocation): Answer {
  return someLines(invocation, (lines, count) => (count < 0 ? lines.slice(0, Math.max(lines.length + count, 0)) : lines.slice(0, count)));
}

/** `tail -1`, `tail -n +2` over known text. */
export function tail(invocation: Invocation): Answer {
  return someLines(invocation, (lines, count, fromStart) => (fromStart ? lines.slice(Math.max(count - 1, 0)) : lines.slice(Math.max(lines.length - Math.abs(count), 0))));
}

type Pick = (lines: readonly TextLine[], count: number, fromStart: boolean) => readonly TextLine[];

function someLines(invocation: Invocation, pick: Pick): Answer {
  const line = readOptions(invocation.args, HEAD);
  const short = line.options.map((option) => option.name.slice(1)).join("");
  const count = textOfWord(valueOf(line, "-n", "--lines")) || (/^\d{1,6}$/.test(short) ? short : "10");
  if (invocation.stdin === undefined || line.operands.length > 0 || has(line, "-c", "--bytes") || !/^[-+]?\d{1,6}$/.test(count)) return printsUnknown(invocation.at);
  const lines = pick(linesOf(invocation.stdin), Number(count), count.startsWith("+"));
  return prints(joinLines(lines.map((one) => one.value), invocation.at));
}

const SORT = optionSpec("-k --key -t --field-separator -o --output -T -S --sort");

/** `sort` of one line, or of wholly known lines in plain order. */
export function sort(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, SORT);
  const lines = invocation.stdin === undefined ? undefined : linesOf(invocation.stdin);
  if (lines === undefined || line.operands.length > 0) return printsUnknown(invocation.at);
  const plain = line.options.every((option) => option.name === "-u" || option.name === "-r");
  if (lines.length > 1 && (!plain || lines.some((one) => holdsUnknown(one.text)))) return printsUnknown(invocation.at);
  const ordered = [...lines].sort((a, b) => (a.text === b.text ? 0 : a.text < b.text ? -1 : 1));
  if (has(line, "-r")) ordered.reverse();
  return prints(joinLines((has(line, "-u") ? distinct(ordered) : ordered).map((one) => one.value), invocation.at));
}

/** `uniq` without options. */
export function uniq(invocation: Invocation): Answer {
  if (invocation.stdin === undefined || invocation.args.length > 0) return printsUnknown(invocation.at);
  return prints(joinLines(distinct(linesOf(invocation.stdin)).map((one) => one.value), invocation.at));
}

function distinct(lines: readonly TextLine[]): TextLine[] {
  return lines.filter((one, i) => i === 0 || one.text !== lines[i - 1]?.text);
}

const GREP = optionSpec("-e --regexp -f --file -m --max-count -A -B -C --include --exclude --exclude-dir --color --colour");

/** `grep` over known text; whether it finds something is unknown as soon as part of the text is. */
export function grep(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, GREP);
  const given = valuesOf(line, "-e", "--regexp");
  const [first, ...files] = given.length > 0 ? [undefined, ...line.operands] : line.operands;
  const test = testOf(line, first === undefined ? given : [first], invocation.name);
  const quiet = has(line, "-q", "--quiet", "--silent");
  const { stdin } = invocation;
  const whole = stdin !== undefined && files.length === 0 && !has(line, "-f", "--file", "-r", "-R", "--recursive", "-A", "-B", "-C", "-m", "--max-count", "-P", "--perl-regexp");
  if (stdin === undefined || !whole || test === undefined) return quiet ? { ...SILENT, status: "unknown" } : printsUnknown(invocation.at, "unknown");
  return filtered(stdin, { line, test, quiet, invocation });
}

interface GrepRun {
  readonly line: CommandLine;
  readonly test: GrepTest;
  readonly quiet: boolean;
  readonly invocation: Invocation;
}

/** Where a line matches, if it does. */
type GrepTest = (text: string, budget: Budget) => readonly (readonly [number, number])[];

function filtered(stdin: Value, { line, test, quiet, invocation }: GrepRun): Answer {
  const budget = { steps: 2_000_000 };
  const invert = has(line, "-v", "--invert-match");
  const found = linesOf(stdin).flatMap((one) => {
    const places = test(one.text, budget);
    return places.length > 0 === invert ? [] : [{ one, places }];
  });
  if (budget.steps <= 0) return printsUnknown(invocation.at, "unknown");
  const sure = knownText(stdin) !== undefined || (found.length > 0 && !invert);
  const status = !sure ? "unknown" : found.length > 0 ? "succeeds" : "fails";
  if (quiet) return { ...SILENT, status };
  if (!sure || has(line, "-c", "--count", "-n", "--line-number", "-l")) return printsUnknown(invocation.at, status);
  const only = has(line, "-o", "--only-matching");
  const values = found.flatMap(({ one, places }) => (only ? cutPlaces(one, places) : [one.value]));
  return prints(joinLines(values, invocation.at), status);
}

function cutPlaces(line: TextLine, places: readonly (readonly [number, number])[]): Value[] {
  const slicer = new Slicer(line.value);
  return places.map(([start, end]) => ({ pieces: slicer.slice(start, end) }));
}

function testOf(line: CommandLine, patterns: readonly Argument[], name: string): GrepTest | undefined {
  const ignoreCase = has(line, "-i", "--ignore-case");
  const extended = has(line, "-E", "--extended-regexp") || name === "egrep";
  const fixed = has(line, "-F", "--fixed-strings") || name === "fgrep";
  const regexes: Regex[] = [];
  for (const pattern of patterns) {
    const text = textOf(pattern.value);
    const plain = fixed ? text.replace(/[.[\]*^$\\]/g, "\\$&") : text;
    const framed = has(line, "-x", "--line-regexp") ? `^${plain}$` : has(line, "-w", "--word-regexp") ? `\\b${plain}\\b` : plain;
    const regex = holdsUnknown(text) ? undefined : compileRegex(framed, { extended: extended && !fixed, ignoreCase });
    if (regex === undefined) return undefined;
    regexes.push(regex);
  }
  return regexes.length === 0 ? undefined : (text, budget) => regexes.flatMap((regex) => placesOf(regex, text, budget));
}

function placesOf(regex: Regex, text: string, budget: Budget): [number, number][] {
  const places: [number, number][] = [];
  for (let from = 0; from <= text.length && places.length < 256; ) {
    const match = searchRegex({ regex, text, budget }, from);
    if (match === undefined) break;
    const [start = 0, end = 0] = match;
    places.push([start, end]);
    from = Math.max(end, start + 1);
  }
  return places;
}

/** `rev`: each line backwards; what isn't known stays unknown. */
export function rev(invocation: Invocation): Answer {
  const { stdin } = invocation;
  if (stdin === undefined || invocation.args.length > 0) return printsUnknown(invocation.at);
  const lines = linesOf(stdin).map(({ value }): Value => ({ pieces: [...value.pieces].reverse().map((piece) => (piece.kind === "text" ? reversed(piece.text, { pieces: [piece] }, invocation) : piece)) }));
  return prints(joinLines(lines, invocation.at));
}

function reversed(text: string, source: Value, invocation: Invocation): Value["pieces"][number] {
  return computed(Array.from(text).reverse().join(""), invocation.at, source);
}
