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
    const found: (Entry | Entry[])[] = [];
    const groups = new Groups();
    for (const entry of this.#entries) {
      if (entry.worlds[0] === this.root) {
        found.push(entry);
        continue;
      }
      const group = groups.groupOf(entry);
      if (group.length === 0) found.push(group);
      group.push(entry);
    }
    return found.map((one) => (Array.isArray(one) ? this.#shared(one) : this.#effect(one, "always", [])));
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

/** Entries that say the same at the same place. Most places have one entry, and then what it says is never spelled out. */
class Groups {
  readonly #places = new Map<string, Entry[] | Map<string, Entry[]>>();

  /** The entries met so far that are equal to this one; an empty list for the first. */
  groupOf(entry: Entry): Entry[] {
    const { body, at } = entry;
    const place = `${body.kind} ${at.file} ${String(at.start)} ${String(at.end)}`;
    const here = this.#places.get(place);
    if (here === undefined) {
      const group: Entry[] = [];
      this.#places.set(place, group);
      return group;
    }
    const byText = Array.isArray(here) ? new Map(here.slice(0, 1).map((first) => [textOf(first), here])) : here;
    this.#places.set(place, byText);
    const text = textOf(entry);
    const group = byText.get(text) ?? [];
    byText.set(text, group);
    return group;
  }
}

/** Equal for effects that say the same; through which variables a text came does not count. */
function textOf({ body }: Entry): string {
  return JSON.stringify(body, (name, value: unknown) => (name === "readings" ? undefined : value));
}
