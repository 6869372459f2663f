import type { Build, EvaluatedStage } from "../evaluate/build.ts";
import type { Facts, Question } from "../facts/index.ts";
import type { Manifest } from "../model/ecosystem/index.ts";
import type { PipelineFile } from "../model/pipeline/index.ts";
import type { Platform } from "../model/platform.ts";
import type { Dockerfile } from "../syntax/dockerfile/types.ts";
import type { Range, TextEdit } from "../text/index.ts";

export type Level = "error" | "warning" | "note";
export type Confidence = "certain" | "likely";
/** What comes of a problem; `run-fails`: the build passes, and in the image something isn't where it is looked for. */
export type Consequence = "build-fails" | "run-fails" | "wrong-binary" | "wrong-platform" | "emulated" | "compiles" | "unpublished" | "none";

/** What a rule is, for lists, help pages and SARIF. The header of its README is generated from it. */
export interface RuleMeta {
  /** Says what is wrong, in kebab-case. */
  readonly id: string;
  /** Starts with Disallow, Require or Prefer; no full stop. */
  readonly summary: string;
  readonly level: Level;
  readonly consequence: Consequence;
  readonly fixable: "safe" | "unsafe" | "no";
  /** Ids that it had before. */
  readonly aliases?: readonly string[];
}

export interface Related {
  readonly at: Range;
  readonly message: string;
}

/** Why a claim about the world is made. */
export interface Evidence {
  readonly statement: string;
  readonly source: string;
  readonly asOf: string;
}

/** A proposal; it is offered only after it has been proved. */
export interface Proposal {
  readonly title: string;
  /** `safe` only when what the edit now asks for is known to exist on every wanted platform. */
  readonly safety: "safe" | "unsafe";
  readonly edits: readonly TextEdit[];
  /** Unsafe only since nobody knows whether the files are there that are downloaded then: once they are seen it is safe. */
  readonly confirmable?: true;
  /** Places that the edit leaves wrong and brings to light, as a checksum of the one file there was: findings there don't refute it. */
  readonly uncovers?: readonly Range[];
  /**
   * Places, each replaced by one of the edits, whose text is another on every platform afterwards: a version that is raised. All
   * else must stay as it was. Never `safe`, since whoever builds gets another version.
   */
  readonly raises?: readonly Range[];
  /**
   * Empty places where one of the edits inserts that packages of the system are installed, which then happens on every platform.
   * All else must stay as it was.
   */
  readonly installs?: readonly Range[];
}

/** What a rule found on one platform. Equal problems (rule, place, message) of several platforms become one finding. */
export interface Problem {
  readonly at: Range;
  /** One sentence: what is wrong here, present tense, no platform named. */
  readonly message: string;
  readonly level?: Level;
  readonly confidence?: Confidence;
  readonly consequence?: Consequence;
  readonly related?: readonly Related[];
  readonly evidence?: readonly Evidence[];
  /** For the rule's own `fixes`. */
  readonly data?: unknown;
}

/** One Dockerfile, evaluated for every wanted platform. */
export interface Matrix {
  readonly dockerfile: Dockerfile;
  readonly builds: readonly Build[];
  /** Text of any file that took part: the Dockerfile and the scripts it runs. */
  readonly textOf: (file: string) => string | undefined;
  /** What is known of the world; what no rule said it needs is not known. */
  readonly facts: Facts;
}

/** Something that a rule would like to know of the world. */
export interface Need {
  readonly question: Question;
  /** Where the answer matters: without one the report says that this place is unchecked. */
  readonly at: Range;
  /** Whether the rule knows something without an answer, too. */
  readonly embedded?: boolean;
}

export interface CheckInput extends Matrix {
  /** The platform under judgement. */
  readonly build: Build;
}

export interface FixInput extends Matrix {
  /** The problem as found on each platform in `builds` that has it. */
  readonly problem: Problem;
  readonly found: readonly { readonly build: Build; readonly problem: Problem }[];
}

/** A suppression comment and what it did in this run. */
export interface ReviewedSuppression {
  /** The comment, `#` included. */
  readonly at: Range;
  readonly reason: string;
  readonly rules: readonly {
    readonly id: string;
    readonly at: Range;
    /** `unknown`: no such rule; `off`: the configuration runs it not, so nothing can be said. */
    readonly state: "used" | "unused" | "unknown" | "off";
    /** For an unknown rule: the nearest id that exists. */
    readonly nearest?: string;
  }[];
}

export interface ReviewInput extends Matrix {
  readonly suppressions: readonly ReviewedSuppression[];
}

/** A manifest that no Dockerfile of the run installs, and a platform that it may be installed on. */
export interface ManifestInput {
  readonly manifest: Manifest;
  readonly text: string;
  readonly platform: Platform;
}

export interface ManifestFixInput {
  readonly manifest: Manifest;
  readonly text: string;
  readonly problem: Problem;
  readonly platforms: readonly Platform[];
}

/** How a rule judges manifests by themselves: nothing is known of where they are installed. */
export interface ManifestJudgement {
  check(input: ManifestInput): Iterable<Problem>;
  fixes?(input: ManifestFixInput): Iterable<Proposal>;
}

/** The files of a run that say how images are built, shipped and run. */
export interface Repository {
  readonly files: readonly PipelineFile[];
  /** The Dockerfiles of the run. */
  readonly dockerfiles: readonly string[];
  /** The text of a file among `files`, or of one that they take in. */
  readonly textOf: (file: string) => string | undefined;
}

export interface RepositoryInput {
  readonly repository: Repository;
  readonly facts: Facts;
  /** The platform under judgement, and all that are wanted. */
  readonly platform: Platform;
  readonly platforms: readonly Platform[];
}

export interface RepositoryFixInput {
  readonly repository: Repository;
  readonly facts: Facts;
  readonly problem: Problem;
  readonly platforms: readonly Platform[];
}

/** How a rule judges the files around the Dockerfiles, all of a run together. */
export interface RepositoryJudgement {
  check(input: RepositoryInput): Iterable<Problem>;
  fixes?(input: RepositoryFixInput): Iterable<Proposal>;
}

/** One judgement: pure, synchronous, silent on what is unknown. */
export interface Rule {
  readonly meta: RuleMeta;
  /** What `check` and `fixes` would like to know; it is asked in one batch for the whole run. Pure, and called before and after. */
  needs?(input: CheckInput): Iterable<Need>;
  check(input: CheckInput): Iterable<Problem>;
  /** Judges manifests that no Dockerfile of the run installs; those that one does are judged by `check` with what is known there. */
  readonly manifest?: ManifestJudgement;
  readonly repository?: RepositoryJudgement;
  /** Judges the suppressions of a file, once all other rules have been run; its problems hold for every platform. */
  review?(input: ReviewInput): Iterable<Problem>;
  /** Edits that an expert would make, best first. Called once per finding. */
  fixes?(input: FixInput): Iterable<Proposal>;
}

/** A finding as the reports have it. */
export interface Finding {
  readonly ruleId: string;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly message: string;
  readonly at: Range;
  /** The Dockerfiles whose builds it concerns: its own file, or those that run the script it stands in. */
  readonly dockerfiles: readonly string[];
  /** As `linux/arm64`, in the order asked for. */
  readonly platforms: readonly string[];
  readonly consequence: Consequence;
  readonly related: readonly Related[];
  readonly evidence: readonly Evidence[];
  readonly fixes: readonly Proposal[];
  readonly suppressed?: { readonly reason: string };
  /** Whether a baseline knows it; present where there is one and no comment suppresses it. */
  readonly baselineState?: "new" | "unchanged";
}

/** A stage of a Dockerfile, as drawings show it. */
export interface GraphStage {
  /** Its name, or its number where it has none. */
  readonly name: string;
  /** The image or stage it starts from, as far as known; those of several platforms joined by `or`. */
  readonly base: string;
  /** Of its FROM, from 1. */
  readonly line: number;
  /** For each wanted platform, in the order asked for. */
  readonly builds: readonly {
    readonly target: string;
    /** The platform its steps run on. */
    readonly runsOn: string;
    readonly use: "shipped" | "needed" | "unused";
  }[];
  /** Stages before it that it takes something from, by index, and the wanted platforms for which it does. */
  readonly takes: readonly { readonly stage: number; readonly by: "from" | "copy"; readonly targets: readonly string[] }[];
}

/** The stages of one Dockerfile. */
export interface StageGraph {
  readonly file: string;
  readonly stages: readonly GraphStage[];
}

/** Everything a run found out. Ranges are offsets; `positions` turns them into lines for any file of the run. */
export interface Report {
  readonly platforms: readonly string[];
  readonly findings: readonly Finding[];
  readonly files: readonly { readonly file: string; readonly kind: string }[];
  readonly facts: { readonly asked: number; readonly embedded: number; readonly cached: number; readonly network: number; readonly unknown: number };
  /** `unanswered`: the reason why nobody said what a rule needs to know. */
  readonly unchecked: readonly { readonly ruleId: string; readonly at: Range; readonly because: string; readonly unanswered?: string }[];
  readonly problems: readonly { readonly file: string; readonly message: string; readonly at?: Range }[];
  readonly crashes: readonly { readonly ruleId: string; readonly file: string; readonly message: string }[];
  readonly sources: ReadonlyMap<string, import("../text/index.ts").SourceText>;
  readonly rules: readonly RuleMeta[];
  /** Present where the run was asked for them. */
  readonly graphs?: readonly StageGraph[];
}

export type { Build, EvaluatedStage };
