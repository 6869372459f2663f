/** Stands for text that nobody knows yet, in URLs and in patterns alike. */
export const WILD = "\uFFFC";

/** Longest stretch between two slashes that is compared. */
const LONGEST = 256;

/** A pattern with everything in braces turned wild; `**` stays and stands for any number of folders. */
export function wildPattern(pattern: string): string {
  return pattern.replace(/\{\{[^}]*\}\}|\{[^}]*\}|\.\.\.|(?<!\*)\*(?!\*)/g, WILD);
}

/** Whether two texts can be equal when each wild character stands for any text without a slash. */
export function canEqual(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length > LONGEST || b.length > LONGEST || !(a.includes(WILD) || b.includes(WILD))) return false;
  let row = new Uint8Array(b.length + 1);
  row[0] = 1;
  for (let j = 1; j <= b.length && b[j - 1] === WILD; j++) row[j] = 1;
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint8Array(b.length + 1);
    next[0] = a[i - 1] === WILD ? (row[0] ?? 0) : 0;
    for (let j = 1; j <= b.length; j++) {
      const free = a[i - 1] === WILD || b[j - 1] === WILD;
      const reached = free ? row[j] || next[j - 1] || row[j - 1] : a[i - 1] === b[j - 1] && row[j - 1];
      next[j] = reached ? 1 : 0;
    }
    row = next;
  }
  return row[b.length] === 1;
}

/** The least that changes between two names, widened to whole words: `k3s` → `k3s-arm64`, `x86_64` → `aarch64`. */
export function changeBetween(from: string, to: string): readonly [string, string] | undefined {
  if (from === to) return undefined;
  let start = 0;
  while (start < from.length && from[start] === to[start]) start++;
  let left = from.length;
  let right = to.length;
  while (left > start && right > start && from[left - 1] === to[right - 1]) {
    left--;
    right--;
  }
  while (start > 0 && isWordy(from, start, left)) start--;
  while (left < from.length && /[a-z0-9]/i.test(from[left] ?? "") && left > start && /[a-z0-9]/i.test(from[left - 1] ?? "")) {
    left++;
    right++;
  }
  return [from.slice(start, left), to.slice(start, right)];
}

/** Whether the changed stretch still has to grow to the left to begin with a whole word. */
function isWordy(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? "";
  if (before === "}" || before === "/") return false;
  const inside = text.slice(start, end);
  if (!/[a-z0-9]/i.test(inside)) return true;
  return /[a-z0-9]/i.test(before) && /^[a-z0-9]/i.test(inside);
}

/** Where a name stands as whole words in a text, the last such place; -1 when it doesn't. */
export function lastPlaceOf(name: string, text: string): number {
  for (let at = text.lastIndexOf(name); at >= 0 && name !== ""; at = at === 0 ? -1 : text.lastIndexOf(name, at - 1)) {
    if (endsWord(name[0], text[at - 1]) && endsWord(name[name.length - 1], text[at + name.length])) return at;
  }
  return -1;
}

function endsWord(inside: string | undefined, outside: string | undefined): boolean {
  return !/[a-z0-9]/i.test(inside ?? "") || outside === undefined || !/[a-z0-9]/i.test(outside);
}
