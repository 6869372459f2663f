import type { MappedText, Range } from "../../text/index.ts";

/** A value of a YAML file; aliases and merge keys are already followed, so one node may stand at several places of the tree. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

interface Common {
  /** As written, quotes and block header included. */
  readonly at: Range;
  /** A tag of its own, as `!reference` or `!override`. */
  readonly tag?: string;
}

export interface YamlScalar extends Common {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** The text of the value, each line at its place; what can't be placed exactly (escapes, folded lines) stands at its start. */
  readonly text: MappedText;
}

export interface YamlList extends Common {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends Common {
  readonly kind: "map";
  /** In the order of the file; entries of merge keys come last, and only where the map has none of that name. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keyAt: Range;
  readonly value: YamlNode;
}

/** A YAML file: its documents, and what stopped the reading, if anything did (then there are none). */
export interface YamlFile {
  readonly file: string;
  readonly documents: readonly YamlNode[];
  readonly problem?: { readonly message: string; readonly at: Range };
}
