import { splitAtCommas } from "../settings.ts";
import { cacheOf } from "../compose.ts";
import type { BuildOutput, ImageBuild, Setting, SettingList } from "../types.ts";
import type { WorkflowStep } from "./workflow.ts";

/** The build that a step asks an action for; undefined for every other step. */
export function buildOfAction(step: WorkflowStep): ImageBuild | undefined {
  if (step.uses !== "docker/build-push-action") return undefined;
  const input = (name: string): Setting | undefined => step.with.get(name);
  const platforms = input("platforms");
  return {
    tool: "build-push-action",
    name: step.name,
    at: step.at,
    context: input("context"),
    dockerfile: input("file"),
    target: input("target"),
    args: argumentsOf(input("build-args")),
    platforms: platforms === undefined || platforms.text === "" ? undefined : listOf(platforms),
    tags: linesOf(input("tags")),
    output: outputOf(step),
    outputAt: (input("push") ?? input("outputs"))?.at,
    caches: (["from", "to"] as const).flatMap((direction) => linesOf(input(`cache-${direction}`)).flatMap((line) => cacheOf(line, direction) ?? [])),
  };
}

function listOf(setting: Setting): SettingList {
  return { items: splitAtCommas(setting), at: setting.at, form: setting.literal ? "commas" : "fixed" };
}

/** One setting per line that holds something. */
function linesOf(setting: Setting | undefined): readonly Setting[] {
  if (setting?.text === undefined) return setting === undefined ? [] : [setting];
  const { text, at, literal } = setting;
  return [...text.matchAll(/[^\s][^\n]*/g)].map(({ 0: line, index }) => {
    const start = at.start + index;
    return { text: line.trimEnd(), literal, at: literal ? { ...at, start, end: start + line.trimEnd().length } : at };
  });
}

function argumentsOf(setting: Setting | undefined): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const { text, at, literal } of linesOf(setting)) {
    const equals = text?.indexOf("=") ?? -1;
    if (text === undefined || equals < 0) continue;
    found.set(text.slice(0, equals), { text: text.slice(equals + 1), literal, at: literal ? { ...at, start: at.start + equals + 1 } : at });
  }
  return found;
}

function outputOf(step: WorkflowStep): BuildOutput {
  const on = (name: string): boolean | undefined => {
    const setting = step.with.get(name);
    if (setting === undefined) return false;
    return setting.text === undefined ? undefined : setting.text === "true";
  };
  const outputs = linesOf(step.with.get("outputs"));
  const all = outputs.map(({ text }) => text ?? "").join("\n");
  if (on("push") === true || /\btype=registry\b|\bpush=true\b/.test(all)) return "push";
  if (on("load") === true || /\btype=docker\b/.test(all)) return "load";
  if (on("push") === undefined || on("load") === undefined || outputs.some(({ text }) => text === undefined)) return "unknown";
  return outputs.length === 0 || /\btype=(?:image|cacheonly)\b/.test(all) ? "none" : "file";
}
