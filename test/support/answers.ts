import type { Fact, ImageOffer, Question } from "../../src/facts/index.ts";

type Answer = readonly [Question, Fact<unknown>];

const TOLD = { source: "registry.example.com", observedAt: "2026-11-22" };

/** A digest that is easy to tell from others. */
export function digest(n: number): string {
  return `sha256:${n.toString(16).padStart(64, "0")}`;
}

/** An index with an image for each platform; the digests of the images follow its own. */
export function indexAt(reference: string, platforms: readonly string[], own = 16): Answer {
  const images = platforms.map((platform, i) => ({ platform, digest: digest(own + i + 1) }));
  return known({ kind: "image", subject: reference }, { kind: "index", digest: digest(own), images } satisfies ImageOffer);
}

/** One image that is in no index. */
export function imageAt(reference: string, platform: string, own = 1): Answer {
  return known({ kind: "image", subject: reference }, { kind: "image", digest: digest(own), images: [{ platform, digest: digest(own) }] } satisfies ImageOffer);
}

export function known(question: Question, value: unknown): Answer {
  return [question, { state: "known", value, ...TOLD }];
}

export function absent(question: Question): Answer {
  return [question, { state: "absent", ...TOLD }];
}
