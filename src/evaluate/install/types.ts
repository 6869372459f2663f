import type { Dependency, Ecosystem, Manifest, ManifestSettings } from "../../model/ecosystem/index.ts";
import type { Range } from "../../text/index.ts";
import type { EvaluatedStage } from "../build.ts";
import type { EffectOf } from "../effect.ts";
import type { StageSystem } from "../system/system.ts";

/** A manifest that an installing command reads. */
export interface LinkedManifest {
  readonly manifest: Manifest;
  readonly text: string;
  /** `constraint` limits versions and installs nothing; `lock` holds what is installed, `project` what was asked for. */
  readonly as: "requirements" | "constraint" | "lock" | "project";
  /** Whether the build wrote it: then its ranges point into no file, and a finding belongs to the command. */
  readonly written: boolean;
}

/** A package that a command installs on this platform. */
export interface InstalledPackage {
  readonly dependency: Dependency;
  /** Where it is listed; undefined for one that the command itself names. */
  readonly from: LinkedManifest | undefined;
  /** The one version it can only be: its own pin, or that of a constraint or lock. */
  readonly version: string | undefined;
  /** What pins it, where that is another entry than its own. */
  readonly pinnedBy?: Dependency;
}

/** What one installing command does on one platform. */
export interface Install {
  readonly effect: EffectOf<"install">;
  readonly stage: EvaluatedStage;
  readonly ecosystem: Ecosystem;
  /** What the stage holds when it runs. */
  readonly system: StageSystem;
  readonly packages: readonly InstalledPackage[];
  readonly manifests: readonly LinkedManifest[];
  /** Of the command, its variables and its manifests together. */
  readonly settings: ManifestSettings;
  /** What could not be followed: a manifest that isn't in the context, a broken one. */
  readonly gaps: readonly { readonly at: Range; readonly because: string }[];
  /** Whether `packages` may lack some that are installed. */
  readonly isPartial: boolean;
}

/** What a linker has to go by. */
export interface LinkInput {
  readonly effect: EffectOf<"install">;
  readonly stage: EvaluatedStage;
  readonly system: StageSystem;
  /** The manifest at a path (absolute, or relative to where the command runs); undefined when there is none that is known. */
  readonly manifest: (path: string, as: LinkedManifest["as"]) => LinkedManifest | undefined;
  /** The first of these file names in a folder that is there. */
  readonly firstIn: (folder: string, names: readonly string[], as: LinkedManifest["as"]) => LinkedManifest | undefined;
}

/** What a linker found out. */
export interface Link {
  /** The Python that the command brings along, as `3.9`: not the stage's. */
  readonly python?: string;
  readonly packages: readonly InstalledPackage[];
  readonly manifests: readonly LinkedManifest[];
  readonly settings: ManifestSettings;
  readonly gaps: Install["gaps"];
  readonly isPartial: boolean;
}

/** Tells which packages a command of one manager installs. Pure, total, and silent on what it doesn't know. */
export type Linker = (input: LinkInput) => Link;
