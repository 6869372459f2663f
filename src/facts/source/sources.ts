import type { FactCache } from "../cache.ts";
import type { Fact, UnknownReason } from "../fact.ts";
import type { HttpClient } from "../http/client.ts";
import type { Registries } from "../oci/registry.ts";
import type { Question } from "../question.ts";
import type { PackageIndexes } from "./package-indexes.ts";

/** What a source works with. */
export interface Surroundings {
  readonly client: HttpClient;
  readonly registries: Registries;
  readonly indexes: PackageIndexes;
  readonly cache: FactCache | undefined;
  /** Date of every answer of this run, ISO 8601. */
  readonly today: string;
}

/** An answer and how long it holds. */
export interface SourceAnswer {
  readonly fact: Exclude<Fact<unknown>, { state: "unknown" }>;
  /** `ever`: what is named by its content. */
  readonly holds: "ever" | "hour" | "minutes";
  readonly validator?: string;
  /** Answers to other questions that came along. */
  readonly also?: readonly (readonly [Question, SourceAnswer])[];
}

export type SourceResult = SourceAnswer | { readonly failure: UnknownReason } | { readonly unchanged: true };

/** Answers one kind of question; `validator` is what it gave with an old answer. Never throws on what a server says. */
export type Source = (question: Question, surroundings: Surroundings, validator: string | undefined) => Promise<SourceResult>;
