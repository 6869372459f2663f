import type { Piece, Value } from "../value.ts";
import type { Range } from "../../text/index.ts";
import type { Status } from "../command/invocation.ts";
import { printed, type State, type Variable, type WrittenFile } from "./state.ts";
import { collapse, markFailed, unite } from "./worlds.ts";

/** Paths that are followed at one time. */
export const MAX_PATHS = 12;

/** Ends finished paths, joins those that have become equal, and keeps the number of the rest within bounds. */
export function settle(paths: State[]): State[] {
  const [only] = paths;
  if (paths.length === 1 && only !== undefined && only.flow === undefined && only.worlds[0]?.parent === undefined) return paths;

  const live: State[] = [];
  for (const path of paths) {
    if (endsScript(path)) end(path);
    else live.push(path);
  }
  for (const path of live) {
    path.worlds = collapse(path.worlds);
    if (live.length > 1) path.chargeComparison();
  }
  const joined = live.length > 1 ? joinEqual(live) : live;
  return joined.length > MAX_PATHS ? crowd(joined) : joined;
}

/** Like `settle` where the statuses of the paths still matter. */
export function narrow(paths: State[]): State[] {
  if (paths.length < 2) return settle(paths);
  const byStatus = new Map<string, State[]>();
  for (const path of paths) byStatus.set(path.status, [...(byStatus.get(path.status) ?? []), path]);
  return [...byStatus.values()].flatMap(settle);
}

function endsScript(path: State): boolean {
  return path.subshells === 0 && (path.flow?.kind === "exit" || path.flow?.kind === "stop");
}

function end(path: State): void {
  if (path.status === "fails") path.worlds.forEach(markFailed);
  path.engine.ended.push(path);
}

function joinEqual(paths: readonly State[]): State[] {
  const kept: State[] = [];
  for (const path of paths) {
    const twin = kept.find((other) => sameState(other, path));
    if (twin === undefined) {
      kept.push(path);
      continue;
    }
    twin.worlds = unite(twin.worlds, path.worlds);
    twin.status = joinStatus(twin.status, path.status);
    if (twin.code !== path.code) twin.code = undefined;
  }
  return kept;
}

/** The status of either of two paths. */
export function joinStatus(a: Status, b: Status): Status {
  if (a === b) return a;
  return a === "fails" || b === "fails" || a === "unknown" || b === "unknown" ? "unknown" : "ok";
}

/** Whether two paths will do the same from here on, their last status aside. */
export function sameState(a: State, b: State): boolean {
  return (
    a.flow?.kind === b.flow?.kind &&
    (a.flow === undefined || a.status === b.status) &&
    a.cwd === b.cwd &&
    sameSettings(a, b) &&
    a.frame === b.frame &&
    a.comparisons === b.comparisons &&
    sameOptional(a.stdin, b.stdin) &&
    sameMap(a.functions, b.functions, (x, y) => x.body === y.body) &&
    sameValues(a.args, b.args) &&
    sameMap(a.variables, b.variables, sameVariable) &&
    sameMap(a.files, b.files, sameFile) &&
    (a.output === b.output || sameValues(printed(a.output), printed(b.output)))
  );
}

function sameSettings(a: State, b: State): boolean {
  const isSameMode = a.errexit === b.errexit && a.nounset === b.nounset && a.pipefail === b.pipefail && a.open === b.open;
  return isSameMode && a.exitTrap === b.exitTrap && a.optionOffset === b.optionOffset;
}

function sameMap<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, same: (x: T, y: T) => boolean): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, x] of a) {
    const y = b.get(key);
    if (y === undefined || (x !== y && !same(x, y))) return false;
  }
  return true;
}

function sameFile(a: WrittenFile, b: WrittenFile): boolean {
  return a.append === b.append && sameValue(a.content, b.content);
}

function sameVariable(a: Variable, b: Variable): boolean {
  if (a.exported !== b.exported) return false;
  if (a.kind === "text") return b.kind === "text" && sameValue(a.value, b.value);
  if (a.kind === "list") return b.kind === "list" && sameValues(a.items, b.items);
  return b.kind === "table" && sameMap(a.entries, b.entries, (x, y) => sameValue(x.value, y.value));
}

function sameOptional(a: Value | undefined, b: Value | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameValue(a, b));
}

function sameValues(a: readonly Value[], b: readonly Value[]): boolean {
  return a === b || (a.length === b.length && a.every((value, index) => sameOptional(value, b[index])));
}

/** Whether two values are the same text from the same places; how they got here does not count. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  return a.pieces.length === b.pieces.length && a.pieces.every((piece, index) => samePiece(piece, b.pieces[index]));
}

function samePiece(a: Piece, b: Piece | undefined): boolean {
  if (a === b) return true;
  if (b === undefined || a.kind !== b.kind || a.from.file !== b.from.file || a.from.start !== b.from.start) return false;
  if (a.kind === "text") return b.kind === "text" && a.text === b.text && a.origin === b.origin;
  return a.kind === "unset" ? b.kind === "unset" && a.name === b.name : true;
}

/** Too many paths: those that go on become one, in which whatever differs is unknown. */
function crowd(paths: readonly State[]): State[] {
  const groups = new Map<string, State[]>();
  for (const path of paths) {
    const key = `${path.flow?.kind ?? ""} ${path.flow === undefined ? "" : path.status}`;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups.values()].map(blend);
}

/** One path for many; what differs between them is unknown. */
export function blend(paths: readonly State[]): State {
  const [first, ...others] = paths as readonly [State, ...State[]];
  if (others.length === 0) return first;
  const somewhere: Range = first.source.text.rangeOf(0, 0);
  for (const other of others) {
    blendVariables(first, other, somewhere);
    blendFiles(first, other, somewhere);
    first.worlds = unite(first.worlds, other.worlds);
    first.status = joinStatus(first.status, other.status);
    if (first.cwd !== other.cwd) first.cwd = undefined;
    if (!sameOptional(first.stdin, other.stdin)) first.stdin = undefined;
    first.open ||= other.open;
    if (first.output !== other.output && !sameValues(printed(first.output), printed(other.output))) {
      first.output = { value: tooMany(somewhere), before: undefined };
    }
  }
  return first;
}

function blendVariables(into: State, other: State, at: Range): void {
  for (const name of new Set([...into.variables.keys(), ...other.variables.keys()])) {
    const [a, b] = [into.variables.get(name), other.variables.get(name)];
    if (a === b || (a !== undefined && b !== undefined && sameVariable(a, b))) continue;
    into.setVariable(name, { kind: "text", value: tooMany(at, name), exported: (a ?? b)?.exported ?? false });
  }
}

function blendFiles(into: State, other: State, at: Range): void {
  for (const path of new Set([...into.files.keys(), ...other.files.keys()])) {
    const [a, b] = [into.files.get(path), other.files.get(path)];
    if (a === b || (a !== undefined && b !== undefined && sameFile(a, b))) continue;
    into.setFile(path, { content: tooMany(at), append: false });
  }
}

function tooMany(from: Range, name?: string): Value {
  return { pieces: [{ kind: "unknown", because: "too-many", from, readings: undefined, ...(name === undefined ? {} : { name }) }] };
}

/** Longest value that is kept, in characters and in pieces. */
const MAX_VALUE_LENGTH = 64 * 1024;
const MAX_PIECES = 4096;

/** The value, or an unknown one when it is too long to be kept. */
export function bounded(value: Value, at: Range): Value {
  if (value.pieces.length > MAX_PIECES) return tooMany(at);
  let length = 0;
  for (const piece of value.pieces) length += piece.kind === "text" ? piece.text.length : 1;
  return length > MAX_VALUE_LENGTH ? tooMany(at) : value;
}

