import type { Finding, Report } from "../../src/rulekit/types.ts";
import { SourceText, type Range } from "../../src/text/index.ts";

export const TEXT = `FROM debian:12
ARG VERSION=0.19.0
RUN curl -fsSLo /tini https://example.org/tini-amd64
ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64
`;

/** The range of a text in the sample Dockerfile. */
export function at(part: string, file = "app/Dockerfile", text = TEXT): Range {
  const start = text.indexOf(part);
  return { file, start, end: start + part.length };
}

/** A download of the wrong binary, with all that a finding can carry, unless told otherwise. */
export function finding(change: Partial<Finding> = {}): Finding {
  return {
    ruleId: "no-hardcoded-arch-in-url",
    level: "error",
    confidence: "certain",
    message: "The URL names amd64",
    at: at("amd64"),
    dockerfiles: ["app/Dockerfile"],
    platforms: ["linux/arm64"],
    consequence: "wrong-binary",
    related: [],
    evidence: [],
    fixes: [],
    ...change,
  };
}

export const SAFE_FIX = {
  title: "Follow the platform",
  safety: "safe",
  edits: [
    { range: { ...at("RUN"), end: at("RUN").start }, newText: "ARG TARGETARCH\n" },
    { range: at("amd64"), newText: "${TARGETARCH}" },
  ],
} as const;

/** A report on the sample Dockerfile. */
export function report(change: Partial<Report> = {}): Report {
  return {
    platforms: ["linux/amd64", "linux/arm64"],
    findings: [],
    files: [{ file: "app/Dockerfile", kind: "dockerfile" }],
    facts: { asked: 0, embedded: 0, cached: 0, network: 0, unknown: 0 },
    unchecked: [],
    problems: [],
    crashes: [],
    sources: new Map([["app/Dockerfile", new SourceText("app/Dockerfile", TEXT)]]),
    rules: [
      { id: "no-hardcoded-arch-in-url", summary: "Disallow downloads for one architecture", level: "error", consequence: "wrong-binary", fixable: "safe", aliases: ["no-arch-url"] },
      { id: "no-constant-platform", summary: "Disallow a constant platform", level: "warning", consequence: "wrong-platform", fixable: "safe" },
    ],
    ...change,
  };
}
