import { copyFrom } from "./dependencies.ts";
import type { StageEntry, StageTable } from "./stages.ts";
import { Memo } from "../../text/index.ts";

/**
 * Whether a stage is an image that somebody builds with `--target`: it has a name and says what a container of it runs, and no
 * other stage is chosen by a variable that could stand for its name.
 */
export function isOtherImage({ index, name, instructions }: StageEntry, table: StageTable): boolean {
  if (name === undefined || index === table.stages.length - 1) return false;
  if (!instructions.some(({ keyword }) => keyword === "ENTRYPOINT" || keyword === "CMD")) return false;
  return !chosenNames(table).some((pattern) => pattern.test(name));
}

const chosen = new Memo<StageTable, readonly RegExp[]>();

/** The names that `FROM build-${TARGETARCH}` may lead to. */
function chosenNames(table: StageTable): readonly RegExp[] {
  const known = chosen.get(table);
  if (known !== undefined) return known;
  const operands = table.stages.flatMap(({ parts, instructions }) => [parts.image.text, ...instructions.flatMap((instruction) => copyFrom(instruction)?.text ?? [])]);
  const patterns = operands.filter((text) => text.includes("$") && text.length < 256).map(patternOf);
  chosen.set(table, patterns);
  return patterns;
}

/** Every variable matches anything; a variable alone would match every name, and names an image as a rule. */
function patternOf(operand: string): RegExp {
  const literals = operand.toLowerCase().split(/\$(?:\{[^}]*\}|\w+)/);
  if (literals.every((text) => text === "")) return /(?!)/;
  return new RegExp(`^${literals.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^/]*")}$`);
}
