import { rules } from "../session/index.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

/** Prints every rule with its level and what it asks for; `--format json` gives a list of objects. */
export function listRules({ format }: Arguments, io: Io): number {
  const metas = rules.map(({ meta }) => meta);
  if (format === "json") {
    const list = metas.map(({ id, level, consequence, fixable, summary }) => ({ id, level, consequence, fixable, summary }));
    io.out(`${JSON.stringify(list, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(0, ...metas.map(({ id }) => id.length));
  for (const { id, level, summary, fixable } of metas) {
    io.out(`${id.padEnd(width)}  ${level.padEnd("warning".length)}  ${summary}${fixable === "no" ? "" : " (fixable)"}\n`);
  }
  return 0;
}
