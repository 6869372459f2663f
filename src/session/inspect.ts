import type { FactSettings } from "../facts/index.ts";
import type { Inspection } from "../facts/online.ts";

export type { Inspection };

/** All that an image offers, or why that can't be said. What speaks with registries is loaded now and not before. */
export async function inspectImage(image: string, settings: FactSettings): Promise<Awaited<ReturnType<typeof import("../facts/online.ts").inspect>>> {
  const { inspect } = await import("../facts/online.ts");
  return inspect(image, settings);
}
