import { classifierCpu, cpuInClassifier, jvmNativeLack, type JvmNative } from "../../src/knowledge/jvm-natives.ts";
import type { Dependency, Evidence, ManifestFixInput, ManifestInput, Platform, Problem, Proposal, Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "jar-lacks-platform",
    summary: "Disallow libraries of the JVM whose native part isn't there for the platform",
    level: "warning",
    consequence: "wrong-binary",
    fixable: "unsafe",
  },
  // A build of the JVM takes its libraries by files that say nothing of images.
  check: () => [],
  manifest: {
    *check({ manifest, platform }: ManifestInput): Iterable<Problem> {
      if (manifest.ecosystem !== "java" || platform.os !== "linux") return;
      for (const dependency of manifest.dependencies) {
        const problem = byClassifier(dependency, manifest.dependencies, platform) ?? byVersion(dependency, platform);
        if (problem !== undefined) yield problem;
      }
    },
    *fixes({ manifest, text, problem }: ManifestFixInput): Iterable<Proposal> {
      // The plugin sets the variable; without it the word would stay as it is written.
      if (manifest.kind !== "pom" || problem.data !== "classifier" || !text.includes("<artifactId>os-maven-plugin</artifactId>")) return;
      yield { title: "take the file of the machine that builds", safety: "unsafe", edits: [{ range: problem.at, newText: "${os.detected.classifier}" }] };
    },
  },
};

export default rule;

/** A classifier that names another CPU, where the file for this one isn't taken beside it. */
function byClassifier({ name, platform: classifier }: Dependency, all: readonly Dependency[], { arch }: Platform): Problem | undefined {
  const own = classifierCpu(arch);
  const named = classifier === undefined ? undefined : cpuInClassifier(classifier.text);
  if (classifier === undefined || own === undefined || named === undefined || named === own) return undefined;
  if (all.some((other) => other.name === name && other.platform !== undefined && cpuInClassifier(other.platform.text) === own)) return undefined;
  return { at: classifier.at, message: `the classifier ${classifier.text} takes the file of ${name} for another CPU`, confidence: "likely", data: "classifier" };
}

function byVersion({ name, requirement, requirementAt, nameAt, platform: classifier }: Dependency, { arch }: Platform): Problem | undefined {
  const lack = arch === "arm64" && requirement.kind === "pin" ? jvmNativeLack(name, requirement.version) : undefined;
  if (lack === undefined || requirement.kind !== "pin") return undefined;
  // Another tool may fetch protoc by itself, and only the executable is bound to a CPU.
  if (lack.then === "build-stops" && classifier === undefined) return undefined;
  return {
    at: requirementAt ?? nameAt,
    message: `${name} ${requirement.version} has no native part for this CPU${AFTER[lack.then]}`,
    ...(lack.then === "falls-back" ? { level: "note" } : { consequence: lack.then === "build-stops" ? "build-fails" : "wrong-binary" }),
    ...(lack.then === "build-stops" ? { level: "error" } : {}),
    evidence: evidenceOf(lack),
  };
}

const AFTER: Readonly<Record<JvmNative["then"], string>> = { "build-stops": ", so the build stops", "use-fails": ", so its first use fails", "falls-back": " and does without" };

function evidenceOf({ name, since, source, checkedOn }: JvmNative): readonly Evidence[] {
  return [{ statement: since === undefined ? `no version of ${name} has one` : `${name} has one from ${since} on`, source, asOf: checkedOn }];
}
