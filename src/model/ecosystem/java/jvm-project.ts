import { readGradle } from "../../../syntax/manifest/gradle.ts";
import type { JvmDependency, JvmProject } from "../../../syntax/manifest/jvm-dependency.ts";
import { readPom } from "../../../syntax/manifest/pom.ts";
import { NO_SETTINGS, type Dependency, type Manifest, type ManifestReader } from "../types.ts";

/** pom.xml. */
export const pom: ManifestReader = (file, text) => manifestOf("pom", readPom(file, text));
/** build.gradle and build.gradle.kts. */
export const gradle: ManifestReader = (file, text) => manifestOf("gradle", readGradle(file, text));

function manifestOf(kind: "pom" | "gradle", { file, dependencies, problem }: JvmProject): Manifest {
  return {
    kind,
    ecosystem: "java",
    file,
    isLock: false,
    dependencies: dependencies.map(dependencyOf),
    includes: [],
    settings: NO_SETTINGS,
    ...(problem === undefined ? {} : { problem }),
  };
}

function dependencyOf({ group, artifact, artifactAt, version, versionAt, classifier, scope }: JvmDependency): Dependency {
  return {
    name: `${group}:${artifact}`,
    at: artifactAt,
    nameAt: artifactAt,
    requirement: version === undefined || !/^\d[\w.+-]*$/.test(version) ? { kind: "any" } : { kind: "pin", version },
    ...(versionAt === undefined ? {} : { requirementAt: versionAt }),
    extras: [],
    groups: scope === undefined ? [] : [scope],
    optional: false,
    ...(classifier === undefined ? {} : { platform: classifier }),
  };
}
