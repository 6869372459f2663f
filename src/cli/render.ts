import type { Report } from "../rulekit/types.ts";
import type { Format } from "./arguments.ts";
import { tell, type Io } from "./io.ts";
import { ruleHelp } from "./rule-help.ts";

/** How a report is to look. */
export interface Look {
  readonly format: Format;
  readonly io: Io;
  readonly version: string;
  readonly color: boolean;
  /** Errors only. */
  readonly quiet: boolean;
  /** Whether unsafe fixes are asked for. */
  readonly unsafe: boolean;
}

/** The report as text. Each format is loaded when it is asked for. */
export async function render(report: Report, look: Look): Promise<string> {
  const shown = look.quiet ? { ...report, findings: report.findings.filter(({ level }) => level === "error") } : report;
  switch (look.format) {
    case "pretty":
      return (await import("../report/pretty.ts")).pretty(shown, { color: look.color, unsafe: look.unsafe });
    case "json":
      return (await import("../report/json.ts")).json(shown);
    case "sarif":
      return (await import("../report/sarif.ts")).sarif(shown, { version: look.version, helpOf: ruleHelp });
    case "github":
      await summarise(shown, look.io);
      return (await import("../report/github.ts")).github(shown);
    case "gitlab":
      return (await import("../report/gitlab.ts")).gitlab(shown);
    case "junit":
      return (await import("../report/junit.ts")).junit(shown);
    case "checkstyle":
      return (await import("../report/checkstyle.ts")).checkstyle(shown);
    case "rdjson":
      return (await import("../report/rdjson.ts")).rdjson(shown);
    case "markdown":
      return (await import("../report/markdown.ts")).markdown(shown);
    case "html":
      return (await import("../report/html.ts")).html(shown);
  }
}

/** The page of the job is an extra: without it the annotations still count. */
async function summarise(report: Report, io: Io): Promise<void> {
  const failure = await (await import("./step-summary.ts")).addStepSummary(report, io);
  if (failure !== undefined) tell(io, failure);
}
