import { imageTraits } from "../knowledge/images.ts";
import { parseReference } from "../model/index.ts";
import type { FactCounts } from "./counts.ts";

/** What is known of an image without asking its registry. */
export interface KnownImage {
  /** `NAME=value`, as an image's configuration has it. */
  readonly env: readonly string[];
  /** Whether it may set other variables too. */
  readonly envPartial?: boolean;
  /** The shell of its shell-form instructions, where that isn't the platform's own. */
  readonly shell?: readonly string[];
  /** What its `/bin/sh` is, where it has one. */
  readonly dialect?: "bash" | "dash" | "busybox";
}

/** Images by their normalised references, answered from the embedded tables; each is asked for once a run. */
export class ImageFacts {
  readonly #answers = new Map<string, KnownImage | undefined>();

  /** Undefined when nothing is known of the image. */
  find(reference: string): KnownImage | undefined {
    if (!this.#answers.has(reference)) this.#answers.set(reference, lookUp(reference));
    return this.#answers.get(reference);
  }

  /** What was asked so far and where the answers came from. */
  get counts(): FactCounts {
    const asked = this.#answers.size;
    const embedded = [...this.#answers.values()].filter((answer) => answer !== undefined).length;
    return { asked, embedded, cached: 0, network: 0, unknown: asked - embedded };
  }
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
