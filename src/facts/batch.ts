import { connect } from "./connect.ts";
import { unknownFact } from "./fact.ts";
import { keyOf, type FactKind, type Question } from "./question.ts";
import type { FactSettings } from "./settings.ts";
import { fileSource } from "./source/file.ts";
import { imageSources } from "./source/image.ts";
import { nodeFilesSource, nodeSource } from "./source/node.ts";
import { pythonSource } from "./source/python.ts";
import type { Source, SourceAnswer, SourceResult, Surroundings } from "./source/sources.ts";
import type { Kept } from "./cache.ts";
import type { Answer, FactStore } from "./store.ts";

const SOURCES: Readonly<Record<FactKind, Source>> = {
  ...imageSources,
  "python-project": pythonSource,
  "node-package": nodeSource,
  "node-files": nodeFilesSource,
  "file": fileSource,
};

const TELL_MS = 250;

const HOLDS_MS: Readonly<Record<SourceAnswer["holds"], number>> = { ever: Number.POSITIVE_INFINITY, hour: 3_600_000, minutes: 600_000 };

/**
 * Asks everything that waits in the store, all at once, and puts the answers there. Ends at the deadline whatever the servers do.
 * Where nobody answers now, an answer of an earlier run is better than none.
 */
export async function askAll(store: FactStore, settings: FactSettings): Promise<void> {
  const questions = store.takeWaiting();
  if (questions.length === 0) return;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), settings.timeoutMs);
  const connection = connect(settings, deadline.signal);
  let left = questions.length;
  const tell = setInterval(() => settings.onProgress?.(left, questions.length), TELL_MS);
  try {
    await Promise.all(
      questions.map(async (question) => {
        const answer = await inTime(ask(question, connection, store), deadline.signal);
        store.accept(question, answer ?? stale(question, connection) ?? { fact: unknownFact("timeout"), from: "nowhere" });
        left--;
      }),
    );
  } finally {
    clearTimeout(timer);
    clearInterval(tell);
    settings.onProgress?.(0, questions.length);
    connection.close();
    connection.cache?.prune(Date.now());
  }
}

/** A source that waits for something else than the network (a login helper, a lock) is not waited for either. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return Promise.race([
    work,
    new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      else signal.addEventListener("abort", () => resolve(undefined), { once: true });
    }),
  ]);
}

async function ask(question: Question, surroundings: Surroundings, store: FactStore): Promise<Answer> {
  const old = surroundings.cache?.read(keyOf(question));
  const result = await answerOf(question, surroundings, old?.validator);
  if ("failure" in result) return stale(question, surroundings) ?? { fact: unknownFact(result.failure), from: "nowhere" };
  if ("unchanged" in result) return old === undefined ? { fact: unknownFact("broken-answer"), from: "nowhere" } : confirmed(old, surroundings);
  keep(question, result, surroundings);
  for (const [other, answer] of result.also ?? []) {
    keep(other, answer, surroundings);
    store.offer(other, { fact: answer.fact, from: "network" });
  }
  return { fact: result.fact, from: "network" };
}

/** What goes wrong in a source is our bug, and costs this answer only. */
async function answerOf(question: Question, surroundings: Surroundings, validator: string | undefined): Promise<SourceResult> {
  try {
    return await SOURCES[question.kind](question, surroundings, validator);
  } catch {
    return { failure: "broken-answer" };
  }
}

function stale(question: Question, { cache }: Surroundings): Answer | undefined {
  const old = cache?.read(keyOf(question));
  return old === undefined ? undefined : { fact: old.fact, from: "cached" };
}

/** The old answer, seen to be true today. */
function confirmed(old: Kept, { cache, today }: Surroundings): Answer {
  const fact = { ...old.fact, observedAt: today };
  cache?.write({ ...old, fact, freshUntil: Date.now() + HOLDS_MS.hour });
  return { fact, from: "network" };
}

function keep(question: Question, { fact, holds, validator }: SourceAnswer, { cache }: Surroundings): void {
  const until = Date.now() + HOLDS_MS[holds];
  cache?.write({ key: keyOf(question), fact, freshUntil: Number.isFinite(until) ? until : null, ...(validator === undefined ? {} : { validator }) });
}
