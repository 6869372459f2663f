import type { TextEdit } from "../../text/index.ts";
import type { Scene } from "./scene.ts";
import { scriptStart, type ScriptStart } from "./script-start.ts";
import type { Subject, Words } from "./words.ts";

/** One variable and the word it gets on each platform. */
export interface Mapped {
  readonly name: string;
  readonly words: Words;
}

/** Inserts a `case` at the start of a script that sets variables by platform and stops on any other. */
export function insertMapping(scene: Scene, subject: Subject, variables: readonly Mapped[]): TextEdit | undefined {
  const start = scriptStart(scene);
  if (start === undefined || variables.length === 0) return undefined;
  const { offset } = start;
  return { range: { file: scene.file, start: offset, end: offset }, newText: render(start, subject, variables) };
}

function render(start: ScriptStart, subject: Subject, variables: readonly Mapped[]): string {
  const { newLine, indent, separator, leading } = start;
  const tabs = indent.includes("\t");
  const base = separator === "\n" || !leading || tabs ? indent : `${indent}${" ".repeat(separator.length + 1)}`;
  const branch = `${base}${tabs ? "\t" : "  "}`;
  const lines = [
    `case "${subject.text}" in`,
    ...branches(subject, variables).map((line) => `${branch}${line}`),
    `${branch}*) echo "unsupported architecture: ${subject.text}" >&2; exit 1 ;;`,
  ];
  return lines.map((line) => `${line}${newLine}`).join("") + closing(start, base);
}

function closing({ separator, leading, newLine, indent }: ScriptStart, base: string): string {
  if (separator === "\n") return `${base}esac${newLine}${indent}`;
  if (leading) return `${base}esac${newLine}${indent}${separator} `;
  return `${base}esac${separator === ";" ? ";" : " &&"}${newLine}${indent}`;
}

function branches(subject: Subject, variables: readonly Mapped[]): readonly string[] {
  return [...subject.answers].map(([platform, answer]) => {
    const sets = variables.map(({ name, words }) => `${name}='${words.get(platform) ?? ""}'`);
    return `${answer}) ${sets.join("; ")} ;;`;
  });
}
