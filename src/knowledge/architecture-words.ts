import { recently } from "./recent.ts";
import { knownWords, meaningOf, type Vocabulary } from "./vocabulary.ts";

/** A longer known word that an architecture word is part of: the triplet around `x86_64`, `linux-x64` around `x64`. */
export interface CompoundWord {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly vocabularies: readonly Vocabulary[];
}

/** An architecture word in a text: offsets in it, `end` exclusive. */
export interface ArchitectureWord {
  readonly start: number;
  readonly end: number;
  /** As it is written, with a micro-architecture level where one is joined (`amd64v3`). */
  readonly word: string;
  /** OCI platforms it can mean, the likeliest first; another system than Linux where the text around it names one. */
  readonly platforms: readonly string[];
  readonly vocabularies: readonly Vocabulary[];
  readonly ambiguous: boolean;
  readonly compound?: CompoundWord;
}

/** Words that no table holds, or that the tables hold only as part of a longer one. */
const EXTRA: readonly (readonly [RegExp, string])[] = [
  [/^(?:x86[_-]64|amd64)[_-]?v[1-4]$/, "linux/amd64"],
  [/^(?:x86[_-]64|x8664|amdx64|em64t|intel[_-]?64)$/, "linux/amd64"],
  [/^(?:(?:linux|lin)[_-]?64|64[_-]linux|64-?bit)$/, "linux/amd64"],
  [/^(?:(?:linux|lin)[_-]?32|32[_-]linux|32-?bit|i[3-6]86|ia32|x86[_-]32|386)$/, "linux/386"],
  [/^(?:arm64.*|aarch[_-]?64|arm[_-]64|armv8|arm\/v8|sbsa)$/, "linux/arm64"],
  [/^(?:armv7.*|arm32v7|arm\/v7|armv8l)$/, "linux/arm/v7"],
  [/^(?:armv6.*|arm32v6|arm\/v6)$/, "linux/arm/v6"],
  [/^(?:armv5.*|arm32v5|arm\/v5)$/, "linux/arm/v5"],
  [/^(?:powerpc64le|ppc64le|ppc64el|ppcle_64)$/, "linux/ppc64le"],
  [/^(?:s390x|s390_64)$/, "linux/s390x"],
  [/^riscv64/, "linux/riscv64"],
  [/^loong(?:arch_?)?64$/, "linux/loong64"],
  [/^mips64(?:el|le)$/, "linux/mips64le"],
  [/^(?:osx|macos|mac)[_-]?64$/, "darwin/amd64"],
  [/^win[_-]?64$/, "windows/amd64"],
];

const CORE = new RegExp(
  [
    "x86[_-]64(?:[_-]?v[1-4](?![0-9a-z]|\\.[0-9]))?|x86[_-]32|x8664|x86|x64",
    "amdx64|amd64(?:_?v[1-4](?![0-9a-z]|\\.[0-9]))?|em64t|intel[_-]?64(?![_-]?bit)",
    "arm64(?:_v8\\.0|-v8a|v8)?|aarch[_-]?64|arm[_-](?:64|32)(?!-?bit)|arm32v[5-7]|arm32|arm/v[5-8]",
    "armv8l|armv8|armv7(?:hl|hf|h|l|a)?|armv6(?:hl|hf|h|l)?|armv5(?:tejl|tel|te|l)?|armhf|armel|arm",
    "i[3-6]86|ia32|(?<=(?:linux|windows|darwin|freebsd|goarch)[-_./=]?|arch=)386|386(?=[-_.]linux)",
    "(?:linux|lin|win|osx|macos|mac)[_-]?64(?!-?bit)|(?:linux|lin)[_-]?32(?!-?bit)|(?<=[-_])(?:64|32)[-_]linux|(?:64|32)-?bit",
    "powerpc64le|powerpc64|powerpc|ppc64le|ppc64el|ppcle_64|ppc64|ppc|s390x|s390_64|s390|sbsa",
    "riscv64(?:gc)?|riscv|loongarch_?64|loong64|loongarch|mips64el|mips64le|mips64|mipsel|mipsle|mips",
  ].join("|"),
  "gi",
);

/** Some part of every word that CORE finds: most texts hold none of them, and this is a quick look. */
const HINT = /64|86|32|arm|p(?:ower)?pc|s390|sbsa|riscv|loong|mips/i;

/** Short words that turn up by chance in encoded text. */
const SHORT = 5;
/** How far the surroundings of a word are read: keeps the whole search linear. */
const REACH = 96;

/** System names that are glued to an architecture: `linuxx64`, `win64`. */
const GLUED_BEFORE = /(?:^|[^a-z])(?:linux|lin|musl|windows|win|darwin|macosx|macos|osx|mac|freebsd|ubuntu|debian|gnu|static)$/i;
const GLUED_BEFORE_CAMEL = /[a-z](?:Linux|Windows|Win|Darwin|MacOS|Mac)$/;
const GLUED_AFTER = /^(?:bit|linux|musl|gnu|static|bin|darwin|mac|win|release|glibc)/i;
/** Behind these comes the name of an account. */
const ACCOUNTS = /(?:github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|\/home)\/$/i;
/** Long enough to be meant, even behind a digit: `el7x86_64`. */
const UNMISTAKABLE = /^(?:x86_64|amd64|aarch64|arm64|ppc64le|s390x|riscv64)/i;

/**
 * Finds every architecture word in any text (URL, path, package, flag): the longest at each place, in order, without
 * overlap. Words inside longer words, host names, account names and encoded text are none. Linear in the text.
 */
export function architectureWordsIn(text: string): readonly ArchitectureWord[] {
  return HINT.test(text) ? recentWords(text) : NONE;
}

/** False only for a text in which `architectureWordsIn` finds nothing; a quick look. */
export function mayNameArchitecture(text: string): boolean {
  return HINT.test(text);
}

const NONE: readonly ArchitectureWord[] = [];
const recentWords = recently(findWords);

function findWords(text: string): readonly ArchitectureWord[] {
  const found: ArchitectureWord[] = [];
  for (const match of text.matchAll(CORE)) {
    const start = match.index;
    const end = start + match[0].length;
    if (!standsAlone(text, start, end) || isNamesake(text, start, end)) continue;
    const word = describe(text, start, end);
    if (word !== undefined) found.push(word);
  }
  return found.filter((word, i) => !isBareWidth(word, found[i - 1]) && !isBareWidth(word, found[i + 1]));
}

/** In `arm64_64bit` the second word only tells the width of the first. */
function isBareWidth(word: ArchitectureWord, other: ArchitectureWord | undefined): boolean {
  if (other === undefined || !/bit$/i.test(word.word)) return false;
  return Math.max(word.start - other.end, other.start - word.end) <= 1;
}

function standsAlone(text: string, start: number, end: number): boolean {
  return endsThere(text, end) && beginsThere(text, start, end);
}

function endsThere(text: string, end: number): boolean {
  if (isAlphanumeric(text.charCodeAt(end))) return GLUED_AFTER.test(text.slice(end, end + 8));
  // Big-endian Arm is a platform of its own.
  if (text[end] === "_" && /^_be(?![a-z0-9])/i.test(text.slice(end, end + 4))) return false;
  // `linux-64.1` goes on as a version.
  return text[end] !== "." || !/^\.\d/.test(text.slice(end, end + 2)) || !/[a-z][-_](?:32|64)$/i.test(text.slice(Math.max(0, end - 4), end)) || !/(?:linux|lin|mac|macos|osx|win)[-_]\d\d$/i.test(text.slice(Math.max(0, end - 8), end));
}

function beginsThere(text: string, start: number, end: number): boolean {
  if (start === 0 || !isAlphanumeric(text.charCodeAt(start - 1))) return true;
  const before = text.slice(Math.max(0, start - 24), start);
  if (/%[0-9a-f]{2}$/i.test(before)) return true;
  if (GLUED_BEFORE.test(before) || GLUED_BEFORE_CAMEL.test(before)) return true;
  return /\d$/.test(before) && UNMISTAKABLE.test(text.slice(start, end)) && /(?:^|[^0-9a-z])[0-9a-z]{1,12}$/i.test(before);
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Whether the word names something else than a processor here. */
function isNamesake(text: string, start: number, end: number): boolean {
  // Compilers for bare metal: no Linux runs there.
  if (text[end] === "-" && /^-(?:[a-z]+-)?(?:none-(?:elf|eabi)|elf\b|eabi\b)|^-none-?eabi/i.test(text.slice(end, end + 24))) return true;
  // An emulator is named for the CPU that it plays, and there is one for every host.
  if (/qemu-(?:system-)?$/i.test(text.slice(Math.max(0, start - 12), start))) return true;
  const folder = lastBefore(text, start, isPathCharacter);
  if (text[folder - 1] === "/" && text[folder - 2] === "/" && text[folder - 3] === ":") return true;
  if (text[folder - 1] === "/" && ACCOUNTS.test(text.slice(Math.max(0, folder - 28), folder))) return true;
  return end - start < SHORT && isEncoded(text, start, end);
}

/** Base64 has long runs that mix everything; paths and names don't. */
function isEncoded(text: string, start: number, end: number): boolean {
  const from = lastBefore(text, start, isBase64Character);
  const to = firstAfter(text, end, isBase64Character);
  if (to - from < 40) return false;
  const run = text.slice(from, to);
  if (run.includes("+") && /[A-Z]/.test(run)) return true;
  return run.split(/[+/]/).some((part) => part.length >= 12 && /[a-z]/.test(part) && /[A-Z]/.test(part) && /\d/.test(part));
}

/** The start of the run of such characters that ends at `at`, at most REACH before it. */
function lastBefore(text: string, at: number, belongs: (code: number) => boolean): number {
  let from = at;
  while (from > 0 && at - from < REACH && belongs(text.charCodeAt(from - 1))) from--;
  return from;
}

/** The end of the run of such characters that begins at `at`, at most REACH behind it. */
function firstAfter(text: string, at: number, belongs: (code: number) => boolean): number {
  let to = at;
  while (to < text.length && to - at < REACH && belongs(text.charCodeAt(to))) to++;
  return to;
}

function isBase64Character(code: number): boolean {
  return isAlphanumeric(code) || code === 43 || code === 47;
}

/** Letters, digits and `_ . + % -`. */
function isNameCharacter(code: number): boolean {
  return isAlphanumeric(code) || code === 95 || code === 46 || code === 43 || code === 37 || code === 45;
}

/** What can stand between two slashes of a URL. */
function isPathCharacter(code: number): boolean {
  return code !== 47 && code > 32 && code !== 34 && code !== 39 && code !== 60;
}

function describe(text: string, start: number, end: number): ArchitectureWord | undefined {
  const word = text.slice(start, end);
  const compound = compoundAround(text, start, end);
  const meaning = meaningOf(word);
  // A triplet settles what `arm` means; a system in front of it doesn't.
  const clear = compound === undefined || /^linux[-_]/i.test(compound.word) ? undefined : meaningOf(compound.word);
  const linux = clear?.ambiguous === false ? clear.platforms : (meaning?.platforms ?? extraPlatforms(word));
  if (linux.length === 0) return undefined;
  const system = systemAround(text, start, end);
  return {
    start,
    end,
    word,
    platforms: system === undefined ? linux : linux.map((platform) => platform.replace(/^linux/, system)),
    vocabularies: meaning?.vocabularies ?? [],
    ambiguous: clear?.ambiguous ?? meaning?.ambiguous ?? false,
    ...(compound === undefined ? {} : { compound }),
  };
}

function extraPlatforms(word: string): readonly string[] {
  const lower = word.toLowerCase();
  return EXTRA.flatMap(([shape, platform]) => (shape.test(lower) ? [platform] : [])).slice(0, 1);
}

const SYSTEMS: Readonly<Record<string, string>> = {
  windows: "windows", win: "windows", win32: "windows", win64: "windows", msvc: "windows", mingw32: "windows", mingw64: "windows", exe: "windows", msi: "windows",
  darwin: "darwin", macos: "darwin", macosx: "darwin", osx: "darwin", mac: "darwin", apple: "darwin", dmg: "darwin",
  freebsd: "freebsd", openbsd: "openbsd", netbsd: "netbsd", android: "android", solaris: "solaris", illumos: "illumos",
};

const OTHER_SYSTEM = /win|msvc|mac|osx|darwin|apple|bsd|android|mingw|solaris|illumos|exe|msi|dmg/i;

/** The other system that the same name, or the folder beside it, speaks of; undefined: Linux, or nothing said. */
function systemAround(text: string, start: number, end: number): string | undefined {
  const from = lastBefore(text, start, isNameCharacter);
  const name = text.slice(from, firstAfter(text, end, isNameCharacter));
  if (/linux|alpine|debian|ubuntu/i.test(name)) return undefined;
  const folder = text[from - 1] === "/" ? text.slice(lastBefore(text, from - 1, isAlphanumeric), from - 1) : "";
  return systemIn(name) ?? SYSTEMS[folder.toLowerCase()];
}

function systemIn(name: string): string | undefined {
  if (!OTHER_SYSTEM.test(name)) return undefined;
  for (const part of name.toLowerCase().split(/[^a-z0-9]+/)) {
    const system = SYSTEMS[part] ?? SYSTEMS[part.replace(/[0-9]+$/, "")];
    if (system !== undefined) return system;
  }
  return undefined;
}

let compounds: ReadonlyMap<string, readonly string[]> | undefined;

/** Longer words of the tables by each part of them that the search above finds. */
function compoundsWith(core: string): readonly string[] {
  if (compounds === undefined) {
    const result = new Map<string, string[]>();
    for (const word of knownWords()) {
      for (const [part] of word.matchAll(CORE)) {
        if (part !== word) result.set(part, [...(result.get(part) ?? []), word]);
      }
    }
    for (const list of result.values()) list.sort((a, b) => b.length - a.length);
    compounds = result;
  }
  return compounds.get(core) ?? [];
}

function compoundAround(text: string, start: number, end: number): CompoundWord | undefined {
  const core = text.slice(start, end).toLowerCase();
  for (const candidate of compoundsWith(core)) {
    const from = start - candidate.indexOf(core);
    const to = from + candidate.length;
    if (from < 0 || text.slice(from, to).toLowerCase() !== candidate) continue;
    if (isAlphanumeric(text.charCodeAt(from - 1)) || isAlphanumeric(text.charCodeAt(to))) continue;
    return { start: from, end: to, word: text.slice(from, to), vocabularies: meaningOf(candidate)?.vocabularies ?? [] };
  }
  return undefined;
}
