import type { ImageSource, ImageTraits } from "../evaluate/index.ts";
import { imageTraits } from "../knowledge/images.ts";
import { parseReference } from "../model/index.ts";

/** What the embedded tables know of images by their names; no registry is asked. */
export const knownImages: ImageSource = {
  find(reference): ImageTraits | undefined {
    const parsed = parseReference(reference);
    if ("error" in parsed) return undefined;
    const { shell, env } = imageTraits(parsed);
    const dialect = shell === undefined || shell === "none" ? undefined : shell;
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    if (dialect === undefined && variables.length === 0) return undefined;
    return { env: variables, ...(dialect === undefined ? {} : { dialect }) };
  },
};
