/** A path pattern cut at its slashes; a segment `**` stands for any number of segments. */
export type PathPattern = readonly Segment[];

/** One step of a pattern between two slashes. */
export type Segment =
  | { readonly kind: "any-depth" }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "wild"; readonly tokens: readonly Token[] };

type Token =
  | { readonly kind: "character"; readonly text: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Reads the segments of a pattern; what is no valid class stands for itself. */
export function parsePattern(segments: readonly string[]): PathPattern {
  return segments.map(parseSegment);
}

/**
 * Whether a pattern matches all of a path. A `**` at the end asks for at least one segment, as git and Docker both do.
 * Takes time in proportion to pattern × path: input can't make it explode as a regular expression could.
 */
export function matchesPath(pattern: PathPattern, path: readonly string[]): boolean {
  let [p, s, star, mark] = [0, 0, -1, 0];
  while (s < path.length) {
    const segment = pattern[p];
    if (segment?.kind === "any-depth") {
      if (p === pattern.length - 1) return true;
      star = p++;
      mark = s;
    } else if (segment !== undefined && matchesName(segment, path[s] ?? "")) {
      p++;
      s++;
    } else if (star >= 0) {
      p = star + 1;
      s = ++mark;
    } else return false;
  }
  return p === pattern.length;
}

function matchesName(segment: Segment, name: string): boolean {
  if (segment.kind === "name") return segment.name === name;
  return segment.kind === "wild" && matchesTokens(segment.tokens, Array.from(name));
}

function matchesTokens(tokens: readonly Token[], name: readonly string[]): boolean {
  let [t, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    const token = tokens[t];
    if (token?.kind === "star") {
      star = t++;
      mark = n;
    } else if (token !== undefined && matchesOne(token, name[n] ?? "")) {
      t++;
      n++;
    } else if (star >= 0) {
      t = star + 1;
      n = ++mark;
    } else return false;
  }
  while (tokens[t]?.kind === "star") t++;
  return t === tokens.length;
}

function matchesOne(token: Token, character: string): boolean {
  switch (token.kind) {
    case "character":
      return token.text === character;
    case "any":
      return true;
    case "star":
      return false;
    case "class":
      return token.negated !== token.ranges.some(([from, to]) => from <= character && character <= to);
  }
}

function parseSegment(text: string): Segment {
  if (text === "**") return { kind: "any-depth" };
  if (!/[*?[\\]/.test(text)) return { kind: "name", name: text };
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const { token, end } = tokenAt(text, at);
    if (token.kind !== "star" || tokens.at(-1)?.kind !== "star") tokens.push(token);
    at = end;
  }
  return { kind: "wild", tokens };
}

function tokenAt(text: string, at: number): { readonly token: Token; readonly end: number } {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const end = at + character.length;
  if (character === "*") return { token: { kind: "star" }, end };
  if (character === "?") return { token: { kind: "any" }, end };
  if (character === "\\" && end < text.length) {
    const escaped = String.fromCodePoint(text.codePointAt(end) ?? 0);
    return { token: { kind: "character", text: escaped }, end: end + escaped.length };
  }
  return (character === "[" ? classAt(text, at) : undefined) ?? { token: { kind: "character", text: character }, end };
}

function classAt(text: string, at: number): { readonly token: Token; readonly end: number } | undefined {
  const found = /^\[([!^]?)((?:\]|\\.|[^\]\\])(?:\\.|[^\]\\])*)\]/su.exec(text.slice(at));
  if (found === null) return undefined;
  const members = [...(found[2] ?? "").matchAll(/\\?(.)(?:-\\?(.))?/gsu)];
  const ranges = members.map((member) => [member[1] ?? "", member[2] ?? member[1] ?? ""] as const);
  return { token: { kind: "class", negated: found[1] !== "", ranges }, end: at + found[0].length };
}
