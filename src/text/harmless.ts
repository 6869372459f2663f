/** Commands of CI systems: `##[…]`, `##vso[…]`, `##teamcity[…]` anywhere in a line of the log, `::…` where one begins. */
const COMMAND = /#(?=#[A-Za-z]*\[)|(?<=^\s*):(?=:)/gm;

/** A text of one line that can't steer the terminal or the CI log that it is printed on. */
export function harmless(text: string): string {
  return Array.from(withoutCommands(text), (character) => (character === "\n" || character === "\t" ? " " : visible(character))).join("");
}

/** A text of several lines, of which none can steer a terminal; tabs stay. */
export function harmlessLines(text: string): string {
  return Array.from(withoutCommands(text), (character) => (character === "\n" || character === "\t" ? character : visible(character))).join("");
}

/** The text with a sign of no width where it would read as a command of a CI system. */
export function withoutCommands(text: string): string {
  return text.includes("##") || text.includes("::") ? text.replace(COMMAND, "$&\u200b") : text;
}

/** The character, or U+FFFD for one that steers a terminal or turns the direction of text. */
export function visible(character: string): string {
  return steers(character.codePointAt(0) ?? 0) ? "\u{fffd}" : character;
}

/** Control characters, line separators, and marks that can make a line read as another one. */
export function steers(code: number): boolean {
  const controls = code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;
  const turns = code === 0x61c || code === 0x200e || code === 0x200f || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return controls || turns;
}
