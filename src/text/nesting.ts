/** Of the text as it stands, brackets in strings and in scripts included. */
const MAX_NESTING = 800;

/** Whether a text may nest too deeply for a parser of YAML that works by recursion. */
export function nestsTooDeeply(text: string): boolean {
  return nestingBound(text) > MAX_NESTING;
}

/**
 * An upper bound of how deeply a parser of YAML or JSON nests in the text: brackets that are open at once, and what a line puts
 * in front of its first word. Parsers that work by recursion end on such text, and V8 ends the whole process when it
 * compiles a regular expression with little stack left, which nobody can catch: so ask before parsing.
 */
function nestingBound(text: string): number {
  let open = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++open);
    else if ((code === 0x5d || code === 0x7d) && open > 0) open--;
  }
  return Math.max(deepest, longestPrefix(text));
}

/** Indentation, and `- - -`: a level takes at least one character of it. */
function longestPrefix(text: string): number {
  let longest = 0;
  for (const match of text.matchAll(/^[ \t?:-]{32,}/gm)) longest = Math.max(longest, match[0].length);
  return longest;
}
