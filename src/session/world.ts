import { FactCache, FactStore, ImageFacts, OFFLINE, type FactSettings } from "../facts/index.ts";

/** What a run knows of the world, and its one way to learn more. */
export class World {
  readonly facts: FactStore;
  readonly images: ImageFacts;
  readonly #settings: FactSettings;
  #spentMs = 0;

  constructor(settings: FactSettings = OFFLINE) {
    const { offline, cacheDir } = settings;
    this.#settings = settings;
    this.facts = new FactStore({ offline, now: Date.now(), ...(cacheDir === undefined ? {} : { cache: new FactCache(cacheDir) }) });
    this.images = new ImageFacts(this.facts);
  }

  /** Asks what waits to be asked. All that a run asks has one deadline. */
  async ask(): Promise<void> {
    if (this.facts.waiting === 0) return;
    const began = performance.now();
    const { askAll } = await import("../facts/online.ts");
    await askAll(this.facts, { ...this.#settings, timeoutMs: Math.max(0, this.#settings.timeoutMs - this.#spentMs) });
    this.#spentMs += performance.now() - began;
  }
}
