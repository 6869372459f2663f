import type { Range } from "../../text/index.ts";
import type { PlacedWord } from "./gemfile-lock.ts";
import type { ManifestProblem } from "./problem.ts";

/** A library that a build of the JVM asks for, by its coordinates. */
export interface JvmDependency {
  readonly group: string;
  readonly artifact: string;
  readonly artifactAt: Range;
  /** Its properties resolved where this file has them; undefined where it is managed elsewhere. */
  readonly version: string | undefined;
  /** Where the version is written, which may be a property's value. */
  readonly versionAt: Range | undefined;
  /** As written: `linux-x86_64`, `${os.detected.classifier}`. */
  readonly classifier: PlacedWord | undefined;
  readonly scope: string | undefined;
}

/** A pom.xml or a build.gradle. */
export interface JvmProject {
  readonly file: string;
  readonly dependencies: readonly JvmDependency[];
  readonly problem: ManifestProblem | undefined;
}
