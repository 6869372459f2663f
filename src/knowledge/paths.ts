import { architectureWordsIn, type ArchitectureWord } from "./architecture-words.ts";
import { wordFor, type Vocabulary } from "./vocabulary.ts";

export type ForeignPathKind = "multiarch" | "loader" | "jvm" | "cuda" | "texlive" | "extension-module" | "compiler" | "homebrew";

/** The part of a path that a distribution names after the architecture. */
export interface ForeignPath {
  readonly kind: ForeignPathKind;
  /** Offsets in the text of what changes from platform to platform. */
  readonly start: number;
  readonly end: number;
  /** What stands there, and the platform it stands for. */
  readonly word: string;
  readonly platform: string;
  /** A spelling that is right on every platform, where there is one: `/usr/lib/jvm/default-java`. */
  readonly portable?: string;
  /** A query whose answer can stand in the place of `word` (or of the part of it that differs). */
  readonly query?: string;
  /** What stands there on another platform; undefined when nothing does. */
  wordOn(platform: string): string | undefined;
}

interface Place {
  readonly kind: ForeignPathKind;
  readonly shape: RegExp;
  readonly vocabulary: Vocabulary;
  readonly query?: string;
  readonly portable?: (path: string) => string | undefined;
}

/**
 * The first group is what changes. Sources: Debian multiarch, glibc and musl loader names, openjdk, Corretto and CUDA
 * packages, TeX Live; checked 2026-11-22.
 */
const PLACES: readonly Place[] = [
  { kind: "loader", shape: /(\/lib64\/ld-linux-x86-64\.so\.2|\/lib\/ld-linux-aarch64\.so\.1|\/lib\/ld-linux-armhf\.so\.3|\/lib\/ld-linux\.so\.2)/, vocabulary: "glibc_loader" },
  { kind: "loader", shape: /(\/lib\/ld-musl-(?:x86_64|aarch64|armhf|i386|powerpc64le|s390x|riscv64|loongarch64)\.so\.1)/, vocabulary: "musl_loader", query: "uname -m" },
  { kind: "loader", shape: /\/etc\/ld-musl-(x86_64|aarch64|armhf|i386|powerpc64le|s390x|riscv64|loongarch64)\.path/, vocabulary: "alpine", query: "uname -m" },
  { kind: "loader", shape: /\/libc\.musl-([a-z0-9_]+)\.so\.1/, vocabulary: "alpine", query: "apk --print-arch" },
  { kind: "extension-module", shape: /\.(?:cpython|pypy)[\w-]*?-([a-z0-9_]+-linux-(?:gnu\w*|musl\w*))\.so/, vocabulary: "debian_multiarch" },
  { kind: "compiler", shape: /\/bin\/([a-z0-9_]+-linux-gnu\w*)-(?:gcc|g\+\+|cpp|ld|ar|strip|objcopy|gfortran)/, vocabulary: "gnu_triplet", query: "gcc -dumpmachine" },
  { kind: "multiarch", shape: /\/(?:lib|include|libexec|pkgconfig|ld\.so\.conf\.d)(?:\/[\w.+-]+)?\/([a-z0-9_]+-linux-gnu\w*)/, vocabulary: "debian_multiarch", query: "gcc -print-multiarch" },
  { kind: "jvm", shape: /\/jvm\/(?:java|temurin|adoptopenjdk|zulu|msopenjdk|jdk|jre|openjdk)[\w.-]*?-(amd64|arm64|armhf|i386|ppc64el|s390x|riscv64)(?![a-z0-9])/, vocabulary: "debian_jvm", query: "dpkg --print-architecture", portable: defaultJava },
  { kind: "jvm", shape: /\/jvm\/[\w.-]*?[.-](x86_64|aarch64)(?![a-z0-9_])/, vocabulary: "rpm", query: "uname -m", portable: plainJvm },
  { kind: "cuda", shape: /\/cuda[\w.-]*\/targets\/(x86_64-linux|sbsa-linux|aarch64-linux)/, vocabulary: "cuda", portable: cudaFolder },
  { kind: "cuda", shape: /\/compute\/(?:cuda|machine-learning)\/repos\/[\w.-]+\/(x86_64|sbsa)(?![\w-])/, vocabulary: "cuda" },
  { kind: "texlive", shape: /\/texlive\/[^/\s]+\/bin\/([a-z0-9_]+-linux)(?![a-z])/, vocabulary: "zig", query: "uname -m" },
];

/** Some part of every text that one of the places fits. */
const HINT = /-linux|musl|\/jvm\/|\/cuda|\/compute\/|\/texlive\//;

/** How far behind the start of a long text a path is looked for. */
const LONGEST = 4096;

/** The first folder, loader or module in a text whose name is given by distribution and architecture; undefined when there is none. */
export function foreignPathIn(text: string): ForeignPath | undefined {
  const part = text.slice(0, LONGEST);
  if (!HINT.test(part)) return undefined;
  for (const place of PLACES) {
    const found = foundAt(place, part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function foundAt(place: Place, text: string): ForeignPath | undefined {
  const match = place.shape.exec(text);
  const word = match?.[1];
  if (match === null || word === undefined) return undefined;
  const start = match.index + match[0].indexOf(word);
  const platform = platformOf(word);
  if (platform === undefined) return undefined;
  const portable = place.portable?.(text);
  return {
    kind: place.kind,
    start,
    end: start + word.length,
    word,
    platform,
    ...(portable === undefined ? {} : { portable }),
    ...(place.query === undefined ? {} : { query: place.query }),
    wordOn: (other) => (other === platform ? word : wordInPlace(place, word, other)),
  };
}

function wordInPlace(place: Place, word: string, platform: string): string | undefined {
  // Servers are sbsa; aarch64-linux is the Jetson tree.
  if (place.kind === "cuda") return platform === "linux/arm64" ? (word.includes("-linux") ? "sbsa-linux" : "sbsa") : platform === "linux/amd64" ? word.replace(/^[a-z0-9_]+?(?=-linux|$)/, "x86_64") : undefined;
  return wordFor(platform, place.vocabulary);
}

function platformOf(word: string): string | undefined {
  if (word === "/lib/ld-linux.so.2") return "linux/386";
  if (word.startsWith("sbsa")) return "linux/arm64";
  const found: ArchitectureWord | undefined = architectureWordsIn(word)[0];
  return found?.platforms[0];
}

/** Debian keeps a link without the architecture for the default JDK only: a pinned version has no other portable name. */
function defaultJava(path: string): string | undefined {
  return /\/usr\/lib\/jvm\/java-\d+-openjdk-/.test(path) ? "/usr/lib/jvm/default-java" : undefined;
}

function plainJvm(path: string): string | undefined {
  const match = /(\/usr\/lib\/jvm\/java-[\d.]+(?:-amazon-corretto)?)[\w.-]*[.-](?:x86_64|aarch64)/.exec(path);
  return match?.[1];
}

function cudaFolder(path: string): string | undefined {
  const match = /(\S*\/cuda[\w.-]*)\/targets\/[\w-]+\/lib(?![a-z])/.exec(path);
  return match === null ? undefined : `${match[1] ?? ""}/lib64`;
}
