import { textOf, type Value } from "../evaluate/value.ts";
import { archPinnedImage, type PinnedImage } from "../knowledge/images.ts";
import { parseReference } from "../model/reference.ts";

/** An image reference whose name says one architecture. */
export interface PinnedReference {
  readonly image: Value;
  readonly pinned: PinnedImage;
  /** Where the architecture stands in the reference's text. */
  readonly start: number;
  readonly end: number;
  /** The same with what parts it from the rest of the name: `amd64/`, `-amd64`, `:amd64`. */
  readonly cut: readonly [number, number];
  /** Whether a digest goes with the name: another name has another digest. */
  readonly hasDigest: boolean;
}

/** How the name of an image pins it to one architecture; undefined when it doesn't, or is no reference. */
export function pinnedReference(image: Value): PinnedReference | undefined {
  const found = archPinnedName(textOf(image));
  return found === undefined ? undefined : { image, ...found };
}

/** The same of a name that is known as text. */
export function archPinnedName(text: string): Omit<PinnedReference, "image"> | undefined {
  // An unknown part reads as a letter here, so that a tag which is known in part is still a tag.
  const reference = parseReference(text.replaceAll("\uFFFC", "x"));
  if ("error" in reference) return undefined;
  const written = text.slice(reference.namePart.start, reference.namePart.end);
  const path = written.includes("/") && reference.domain !== "docker.io" ? written.slice(written.indexOf("/") + 1) : written.replace(/^(?:index\.)?docker\.io\//, "");
  const tag = reference.tagPart === undefined ? undefined : text.slice(reference.tagPart.start, reference.tagPart.end);
  const pinned = archPinnedImage(path, tag);
  if (pinned === undefined) return undefined;
  const offset = pinned.place === "tag" ? (reference.tagPart?.start ?? 0) : reference.namePart.start + written.length - path.length;
  const [start, end] = [offset + pinned.start, offset + pinned.end];
  return { pinned, start, end, cut: withSeparator(text, start, end), hasDigest: reference.digest !== undefined };
}

function withSeparator(text: string, start: number, end: number): readonly [number, number] {
  const behind = text[end];
  const before = text[start - 1];
  if (behind === "/" || (behind === "-" && (before === "/" || before === ":"))) return [start, end + 1];
  if (before === ":" || before === "-" || before === "_" || before === ".") return [start - 1, end];
  return [start, end];
}
