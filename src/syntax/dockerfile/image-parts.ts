import { createRequire } from "node:module";
import type { MappedText } from "../../text/index.ts";
import type { RawWord } from "./types.ts";

/** The parts of an image as written, variables still in them: `${REGISTRY}/app:${TAG:-1}-slim` has the tag `${TAG:-1}-slim`. */
export interface ImageParts {
  readonly registry: MappedText | undefined;
  readonly name: MappedText | undefined;
  readonly tag: MappedText | undefined;
  readonly digest: MappedText | undefined;
}

const PREFIX = "FROM ";
/** The library's time grows with the square of the variables; no image name is as long as this. */
const MAX_LENGTH = 2048;

/** Tells registry, name, tag and digest of an image apart before its variables are known; undefined when that can't be done. */
export function imageParts(image: RawWord): ImageParts | undefined {
  if (image.text === "" || image.text.length > MAX_LENGTH || /\s/.test(image.text)) return undefined;
  try {
    const from = library()?.DockerfileParser.parse(PREFIX + image.text).getFROMs()[0];
    if (from === undefined) return undefined;
    const cut = (range: LineRange | null): MappedText | undefined => (range === null ? undefined : cutOut(image, range));
    const parts = { registry: cut(from.getRegistryRange()), name: cut(from.getImageNameRange()), tag: cut(from.getImageTagRange()), digest: cut(from.getImageDigestRange()) };
    return parts.tag === undefined ? withTagBesideDigest(parts) : parts;
  } catch {
    // The library overflows its stack on some input; not knowing the parts is an answer that every caller handles.
    return undefined;
  }
}

interface LineRange {
  readonly start: { readonly character: number };
  readonly end: { readonly character: number };
}

function cutOut(image: RawWord, { start, end }: LineRange): MappedText {
  return image.slice(start.character - PREFIX.length, end.character - PREFIX.length);
}

/** The library misses the tag of `host:5000/name:tag@digest`. */
function withTagBesideDigest(parts: ImageParts): ImageParts {
  const { name, digest } = parts;
  const colon = digest === undefined ? undefined : /:[\w][\w.-]*$/.exec(name?.text ?? "");
  if (name === undefined || colon === undefined || colon === null) return parts;
  return { ...parts, name: name.slice(0, colon.index), tag: name.slice(colon.index + 1) };
}

type Library = typeof import("dockerfile-ast");
let loaded: Library | undefined;

/** Loads the library at its first use: importing it costs more than parsing a hundred files. */
function library(): Library | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement can't be put off, and callers don't wait
  loaded ??= loadWith(() => require("dockerfile-ast") as Library) ?? loadWith(() => createRequire(import.meta.url)("dockerfile-ast") as Library);
  return loaded;
}

/** The bundle knows the first way, unbundled modules the second. */
function loadWith(load: () => Library): Library | undefined {
  try {
    return load();
  } catch {
    return undefined;
  }
}
