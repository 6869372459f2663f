import type { Script } from "unbash";
import type { MappedText } from "../../text/index.ts";

/** A shell script and its tree; offsets in the tree index `text.text`, `text.rangeOf` leads to the file. */
export interface ShellScript {
  readonly text: MappedText;
  readonly tree: Script;
  /** What the parser could not make sense of; the tree is then its best effort. */
  readonly errors: readonly { readonly message: string; readonly start: number; readonly end: number }[];
}
