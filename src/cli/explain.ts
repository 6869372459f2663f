import { idOf, unknownRule } from "../config/index.ts";
import { rules } from "../session/index.ts";
import type { Arguments } from "./arguments.ts";
import { tell, type Io } from "./io.ts";
import { ruleHelp } from "./rule-help.ts";

/** Prints what a rule reports, why, and what to do. */
export function explain({ operands }: Arguments, io: Io): number {
  const [name, ...more] = operands;
  if (name === undefined || more.length > 0) {
    tell(io, "explain wants one RULE; --list-rules names them");
    return 2;
  }
  const known = rules.map(({ meta }) => meta);
  const id = idOf(name, known);
  const help = id === undefined ? undefined : ruleHelp(id);
  if (id !== undefined && help !== undefined) {
    io.out(`${help}\n`);
    return 0;
  }
  tell(io, id === undefined ? unknownRule(name, known) : `the README of ${id} is missing from this installation`);
  return 2;
}
