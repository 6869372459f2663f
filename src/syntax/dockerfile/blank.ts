/** Whether BuildKit takes this UTF-16 unit for white space (Go's unicode.IsSpace, which leaves U+FEFF out and takes U+0085 in). */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x1680 || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** Whether this unit separates words of FROM, COPY and the like: narrower than `isSpace`, as in BuildKit. */
export function isSeparator(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c || code === 0x0d;
}

/** The first offset in `[start, end)` that holds no white space, or `end`. */
export function skipSpace(text: string, start: number, end = text.length): number {
  let at = start;
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if ((code > 0x20 && code < 0x85) || !isSpace(code)) break;
  }
  return at;
}

/** The end of `[start, end)` without the white space at its end. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}
