import type { Question } from "../../src/facts/index.ts";
import type { TextOptions } from "../../src/session/index.ts";

/**
 * One fenced example of a rule's README; the word after `dockerfile` says what must hold for it. A fence of another language
 * with such a word and `file=` is an example too: that file in a repository.
 */
export interface Example {
  readonly verdict: "bad" | "good" | "fixed";
  readonly line: number;
  readonly text: string;
  /** Where the finding is. */
  readonly platforms: readonly string[];
  /** What is asked for; the default of the command line otherwise. */
  readonly wanted: readonly string[] | undefined;
  readonly file: string;
  /** `fixed unsafe`: what `--fix --unsafe-fixes` makes of it. */
  readonly unsafe: boolean;
  /** Files of the build context: the fences with `file=` since the last Dockerfile. */
  readonly context: Readonly<Record<string, string | Uint8Array>>;
  /** What the world answers: the last fence `json answers`. */
  readonly answers: NonNullable<TextOptions["answers"]>;
}

/** A question, and its answer or its absence. */
type Recorded = Question & ({ readonly value: unknown } | { readonly absent: true });

function answersIn(text: string): Example["answers"] {
  return (JSON.parse(text) as Recorded[]).map(({ kind, subject, detail, ...answer }) => {
    const told = { source: "registry.example.com", observedAt: "2026-11-22" };
    const fact = "absent" in answer ? { state: "absent" as const, ...told } : { state: "known" as const, value: answer.value, ...told };
    return [{ kind, subject, ...(detail === undefined ? {} : { detail }) }, fact] as const;
  });
}

/** The examples of a README in order. A fence of another language without a verdict is part of the context if it has `file=` (as bytes in `hex`), and prose otherwise. */
export function examplesIn(markdown: string): readonly Example[] {
  const examples: Example[] = [];
  let context: Record<string, string | Uint8Array> = {};
  let answers: Example["answers"] = [];
  for (const fence of markdown.matchAll(/^```(\w+)[ \t]*([^\n]*)\n(.*?)^```$/gms)) {
    const [, language, info = "", text = ""] = fence;
    const words = info.split(/\s+/).filter((word) => word !== "");
    const valueOf = (name: string): string | undefined => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
    const [verdict] = words;

    const file = valueOf("file");
    if (language === "json" && verdict === "answers") answers = answersIn(text);
    const isJudged = verdict === "bad" || verdict === "good" || verdict === "fixed";
    if (language !== "dockerfile" && (!isJudged || file === undefined)) {
      if (file !== undefined) context[file] = language === "hex" ? bytesOf(text) : text;
      continue;
    }
    if (!isJudged) continue;
    examples.push({
      verdict,
      line: markdown.slice(0, fence.index).split("\n").length,
      text,
      platforms: (valueOf("platforms") ?? "linux/arm64").split(","),
      wanted: valueOf("wanted")?.split(","),
      file: file ?? "Dockerfile",
      unsafe: words.includes("unsafe"),
      // A later fence may put another file in the place of one of these.
      context: { ...context },
      answers,
    });
    if (verdict !== "bad") context = {};
  }
  return examples;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(/\s+/).filter((word) => word !== ""), (word) => Number.parseInt(word, 16));
}
