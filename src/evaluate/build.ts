import type { Dockerfile, Instruction } from "../syntax/dockerfile/types.ts";
import type { Platform } from "../model/platform.ts";
import type { Range } from "../text/index.ts";
import type { Effect } from "./effect.ts";
import type { Value } from "./value.ts";

/** What a build asks for. */
export interface BuildRequest {
  readonly target: Platform;
  /** False when no `--platform` was given: the result then keeps the platform of its base. */
  readonly explicitTarget?: boolean;
  readonly builder: Platform;
  readonly buildArgs: ReadonlyMap<string, string>;
  /**
   * Whether these are all build arguments there will ever be. Without it an ARG that has no value is unknown (somebody may give
   * one with `--build-arg`) rather than unset.
   */
  readonly buildArgsComplete?: boolean;
  /** `--target`: a stage's name. */
  readonly stage?: string;
  /** Whether to look at the stages too that only `--target` leads to and that are images of their own. Nothing to BuildKit. */
  readonly otherImages?: boolean;
  readonly context: BuildContext;
  readonly images: ImageSource;
}

/** The build context, read through one door. Paths are relative to its root, with `/`; nothing outside it is ever read. */
export interface BuildContext {
  /** The text of a file, or undefined when there is none, it is ignored, too large, or no text. */
  readText(path: string): ContextFile | undefined;
  /** Whether the context holds this path; undefined when it can't be told. */
  has(path: string): boolean | undefined;
  /** As `readText` for files that list packages, which may be much larger; one that can't be read says why. */
  manifest?(path: string): ContextFile | ContextRefusal | undefined;
  /** The programs at a path or in the folder there; without it nothing is known of them. */
  programs?(path: string): readonly ContextProgram[];
  /** The archives that a path names; without it nothing is known of them. */
  archives?(path: string): readonly ContextArchive[];
}

/** A file that begins as a program does. */
export interface ContextProgram {
  /** Relative to the context's root. */
  readonly path: string;
  /** Its first bytes, some thousand at most. */
  readonly head: Uint8Array;
  /** Whether the path or its wildcards name it; false for one found in a folder. */
  readonly named: boolean;
}

/** An archive, as far as it was looked into. */
export interface ContextArchive {
  /** Relative to the context's root. */
  readonly path: string;
  /** Their paths are those in the archive; none for the one file that gzip packs. */
  readonly programs: readonly ContextProgram[];
  /** What a Debian or RPM package calls its architecture. */
  readonly architecture?: string;
  /** Whether `ADD` unpacks it. */
  readonly unpacks: boolean;
  /** Why not all of it was looked at, in words that follow its name. */
  readonly unread?: string;
}

export interface ContextFile {
  /** The name findings carry: relative to the working directory. */
  readonly file: string;
  readonly text: string;
}

/** A file that is there and can't be read; `message` follows its name and a colon. */
export interface ContextRefusal {
  readonly file: string;
  readonly message: string;
}

/** What is known of an image without running it. */
export interface ImageTraits {
  /** Platforms of its index, or its one platform; undefined when not known. */
  readonly index?: readonly string[];
  readonly single?: string;
  /** Digests of the index's entries in their order, or of the single image. */
  readonly digests?: readonly string[];
  readonly env?: readonly string[];
  /** Whether the image may set other variables too. */
  readonly envPartial?: boolean;
  readonly onbuild?: readonly string[];
  readonly shell?: readonly string[];
  /** busybox ash for Alpine, dash for Debian and Ubuntu, bash for the RPM family. */
  readonly dialect?: Dialect;
}

export type Dialect = "bash" | "dash" | "busybox";

/** Looks up an image by its normalised reference; undefined when nothing is known of it. */
export interface ImageSource {
  find(reference: string): ImageTraits | undefined;
}

/** What a stage starts from. */
export type Base =
  | { readonly kind: "scratch" }
  | { readonly kind: "stage"; readonly stage: number }
  | { readonly kind: "image"; readonly image: Value; readonly traits: ImageTraits | undefined };

/** A stage as it is built for one platform. */
export interface EvaluatedStage {
  readonly index: number;
  readonly name: string | undefined;
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
  readonly base: Base;
  /** The platform its steps run on. */
  readonly platform: Platform;
  /** The operand of `--platform`, where one is written. */
  readonly platformFlag: Value | undefined;
  /** Whether the result needs this stage. Effects of stages that it doesn't need are not evaluated. */
  readonly reachable: boolean;
  /** Whether it is the stage that becomes the image, or a stage that one is built FROM. */
  readonly shipped: boolean;
  readonly effects: readonly Effect[];
  /**
   * The file that the RUN with this index finds at an absolute path when it starts, mounts included: one of the build context, or
   * text that the build wrote. Undefined when nothing is known of it.
   */
  readonly fileAt: (instruction: number, path: string) => StageFile | undefined;
}

/** A file of a stage, by where its text comes from. */
export type StageFile = ContextFile | ContextRefusal | { readonly value: Value };

/** An error with which BuildKit would stop, for this platform. */
export interface BuildError {
  readonly message: string;
  readonly at: Range;
  /** What is missing is the platform of an image, which is more than an error of this file. */
  readonly about?: "image-platform";
}

/** One evaluation of one Dockerfile for one platform. */
export interface Build {
  readonly dockerfile: Dockerfile;
  readonly target: Platform;
  readonly builder: Platform;
  readonly stages: readonly EvaluatedStage[];
  /** Effects outside any stage: `# syntax=`, ARGs before the first FROM. */
  readonly effects: readonly Effect[];
  readonly errors: readonly BuildError[];
  /** What could not be followed, and why: bounds reached, scripts not found. */
  readonly unchecked: readonly { readonly at: Range; readonly because: string }[];
  /** Platform written into the result's configuration. */
  readonly resultPlatform: Platform | undefined;
}
