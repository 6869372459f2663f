/** A value of a configuration file that knows where it stands: UTF-16 offset of its first character. */
export type ConfigNode =
  | { readonly kind: "object"; readonly at: number; readonly entries: readonly ConfigEntry[] }
  | { readonly kind: "array"; readonly at: number; readonly items: readonly ConfigNode[] }
  | { readonly kind: "scalar"; readonly at: number; readonly value: string | number | boolean | null };

export interface ConfigEntry {
  readonly key: string;
  /** Offset of the key. */
  readonly at: number;
  readonly value: ConfigNode;
}

/** What is wrong, and at which offset. */
export interface ConfigFault {
  readonly at: number;
  readonly message: string;
}

/** The plain value of a node; of two equal keys the last one counts, as in JSON.parse. */
export function valueOf(node: ConfigNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "array":
      return node.items.map(valueOf);
    case "object":
      return Object.fromEntries(node.entries.map((entry) => [entry.key, valueOf(entry.value)]));
  }
}
