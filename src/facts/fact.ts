/** Why there is no answer. */
export type UnknownReason =
  /** The run asks nobody. */
  | "offline"
  /** It was not asked yet. */
  | "pending"
  | "timeout"
  /** The host wants credentials that we have not, or refuses those that we have. */
  | "denied"
  | "rate-limited"
  /** The host is none that may be asked. */
  | "not-allowed"
  | "unreachable"
  | "unsupported"
  | "broken-answer";

/** What is known of one question about the world. Dates are ISO 8601. */
export type Fact<T> =
  | { readonly state: "known"; readonly value: T; readonly source: string; readonly observedAt: string }
  /** Knowledge too: who was asked said that there is none. */
  | { readonly state: "absent"; readonly source: string; readonly observedAt: string }
  | { readonly state: "unknown"; readonly because: UnknownReason };

/** The reasons in words that follow a colon. */
export const REASONS: Readonly<Record<UnknownReason, string>> = {
  "offline": "--offline asks nobody",
  "pending": "not asked yet",
  "timeout": "no answer in time",
  "denied": "the server wants other credentials, or there is no such thing",
  "rate-limited": "the server wants fewer requests",
  "not-allowed": "the host is none that may be asked",
  "unreachable": "the server can't be reached",
  "unsupported": "the server has no such question",
  "broken-answer": "the answer is broken",
};

export function unknownFact(because: UnknownReason): Fact<never> {
  return { state: "unknown", because };
}
