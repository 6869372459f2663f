import { textOf, UNKNOWN_CHARACTER, type Value } from "../value.ts";
import { literalPattern, matches, type Truth } from "./pattern.ts";

/** Whether two values are the same text; values that are known in part may still contradict each other. */
export function sameText(a: Value, b: Value): Truth {
  const [left, right] = [textOf(a), textOf(b)];
  const leftOpen = left.includes(UNKNOWN_CHARACTER);
  const rightOpen = right.includes(UNKNOWN_CHARACTER);
  if (!leftOpen && !rightOpen) return left === right ? "yes" : "no";
  return matches(literalPattern(left), right) === "no" ? "no" : "maybe";
}

/** Whether the text is empty. */
export function isEmptyText(value: Value): Truth {
  if (value.pieces.some((piece) => piece.kind === "text" && piece.text !== "")) return "no";
  return value.pieces.some((piece) => piece.kind === "unknown") ? "maybe" : "yes";
}

export function not(truth: Truth): Truth {
  return truth === "yes" ? "no" : truth === "no" ? "yes" : "maybe";
}

export function both(a: Truth, b: Truth): Truth {
  return a === "no" || b === "no" ? "no" : a === "yes" && b === "yes" ? "yes" : "maybe";
}

export function either(a: Truth, b: Truth): Truth {
  return not(both(not(a), not(b)));
}

/** Whether some of the text was made from a platform. */
export function followsPlatform(value: Value): boolean {
  return value.pieces.some((piece) => piece.kind === "text" && piece.origin === "platform");
}

/** Whether a platform decides the text, or would if no default stood in front of it: `ARG TARGETARCH=amd64`. */
export function asksForPlatform(value: Value): boolean {
  return followsPlatform(value) || value.pieces.some((piece) => AUTOMATIC.test(piece.readings?.name ?? ""));
}

const AUTOMATIC = /^(?:TARGET|BUILD)(?:PLATFORM|ARCH|VARIANT)$/;
