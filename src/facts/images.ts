import { imageTraits } from "../knowledge/images.ts";
import { parseReference } from "../model/index.ts";
import type { ImageOffer } from "./question.ts";
import type { FactStore } from "./store.ts";

/** What is known of an image without running it. */
export interface KnownImage {
  /** Platforms of its index in order. */
  readonly index?: readonly string[];
  /** The one platform of an image that is in no index. */
  readonly single?: string;
  /** Digests of what `index` names, or of the single image. */
  readonly digests?: readonly string[];
  /** `NAME=value`, as an image's configuration has it. */
  readonly env?: readonly string[];
  /** Whether it may set other variables too. */
  readonly envPartial?: boolean;
  readonly onbuild?: readonly string[];
  /** The shell of its shell-form instructions, where that isn't the platform's own. */
  readonly shell?: readonly string[];
  /** What its `/bin/sh` is, where it has one. */
  readonly dialect?: "bash" | "dash" | "busybox";
}

/** Images by their normalised references: what their registry says, and what the embedded tables tell by their names. */
export class ImageFacts {
  readonly #store: FactStore;
  readonly #answers = new Map<string, { readonly asked: unknown; readonly image: KnownImage | undefined }>();
  readonly #embedded = new Map<string, KnownImage | undefined>();

  constructor(store: FactStore) {
    this.#store = store;
  }

  /** Undefined when nothing is known of the image. Whatever is asked for here is asked of its registry with the next batch. */
  find(reference: string): KnownImage | undefined {
    if (!this.#embedded.has(reference)) this.#embedded.set(reference, lookUp(reference));
    const embedded = this.#embedded.get(reference);
    const question = { kind: "image", subject: reference } as const;
    this.#store.want(question, embedded !== undefined);
    const fact = this.#store.find(question);
    if (fact.state !== "known") return embedded;
    const known = this.#answers.get(reference);
    if (known?.asked === fact) return known.image;
    const image = { ...embedded, ...offered(fact.value) };
    this.#answers.set(reference, { asked: fact, image });
    return image;
  }
}

function offered({ kind, digest, images, env, onbuild, shell }: ImageOffer): KnownImage {
  if (kind === "index") return { index: images.map(({ platform }) => platform), digests: images.map((image) => image.digest) };
  const [only] = images;
  if (kind !== "image" || only === undefined) return {};
  return {
    ...(only.platform === "" ? {} : { single: only.platform }),
    digests: [digest],
    ...(env === undefined ? {} : { env, envPartial: false }),
    ...(onbuild === undefined ? {} : { onbuild }),
    ...(shell === undefined ? {} : { shell }),
  };
}

function lookUp(reference: string): KnownImage | undefined {
  const parsed = parseReference(reference);
  if ("error" in parsed) return undefined;
  const { shell, env, envComplete, family } = imageTraits(parsed);
  // Whatever platform is asked for: nothing but Windows is in it.
  if (family === "windows") return { env: [], envPartial: true, shell: ["cmd", "/S", "/C"] };
  const dialect = shell === undefined || shell === "none" ? undefined : shell;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  if (dialect === undefined && variables.length === 0) return undefined;
  return { env: variables, ...(envComplete ? {} : { envPartial: true }), ...(dialect === undefined ? {} : { dialect }) };
}
