import { parseReference } from "../model/index.ts";
import { connect } from "./connect.ts";
import { inspectImage, type Inspection } from "./oci/inspect.ts";
import type { Sought } from "./oci/registry.ts";
import type { FactSettings } from "./settings.ts";

// Everything that speaks with the world. Loaded when something is to be asked, from a file of its own in dist/.
export { askAll } from "./batch.ts";
export type { InspectedImage, Inspection } from "./oci/inspect.ts";

/** Looks at all that an image offers. The user named it, so that its registry may be asked wherever it lies. */
export async function inspect(image: string, settings: FactSettings): Promise<Sought<Inspection> | { readonly error: string }> {
  const reference = parseReference(image);
  if ("error" in reference) return reference;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), settings.timeoutMs);
  const connection = connect({ ...settings, allowed: [...settings.allowed, reference.domain] }, deadline.signal);
  try {
    return await inspectImage(connection.registries, reference);
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}
