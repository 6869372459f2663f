import type { ArtifactChange, Fix, Location, Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from "sarif";
import type { Finding, Proposal, Report, RuleMeta } from "../rulekit/types.ts";
import type { Range } from "../text/index.ts";
import { fingerprints } from "./fingerprint.ts";
import { jsonText } from "./json-text.ts";
import { inOrder } from "./order.ts";
import { messageWithPlatforms, placeOf } from "./places.ts";

export interface SarifOptions {
  /** Version of the program. */
  readonly version: string;
  /** Help of a rule in Markdown. */
  readonly helpOf: (ruleId: string) => string | undefined;
}

const ROOT = "%SRCROOT%";

/** A SARIF 2.1.0 log with one run. Suppressed findings are in it, marked so. */
export function sarif(report: Report, options: SarifOptions): string {
  const findings = inOrder(report.findings);
  const rules = rulesOf(report, findings);
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const names = fingerprints(report, findings);
  const results = findings.map((finding, i) => resultOf(report, finding, { ruleIndex: index.get(finding.ruleId) ?? -1, fingerprint: names[i] ?? "" }));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "anyarch", version: options.version, semanticVersion: options.version, rules: rules.map((rule) => descriptorOf(rule, options)) } },
        // GitHub keeps runs apart by what stands before the last slash.
        automationDetails: { id: "anyarch/" },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT]: { description: { text: "The folder that anyarch was started in." } } },
        invocations: [{ executionSuccessful: report.problems.length + report.crashes.length === 0, toolExecutionNotifications: notificationsOf(report) }],
        artifacts: report.files.map(({ file, kind }) => ({ location: artifactOf(file), properties: { kind } })),
        results,
        properties: { platforms: report.platforms, facts: report.facts, unchecked: report.unchecked.length },
      },
    ],
  };
  return jsonText(log);
}

/** All rules of the run, and whatever else a finding names: an index must not point at nothing. */
function rulesOf({ rules }: Report, findings: readonly Finding[]): readonly RuleMeta[] {
  const known = new Set(rules.map(({ id }) => id));
  const others = [...new Set(findings.map(({ ruleId }) => ruleId))].filter((id) => !known.has(id));
  return [...rules, ...others.map((id): RuleMeta => ({ id, summary: id, level: "warning", consequence: "none", fixable: "no" }))];
}

function descriptorOf({ id, summary, level, consequence, aliases }: RuleMeta, { helpOf }: SarifOptions): ReportingDescriptor {
  const markdown = helpOf(id);
  return {
    id,
    name: id.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""),
    shortDescription: { text: summary },
    fullDescription: { text: `${summary}.` },
    help: { text: `${summary}. \`anyarch explain ${id}\` tells more.`, ...(markdown === undefined ? {} : { markdown }) },
    defaultConfiguration: { level },
    ...(aliases === undefined || aliases.length === 0 ? {} : { deprecatedIds: [...aliases] }),
    properties: { tags: ["portability", "containers"], consequence },
  };
}

function resultOf(report: Report, finding: Finding, { ruleIndex, fingerprint }: { readonly ruleIndex: number; readonly fingerprint: string }): Result {
  const { ruleId, level, platforms, consequence, confidence, evidence, related, fixes, suppressed } = finding;
  return {
    ruleId,
    ruleIndex,
    level,
    message: { text: messageWithPlatforms(finding) },
    locations: [{ physicalLocation: physical(report, finding.at) }],
    partialFingerprints: { "anyarch/v1": fingerprint },
    ...(finding.baselineState === undefined ? {} : { baselineState: finding.baselineState }),
    suppressions: suppressed === undefined ? [] : [{ kind: "inSource", justification: suppressed.reason }],
    ...(related.length === 0 ? {} : { relatedLocations: related.map(({ at, message }, i): Location => ({ id: i + 1, physicalLocation: physical(report, at), message: { text: message } })) }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(report, fix)) }),
    properties: { platforms, consequence, confidence, ...(evidence.length === 0 ? {} : { evidence }) },
  };
}

function fixOf(report: Report, { title, safety, edits }: Proposal): Fix {
  const files = [...new Set(edits.map(({ range }) => range.file))];
  const artifactChanges = files.map((file): ArtifactChange => {
    const own = edits.filter(({ range }) => range.file === file);
    const replacements = own.map(({ range, newText }) => ({ deletedRegion: regionOf(report, range), insertedContent: { text: newText } }));
    return { artifactLocation: artifactOf(file), replacements };
  });
  return { description: { text: title }, artifactChanges, properties: { safety } };
}

function notificationsOf(report: Report): Notification[] {
  const problems = report.problems.map(({ file, message, at }): Notification => {
    const physicalLocation = at === undefined ? { artifactLocation: artifactOf(file) } : physical(report, at);
    return { level: "error", message: { text: `${file}: ${message}` }, locations: [{ physicalLocation }] };
  });
  const crashes = report.crashes.map(({ ruleId, file, message }): Notification => ({
    level: "error",
    message: { text: `internal error in ${ruleId === "" ? "the evaluation" : ruleId}: ${message}` },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(file) } }],
  }));
  return [...problems, ...crashes];
}

function physical(report: Report, range: Range): PhysicalLocation {
  return { artifactLocation: artifactOf(range.file), region: regionOf(report, range) };
}

function regionOf(report: Report, at: Range): { startLine: number; startColumn: number; endLine: number; endColumn: number } {
  const { start, end } = placeOf(report, at).range;
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A path that is absolute, or on another drive, has no place below the root. */
function artifactOf(file: string): { uri: string; uriBaseId?: string } {
  if (/^[A-Za-z]:/.test(file)) return { uri: `file:///${encodedPath(file).replace("%3A", ":")}` };
  const uri = encodedPath(file);
  return file.startsWith("/") ? { uri: `file://${uri}` } : { uri, uriBaseId: ROOT };
}

function encodedPath(file: string): string {
  // Half of a surrogate pair, which a name on Windows may hold, has no UTF-8.
  return file.split("/").map((name) => encodeURIComponent(name.replace(/\p{Surrogate}/gu, "\ufffd"))).join("/");
}
