import { FactCache, FactStore, OFFLINE, type Fact, type FactKind, type FactSettings, type FactTypes, type Question } from "../../src/facts/index.ts";
import { askAll } from "../../src/facts/online.ts";

/** What came back, and what the store counted. */
export interface Asked<Kind extends FactKind> {
  readonly fact: Fact<FactTypes[Kind]>;
  readonly store: FactStore;
}

/** Settings under which only the hosts that are given may be asked. */
export function settingsFor(hosts: readonly string[], more: Partial<FactSettings> = {}): FactSettings {
  return { ...OFFLINE, offline: false, allowed: hosts, timeoutMs: 3000, ...more };
}

/** Asks one question in a batch of its own. */
export async function ask<Kind extends FactKind>(question: Question<Kind>, settings: FactSettings, now = Date.now()): Promise<Asked<Kind>> {
  const cache = settings.cacheDir === undefined ? {} : { cache: new FactCache(settings.cacheDir) };
  const store = new FactStore({ offline: settings.offline, now, ...cache });
  store.want(question);
  await askAll(store, settings);
  return { fact: store.find(question), store };
}
