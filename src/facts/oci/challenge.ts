/** One way of proving oneself that a server offers in WWW-Authenticate. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Every challenge of a WWW-Authenticate header (RFC 9110, 11.6.1), in order; what can't be read is left out. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  // A scheme is a word that a blank and no `=` follows; all else are parameters of the last one.
  const token = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+)))?[\s,]*/gy;
  for (const [, name = "", quoted, plain] of header.slice(0, 8192).matchAll(token)) {
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain;
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}
