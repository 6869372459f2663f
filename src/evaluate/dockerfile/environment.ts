import { samePieces } from "../same-value.ts";
import { exportedVariables, type Variable } from "../shell/index.ts";
import type { Value } from "../value.ts";

/**
 * What an environment has been set to so far. Two environments with the same history hold the same variables with the same
 * values, but for those that follow the platform: of them a history knows only that they were set.
 */
export interface History {
  readonly name: string;
  readonly value: Value;
  /** What came next in one evaluation or another. */
  readonly next: History[];
}

/** Successors that are remembered; what goes beyond has a history of its own. */
const MAX_NEXT = 8;

/** The beginning of a history. */
export function beginning(): History {
  return { name: "", value: { pieces: [] }, next: [] };
}

/** Variables that know their history. */
export class Environment extends Map<string, Value> {
  history: History;
  #exported: ReadonlyMap<string, Variable> | undefined;
  readonly #followers: Set<string>;

  /** `followers`: the names of those of the values that follow the platform. */
  constructor(values: ReadonlyMap<string, Value>, history: History, followers: ReadonlySet<string> = new Set()) {
    super();
    this.history = history;
    this.#followers = new Set(followers);
    for (const [name, value] of values) super.set(name, value);
  }

  copy(): Environment {
    const copy = new Environment(this, this.history, this.#followers);
    copy.#exported = this.#exported;
    return copy;
  }

  override set(name: string, value: Value): this {
    if (this.get(name) === value) return this;
    this.history = after(this.history, name, value);
    this.#exported = undefined;
    if (isPlatforms(value)) this.#followers.add(name);
    else this.#followers.delete(name);
    return super.set(name, value);
  }

  /** The same as a shell has them when it starts; made once for all steps that see the same. */
  get exported(): ReadonlyMap<string, Variable> {
    return (this.#exported ??= exportedVariables(this));
  }

  /** The names of the variables that follow the platform. */
  get followers(): Iterable<string> {
    return this.#followers;
  }
}

function after({ next }: History, name: string, value: Value): History {
  const known = next.find((entry) => entry.name === name && isSame(entry.value, value));
  if (known !== undefined) return known;
  const fresh: History = { name, value, next: [] };
  if (next.length < MAX_NEXT) next.push(fresh);
  return fresh;
}

function isSame(a: Value, b: Value): boolean {
  return isPlatforms(a) ? isPlatforms(b) : !isPlatforms(b) && samePieces(a, b);
}

/** Whether a platform decides the value, so that another build of the same file has another one. */
export function isPlatforms(value: Value): boolean {
  for (const piece of value.pieces) if (piece.kind === "text" && piece.origin === "platform") return true;
  return false;
}
