import { does, printsUnknown, SILENT } from "./answer.ts";
import type { Answer, Invocation } from "./invocation.ts";

/** Commands whose output depends on the machine, the time or files, and that do nothing else. */
export function unknownOutput(invocation: Invocation): Answer {
  return printsUnknown(invocation.at);
}

/** Commands that answer by their status: `which`, `id user`, `cmp`. */
export function unknownStatus(invocation: Invocation): Answer {
  return printsUnknown(invocation.at, "unknown");
}

/** Commands that print nothing and have no effect worth a kind of its own: the run effect is enough. */
export function silent(): Answer {
  return SILENT;
}

/** Commands that do something that isn't followed. */
export function opaque(): Answer {
  return does();
}
