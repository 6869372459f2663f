import type { Comment, Dockerfile, Instruction } from "../../syntax/dockerfile/index.ts";

/** Whether a check is switched off for a line. */
export type Skips = (rule: string, line: number) => boolean;

/** Reads `# check=skip=…` at the top and, since frontend 1.21, in the comments that belong to an instruction. */
export function skipsOf(dockerfile: Dockerfile): Skips {
  const everywhere = dockerfile.directives.filter(({ name }) => name === "check").flatMap(({ value }) => skipped(value.split(/\s/)[0] ?? ""));
  const inline = new Map<number, readonly string[]>();
  let after = 0;
  for (const instruction of dockerfile.instructions) {
    inline.set(instruction.lines[0], attached(dockerfile, instruction, after).flatMap((comment) => skipped(option(comment))));
    after = instruction.range.end;
  }
  return (rule, line) => holds(everywhere, rule) || holds(inline.get(line) ?? [], rule);
}

function holds(rules: readonly string[], rule: string): boolean {
  return rules.includes(rule) || rules.includes("all");
}

function skipped(options: string): readonly string[] {
  for (const part of options.split(";")) {
    const [name, value = ""] = part.split("=");
    if (name?.trim() === "skip") return value.split(",").map((rule) => rule.trim());
  }
  return [];
}

/** The comments before an instruction, back to the last empty one. */
function attached({ comments }: Dockerfile, instruction: Instruction, after: number): readonly Comment[] {
  const before = comments.filter(({ range }) => range.start >= after && range.end <= instruction.range.start);
  const empty = before.findLastIndex(({ text }) => text.slice(1).trim() === "");
  return before.slice(empty + 1);
}

function option({ text }: Comment): string {
  const match = /^#\s*check\s*=\s*(.*)$/i.exec(text);
  return (match?.[1] ?? "").split("//")[0]?.trim() ?? "";
}
