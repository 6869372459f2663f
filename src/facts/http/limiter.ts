/** Lets so many work at a time for each key, in the order of their coming. */
export class Limiter {
  readonly #most: number;
  readonly #lanes = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(key) ?? { running: 0, waiting: [] };
    this.#lanes.set(key, lane);
    if (lane.running < this.#most) lane.running++;
    // Whoever ends hands its place on, so that the count stays.
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      if (next === undefined) lane.running--;
      else next();
    }
  }
}
