import { textOf } from "../../evaluate/value.ts";
import { runsOnTarget } from "../stage-platform.ts";
import { parentStages } from "./declare.ts";
import type { Expression } from "./quote.ts";
import { indexOf } from "./file-index.ts";
import { isBuildShell, type Scene } from "./scene.ts";
import type { Matrix } from "../types.ts";
import type { Need } from "./solve.ts";
import { builderArgs, commandsFor } from "./words.ts";
import { Memo } from "../../text/index.ts";

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
  const { has } = habitsOf(scene, need.runsIn);
  return commandsFor(need.words).filter(has);
}

/** What shows that a stage has the program. */
const SIGNS: ReadonlyMap<string, RegExp> = new Map([
  ["uname -m", /^/],
  ["dpkg --print-architecture", /\b(?:apt|apt-get|aptitude|dpkg|sources\.list)\b|FROM\s[^\n]{0,200}\b(?:debian|ubuntu|bookworm|bullseye|buster|jammy|focal|noble)/i],
  ["apk --print-arch", /\bapk\s+(?:-\S+\s+){0,9}(?:add|update)|FROM\s[^\n]{0,200}\balpine/i],
]);

/** Package sources and package files are dpkg's own business; else a command wins only where the stage asks it already. */
function prefersCommand(need: Need): boolean {
  const { scene } = need.spot;
  if (/(?:\barch(?:itectures?)?\s*[=:]\s*|[a-z0-9]:)\uFFFF/i.test(need.context)) return true;
  const { declares, says } = habitsOf(scene, need.runsIn);
  if (!declares && /\uFFFF[^/\s]*\.deb\b/i.test(need.context)) return true;
  return !declares && commandsFor(need.words).some((command) => says(`$(${command})`));
}

interface Habits {
  readonly declares: boolean;
  readonly says: (words: string) => boolean;
  readonly has: (command: string) => boolean;
}

const habits = new Memo<Matrix, Map<string, Habits>>();

/** What the text of a stage (and of a script it runs) is used to; each question is answered once. */
function habitsOf(scene: Scene, stage: number): Habits {
  const known = habits.get(scene.matrix) ?? new Map<string, Habits>();
  habits.set(scene.matrix, known);
  const key = `${String(stage)}\0${scene.instruction === undefined ? scene.file : ""}`;
  const found = known.get(key) ?? habitsIn(stageText(scene, stage));
  known.set(key, found);
  return found;
}

function habitsIn(text: string): Habits {
  const answers = new Map<string, boolean>();
  const once = (key: string, ask: () => boolean): boolean => {
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  };
  return {
    declares: /\bARG\s[^\n]{0,200}\bTARGETARCH\b/i.test(text),
    says: (words) => once(words, () => text.includes(words)),
    has: (command) => once(`has ${command}`, () => text.includes(command) || SIGNS.get(command)?.test(text) === true),
  };
}

function stageText(scene: Scene, stage: number): string {
  const { dockerfile, builds } = scene.matrix;
  const texts = [stage, ...parentStages(builds, stage)].flatMap((index) => {
    const base = builds[0]?.stages[index]?.base;
    const from = base?.kind === "image" ? [`FROM ${textOf(base.image)}`] : [];
    return [...from, indexOf(dockerfile).stages.get(index)?.text ?? ""];
  });
  return (scene.instruction === undefined ? [...texts, scene.text] : texts).join("\n");
}
