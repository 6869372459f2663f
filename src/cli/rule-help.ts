import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The README of a rule, without its generated frame; undefined when the package was taken apart. */
export function ruleHelp(id: string): string | undefined {
  if (!/^[a-z0-9-]+$/.test(id)) return undefined;
  // From src/cli in the sources, from dist in the package.
  for (const up of ["..", "../.."]) {
    try {
      return withoutComments(readFileSync(join(import.meta.dirname, up, "rules", id, "README.md"), "utf8"));
    } catch {
      continue;
    }
  }
  return undefined;
}

function withoutComments(markdown: string): string {
  return markdown.replace(/<!--[\s\S]*?-->\n?/g, "").trim();
}
