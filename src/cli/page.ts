import { Chalk, type ChalkInstance } from "chalk";
import { harmless, harmlessLines } from "../text/harmless.ts";

/** A page of Markdown for a terminal: headings, code, tables and emphasis by colour. What it doesn't know stays as it is. */
export function page(markdown: string): string {
  const chalk = new Chalk({ level: 1 });
  let fence: string | undefined;
  const lines = harmlessLines(markdown).split("\n").map((line) => {
    const mark = /^(`{3,})(.*)$/.exec(line);
    if (mark !== null && (fence === undefined || fence === mark[1])) {
      fence = fence === undefined ? mark[1] : undefined;
      return fence === undefined ? "" : chalk.dim(captionOf(mark[2] ?? ""));
    }
    return fence === undefined ? proseLine(line, chalk) : `  ${chalk.cyan(line)}`;
  });
  return lines.join("\n").replace(/\n{3,}/g, "\n\n");
}

/** The words behind a fence say what must hold for the example. */
function captionOf(info: string): string {
  const [, verdict = "", ...more] = info.split(" ");
  if (verdict === "bad") return `  reported${more.map((word) => ` ${word.replace(/^platforms=/, "on ")}`).join("")}:`;
  if (verdict === "good") return "  not reported:";
  if (verdict === "fixed") return "  mended:";
  return "";
}

function proseLine(line: string, chalk: ChalkInstance): string {
  const heading = /^#{1,6} (.*)$/.exec(line);
  if (heading !== null) return chalk.bold.underline(heading[1] ?? "");
  return line
    .split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/)
    .map((part, i) => (i % 2 === 0 ? part : emphasis(part, chalk)))
    .join("");
}

function emphasis(part: string, chalk: ChalkInstance): string {
  if (part.startsWith("`")) return chalk.cyan(part.slice(1, -1));
  if (part.startsWith("**")) return chalk.bold(part.slice(2, -2));
  const [, label = "", address = ""] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part) ?? [];
  return /^https?:/.test(address) ? `${label} ${chalk.dim(`<${harmless(address)}>`)}` : label;
}
