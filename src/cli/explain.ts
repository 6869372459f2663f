import { idOf, unknownRule } from "../config/index.ts";
import { rules } from "../session/index.ts";
import type { Arguments } from "./arguments.ts";
import { colorOf, tell, type Io } from "./io.ts";
import { ruleHelp } from "./rule-help.ts";

/** Prints what a rule reports, why, and what to do: drawn for a terminal, as Markdown for everything else. */
export async function explain(args: Arguments, io: Io): Promise<number> {
  const [name, ...more] = args.operands;
  if (name === undefined || more.length > 0) {
    tell(io, "explain wants one RULE; --list-rules names them");
    return 2;
  }
  const known = rules.map(({ meta }) => meta);
  const id = idOf(name, known);
  const help = id === undefined ? undefined : ruleHelp(id);
  if (id !== undefined && help !== undefined) {
    io.out(`${colorOf(args, io) ? (await import("./page.ts")).page(help) : help}\n`);
    return 0;
  }
  tell(io, id === undefined ? unknownRule(name, known) : `the README of ${id} is missing from this installation`);
  return 2;
}
