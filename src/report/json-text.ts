import { steers } from "../text/index.ts";

/**
 * JSON as it may go to a terminal or a CI log: what steers one is written as an escape, so every reader gets the same value.
 * A `#` before another is escaped too, for `##[` in a log is a command to some CI systems.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  // Outside strings JSON has no control characters but the line ends of its layout.
  return `${text.replace(/[^\n -"$-~]|#(?=#)/g, (character) => (character === "#" || steers(character.charCodeAt(0)) ? escaped(character) : character))}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
