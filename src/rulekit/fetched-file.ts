import type { Build } from "../evaluate/build.ts";
import type { Effect, EffectOf } from "../evaluate/effect.ts";
import { textOf } from "../evaluate/value.ts";
import type { Staged } from "./effects.ts";
import type { CheckInput, Consequence } from "./types.ts";

/**
 * What comes of a downloaded file that is for another CPU: the build stops where it installs that package or runs that program,
 * and otherwise the image holds it.
 */
export function consequenceOfFile(input: CheckInput, { effect, stage }: Staged<EffectOf<"download">>): Consequence {
  const names = namesOf(effect);
  let left = MOST_LOOKED_AT;
  for (const later of stepsAfter(input.build, { effect, stage })) {
    if (left-- <= 0) break;
    if (later.runs !== "always") continue;
    if (isInstalled(later, names.files)) return isTolerated(later, input) ? "run-fails" : "build-fails";
    if (later.kind === "run" && later.by === "shell" && isStarted(later, names) && !isTolerated(later, input)) return "build-fails";
  }
  return "wrong-binary";
}

/** Effects after a download that are looked at: each of thousands of downloads would look at all the others. */
const MOST_LOOKED_AT = 400;

interface Names {
  /** Of the file, as it is published and as it is stored. */
  readonly files: ReadonlySet<string>;
  /** Of the program that comes with it, going by the file's name: `terraform` of `terraform_1.9.5_linux_amd64.zip`. */
  readonly program: string | undefined;
}

function namesOf({ url, to }: EffectOf<"download">): Names {
  const published = nameIn(textOf(url).replace(/[?#].*$/s, ""));
  const stored = to === undefined ? "" : nameIn(textOf(to));
  return { files: new Set([published, stored].filter((name) => name !== "")), program: /^[a-z]{2,}(?=[-_.\d\uFFFC])/i.exec(published)?.[0].toLowerCase() };
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The rest of the stage, and the stages that are built from it. */
function* stepsAfter({ stages }: Build, { effect, stage }: Staged<EffectOf<"download">>): Generator<Effect> {
  const from = stage.effects.indexOf(effect) + 1;
  yield* stage.effects.slice(from, from + MOST_LOOKED_AT);
  const family = new Set([stage.index]);
  for (const { index, base, reachable, effects } of stages) {
    if (!reachable || base.kind !== "stage" || !family.has(base.stage)) continue;
    family.add(index);
    yield* effects;
  }
}

function isInstalled(effect: Effect, files: ReadonlySet<string>): boolean {
  return effect.kind === "install" && effect.action === "install" && effect.packages.some((value) => files.has(nameIn(textOf(value))));
}

function isStarted({ argv }: EffectOf<"run">, { files, program }: Names): boolean {
  const [first = "", ...others] = argv.map(textOf);
  if (files.has(nameIn(first)) || nameIn(first) === program || (program === "awscli" && /(?:^|\/)aws(?:\/install)?$/.test(first))) return true;
  const script = SHELLS.has(nameIn(first)) ? others.find((word) => !word.startsWith("-")) : undefined;
  return script !== undefined && files.has(nameIn(script));
}

const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash"]);

/** Whether the step goes on although a command failed, by what is written around it. */
function isTolerated({ at, instruction }: Effect, { dockerfile, textOf: sourceOf }: CheckInput): boolean {
  const text = sourceOf(at.file) ?? "";
  const [, operator] = /^["')\s\\]*(\|\|(?!\s*(?:exit|false)\b)|;)/.exec(text.slice(at.end, at.end + 80)) ?? [];
  if (operator !== ";") return operator !== undefined;
  const step = dockerfile.instructions[instruction]?.range;
  const start = step?.file === at.file ? step.start : 0;
  return !/\bset\s+-[a-z]*e/.test(text.slice(Math.max(start, at.start - REACH), at.start));
}

/** How far before a command its `set -e` is looked for. */
const REACH = 10_000;
