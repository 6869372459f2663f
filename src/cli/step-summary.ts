import { appendFileSync } from "node:fs";
import type { Report } from "../rulekit/types.ts";
import type { Io } from "./io.ts";

/** Adds the report to the page of a GitHub job, where there is one. Returns what went wrong, if something did. */
export async function addStepSummary(report: Report, { env }: Io): Promise<string | undefined> {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (file === undefined || file === "") return undefined;
  const { markdown } = await import("../report/markdown.ts");
  try {
    appendFileSync(file, markdown(report));
    return undefined;
  } catch (error) {
    return `GITHUB_STEP_SUMMARY: ${error instanceof Error ? error.message : String(error)}`;
  }
}
