import { architectureWordsIn, type ArchitectureWord } from "./architecture-words.ts";

/** An image whose name says one architecture. Offsets are in `path` for namespace and name, in `tag` for tag; `end` exclusive. */
export interface PinnedImage {
  readonly platform: string;
  readonly spelling: string;
  readonly place: "namespace" | "name" | "tag";
  readonly start: number;
  readonly end: number;
  /** The same image without the architecture, where the name has a rest. */
  readonly multiPlatformName?: { readonly path: string; readonly tag: string | undefined };
  /** Whether that name is known to be published for several platforms (the namespaces of Docker's official images). */
  readonly certain: boolean;
}

/** Namespaces of Docker's official images for one platform each. */
const NAMESPACES: Readonly<Record<string, string>> = {
  amd64: "linux/amd64", i386: "linux/386", arm64v8: "linux/arm64", arm32v7: "linux/arm/v7", arm32v6: "linux/arm/v6", arm32v5: "linux/arm/v5",
  ppc64le: "linux/ppc64le", s390x: "linux/s390x", riscv64: "linux/riscv64", mips64le: "linux/mips64le",
};

/** Images that are named after what they build for, not after what they run on. */
const BUILDS_FOR_OTHERS = /(?:^|[^a-z])(?:cross\w*|dockcross|qemu|binfmt|xgo|xx|toolchains?|mingw\w*|emsdk)(?![a-z])/i;

/** How the architecture in an image's name pins it to one platform; undefined for names that only mention one. */
export function archPinnedImage(path: string, tag: string | undefined): PinnedImage | undefined {
  const namespace = inNamespace(path, tag);
  if (namespace !== undefined) return namespace;
  if (path.length > 255 || (tag?.length ?? 0) > 128 || BUILDS_FOR_OTHERS.test(path) || BUILDS_FOR_OTHERS.test(tag ?? "")) return undefined;
  return inName(path, tag) ?? inTag(path, tag);
}

function inNamespace(path: string, tag: string | undefined): PinnedImage | undefined {
  const match = /^([a-z0-9]+)\/([^/]+)$/.exec(path);
  const spelling = match?.[1] ?? "";
  const platform = Object.hasOwn(NAMESPACES, spelling) ? NAMESPACES[spelling] : undefined;
  if (platform === undefined) return undefined;
  return { platform, spelling, place: "namespace", start: 0, end: spelling.length, certain: true, multiPlatformName: { path: match?.[2] ?? "", tag } };
}

function inName(path: string, tag: string | undefined): PinnedImage | undefined {
  const from = path.lastIndexOf("/") + 1;
  const name = path.slice(from);
  const word = onlyWord(name);
  if (word === undefined) return undefined;
  const [start, end] = withSystem(name, word);
  // Elsewhere than at an end the word tells what the image is about.
  if (start !== 0 && end !== name.length) return undefined;
  const rest = without(name, start, end);
  return {
    platform: word.platforms[0] ?? "", spelling: word.word, place: "name", start: from + word.start, end: from + word.end, certain: false,
    ...(rest === "" ? {} : { multiPlatformName: { path: path.slice(0, from) + rest, tag } }),
  };
}

function inTag(path: string, tag: string | undefined): PinnedImage | undefined {
  const word = tag === undefined ? undefined : onlyWord(tag);
  if (tag === undefined || word === undefined) return undefined;
  const rest = without(tag, ...withSystem(tag, word));
  return {
    platform: word.platforms[0] ?? "", spelling: word.word, place: "tag", start: word.start, end: word.end, certain: false,
    multiPlatformName: { path, tag: rest === "" ? undefined : rest },
  };
}

/** The architecture a name speaks of, when it is one that nobody can mistake. */
function onlyWord(name: string): ArchitectureWord | undefined {
  const words = architectureWordsIn(name);
  const word = words[0];
  if (word === undefined || words.length > 1 || word.ambiguous || !word.platforms[0]?.startsWith("linux/")) return undefined;
  return /^sbsa$|bit$/i.test(word.word) ? undefined : word;
}

/** `linux-` before the word goes with it. */
function withSystem(name: string, { start, end }: ArchitectureWord): readonly [number, number] {
  const system = /(?:^|[-_.])linux[-_.]$/i.exec(name.slice(0, start));
  return [system === null ? start : start - system[0].replace(/^[-_.]/, "").length, end];
}

/** The name without that part and without the separator that joined it. */
function without(name: string, start: number, end: number): string {
  const before = name.slice(0, start).replace(/[-_.]+$/, "");
  const after = name.slice(end);
  return before === "" ? after.replace(/^[-_.]+/, "") : before + after;
}
