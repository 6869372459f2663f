import type { Range } from "../../text/index.ts";
import type { Effect, EffectBody } from "../effect.ts";
import { choicesOf, coversAll, type World } from "./worlds.ts";

interface Entry {
  readonly body: EffectBody;
  readonly at: Range;
  readonly worlds: readonly World[];
}

/** Collects effects with the worlds they happened in. */
export class EffectLog {
  readonly root: World;
  readonly #instruction: number;
  readonly #entries: Entry[] = [];
  readonly #unset = new Set<string>();

  constructor(root: World, instruction: number) {
    this.root = root;
    this.#instruction = instruction;
  }

  add(body: EffectBody, at: Range, worlds: readonly World[]): void {
    if (body.kind === "read-unset" && this.#seen(`${body.name} ${at.file} ${String(at.start)}`, worlds)) return;
    this.#entries.push({ body, at, worlds });
  }

  /** The effects in order; those that all paths share are one effect that always happens. */
  effects(): Effect[] {
    const groups = new Map<string, Entry[]>();
    const effects: (() => Effect)[] = [];
    for (const entry of this.#entries) {
      if (entry.worlds[0] === this.root) {
        effects.push(() => this.#effect(entry, "always", []));
        continue;
      }
      const key = keyOf(entry);
      const group = groups.get(key);
      if (group !== undefined) {
        group.push(entry);
        continue;
      }
      const fresh = [entry];
      groups.set(key, fresh);
      effects.push(() => this.#shared(fresh));
    }
    return effects.map((effect) => effect());
  }

  #shared(entries: readonly Entry[]): Effect {
    const [first] = entries as readonly [Entry, ...Entry[]];
    const worlds = [...new Set(entries.flatMap((entry) => entry.worlds))];
    if (coversAll(this.root, worlds)) return this.#effect(first, "always", []);
    return this.#effect(first, "maybe", choicesOf(worlds));
  }

  #effect({ body, at }: Entry, runs: Effect["runs"], choices: Effect["choices"]): Effect {
    // What differs in shape comes last: V8 copies that five times as fast.
    return { at, runs, choices, instruction: this.#instruction, ...body };
  }

  #seen(key: string, worlds: readonly World[]): boolean {
    if (worlds[0] !== this.root) return false;
    if (this.#unset.has(key)) return true;
    this.#unset.add(key);
    return false;
  }
}

/** Equal for effects that say the same at the same place; through which variables a text came does not count. */
function keyOf({ body, at }: Entry): string {
  return `${at.file} ${String(at.start)} ${String(at.end)} ${JSON.stringify(body, (name, value: unknown) => (name === "readings" ? undefined : value))}`;
}
