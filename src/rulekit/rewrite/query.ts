import { textOf } from "../../evaluate/value.ts";
import { runsOnTarget } from "../stage-platform.ts";
import { parentStages } from "./declare.ts";
import type { Expression } from "./quote.ts";
import { instructionsOf, isBuildShell, type Scene } from "./scene.ts";
import type { Need } from "./solve.ts";
import { builderArgs, commandsFor } from "./words.ts";

/** An expression that gives the wanted words, and what must be declared for it. */
export interface Told {
  readonly expression: Expression;
  readonly declares: readonly string[];
  /** For titles. */
  readonly shown: string;
}

/** Ways to ask for the words where a need stands, best first. */
export function queryFor(need: Need): readonly Told[] {
  const { scene } = need.spot;
  const args = isRunTime(scene) || scene.instruction === undefined ? undefined : builderArgs(need.words, scene.matrix.builds);
  const declared: Told[] = args === undefined ? [] : [{ expression: { kind: "variables", names: args }, declares: args, shown: args.join(" and ") }];
  const commands = commandsAt(need).map((command): Told => ({ expression: { kind: "command", command }, declares: [], shown: `$(${command})` }));
  return prefersCommand(need) ? [...commands, ...declared] : [...declared, ...commands];
}

/** CMD, ENTRYPOINT and HEALTHCHECK are read by the shell of the running container, where build arguments are gone. */
function isRunTime({ instruction }: Scene): boolean {
  return instruction !== undefined && ["CMD", "ENTRYPOINT", "HEALTHCHECK"].includes(instruction.keyword);
}

function commandsAt(need: Need): readonly string[] {
  const { scene } = need.spot;
  if (!isBuildShell(scene) && !isRunTime(scene)) return [];
  if (!runsOnTarget(scene.matrix.builds, need.runsIn)) return [];
  const text = stageText(scene, need.runsIn);
  return commandsFor(need.words).filter((command) => text.includes(command) || isThere(command, text));
}

const PACKAGE_TOOLS: readonly (readonly [string, RegExp])[] = [
  ["uname -m", /^/],
  ["dpkg --print-architecture", /\b(?:apt|apt-get|aptitude|dpkg|sources\.list)\b|FROM\s[^\n]*\b(?:debian|ubuntu|bookworm|bullseye|buster|jammy|focal|noble)/i],
  ["apk --print-arch", /\bapk\s+(?:-\S+\s+)*(?:add|update)|FROM\s[^\n]*\balpine/i],
];

function isThere(command: string, text: string): boolean {
  return PACKAGE_TOOLS.some(([name, sign]) => name === command && sign.test(text));
}

/** Package sources and package files are dpkg's own business; else a command wins only where the stage asks it already. */
function prefersCommand(need: Need): boolean {
  const { scene } = need.spot;
  if (/(?:\barch(?:itectures?)?\s*[=:]\s*|[a-z0-9]:)\uFFFF|\uFFFF[^/\s]*\.deb\b|_\uFFFF\.deb/i.test(need.context)) return true;
  const text = stageText(scene, need.runsIn);
  return !/\bARG\s[^\n]*\bTARGETARCH\b/i.test(text) && commandsFor(need.words).some((command) => text.includes(`$(${command})`));
}

function stageText(scene: Scene, stage: number): string {
  const { dockerfile, builds } = scene.matrix;
  const stages = [stage, ...parentStages(builds, stage)];
  const texts = stages.flatMap((index) => {
    const from = builds[0]?.stages[index]?.base;
    const base = from?.kind === "image" ? `FROM ${textOf(from.image)}` : "";
    return [base, ...instructionsOf(dockerfile, index).map(({ range }) => dockerfile.source.text.slice(range.start, range.end))];
  });
  return (scene.instruction === undefined ? [...texts, scene.text] : texts).join("\n");
}
