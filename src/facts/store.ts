import type { FactCache, Kept } from "./cache.ts";
import type { FactCounts } from "./counts.ts";
import { unknownFact, type Fact } from "./fact.ts";
import { keyOf, type FactKind, type FactTypes, type Question } from "./question.ts";

/** Where rules and the evaluation look answers up. Synchronous: what was not asked before is unknown. */
export interface Facts {
  find<Kind extends FactKind>(question: Question<Kind>): Fact<FactTypes[Kind]>;
}

export interface StoreOptions {
  /** Nobody is asked; answers that were kept still count. */
  readonly offline: boolean;
  readonly cache?: FactCache;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An answer and where it came from. */
export interface Answer {
  readonly fact: Fact<unknown>;
  readonly from: "cached" | "network" | "nowhere";
}

/** The answers of one run. Each question is answered once, so that answers can't differ between two files. */
export class FactStore implements Facts {
  readonly #options: StoreOptions;
  readonly #answers = new Map<string, Answer>();
  #open = 0;
  readonly #embedded = new Set<string>();
  readonly #offered = new Map<string, Answer>();
  readonly #waiting = new Map<string, Question>();

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  get offline(): boolean {
    return this.#options.offline;
  }

  find<Kind extends FactKind>(question: Question<Kind>): Fact<FactTypes[Kind]> {
    const key = keyOf(question);
    const answer = this.#answers.get(key) ?? this.#kept(key);
    return (answer?.fact ?? unknownFact(this.#options.offline ? "offline" : "pending")) as Fact<FactTypes[Kind]>;
  }

  /**
   * Notes that somebody wants to know; what is not known already waits for the next batch. `embedded`: the tables that come along
   * say something, too, so that without an answer it is not unknown altogether.
   */
  want(question: Question, embedded = false): void {
    const key = keyOf(question);
    if (embedded) this.#embedded.add(key);
    if (this.#answers.has(key) || this.#kept(key) !== undefined) return;
    if (this.#options.offline) {
      this.#answers.set(key, { fact: unknownFact("offline"), from: "nowhere" });
      return;
    }
    this.#waiting.set(key, question);
    this.#open++;
  }

  /** Counts whoever had to do without an answer that is still to be asked for. */
  get open(): number {
    return this.#open;
  }

  /** How many questions wait to be asked. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** What waits to be asked, and waits no longer. */
  takeWaiting(): readonly Question[] {
    const questions = [...this.#waiting.values()];
    this.#waiting.clear();
    return questions;
  }

  accept(question: Question, answer: Answer): void {
    this.#answers.set(keyOf(question), answer);
  }

  /** An answer that came along with another; it counts once somebody asks. */
  offer(question: Question, answer: Answer): void {
    const key = keyOf(question);
    if (!this.#answers.has(key)) this.#offered.set(key, answer);
  }

  /** What was asked so far and where the answers came from. */
  get counts(): FactCounts {
    const counts = { asked: this.#answers.size, embedded: 0, cached: 0, network: 0, unknown: 0 };
    for (const [key, { fact, from }] of this.#answers) counts[fact.state !== "unknown" && from !== "nowhere" ? from : this.#embedded.has(key) ? "embedded" : "unknown"]++;
    return counts;
  }

  #kept(key: string): Answer | undefined {
    const offered = this.#offered.get(key);
    if (offered !== undefined) {
      this.#answers.set(key, offered);
      return offered;
    }
    const kept = this.#options.cache?.read(key);
    if (kept === undefined || !isFresh(kept, this.#options)) return undefined;
    const answer: Answer = { fact: kept.fact, from: "cached" };
    this.#answers.set(key, answer);
    return answer;
  }
}

/** Without a network an old answer is better than none. */
function isFresh({ freshUntil }: Kept, { offline, now }: StoreOptions): boolean {
  return offline || freshUntil === null || freshUntil > now;
}
