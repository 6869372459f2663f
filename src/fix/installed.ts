import { SYSTEM_MANAGERS, textOf, type Effect, type Value } from "../rulekit/index.ts";
import { contains, type Range } from "../text/index.ts";

/** What text at these places adds to a build, taken out of it again: nothing else than installing packages of the system may stand there. */
export function withoutInstalled(effect: Effect, places: readonly Range[]): readonly Effect[] {
  const isAdded = (range: Range): boolean => places.some((place) => contains(place, range));
  if (isAdded(effect.at)) return isInstallation(effect) ? [] : [effect];
  const kept = (values: readonly Value[]): readonly Value[] => values.filter(({ pieces }) => pieces.length === 0 || !pieces.every(({ from }) => isAdded(from)));
  if (effect.kind === "run") return [{ ...effect, argv: kept(effect.argv) }];
  if (effect.kind !== "install" || !SYSTEM_MANAGERS.has(effect.manager)) return [effect];
  return [{ ...effect, packages: kept(effect.packages) }];
}

const COMMANDS = /^(?:apt-get|apt|apk|yum|dnf|microdnf|zypper)$/;

/** Installing, the index it needs, and what it leaves behind. */
function isInstallation(effect: Effect): boolean {
  if (effect.kind === "install") return SYSTEM_MANAGERS.has(effect.manager) && effect.action === "install";
  if (effect.kind !== "run") return false;
  const [name = "", ...operands] = effect.argv.map(textOf);
  return COMMANDS.test(name) || (name === "rm" && operands.every((word) => word === "-rf" || word.startsWith("/var/lib/apt/lists/") || word.startsWith("/var/cache/")));
}
