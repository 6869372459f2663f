import type { Range } from "../../text/index.ts";

/** A text of a configuration file, as it is once its variables are filled in. */
export interface Setting {
  /** Undefined when part of it isn't known before somebody runs it. */
  readonly text: string | undefined;
  /** Where it stands, without quotes. */
  readonly at: Range;
  /** Whether `at` holds exactly `text`, so that an edit there changes it and nothing else. */
  readonly literal: boolean;
}

/** A list as it is written, which may have no items and still a place. */
export interface SettingList {
  readonly items: readonly Setting[];
  /** The whole list, brackets or dashes included. */
  readonly at: Range;
  /** How a further item is written: `, item` behind the last, a line of its own, or after a comma inside one text. */
  readonly form: "inline" | "lines" | "commas" | "fixed";
}

/** A cache that a build reads or writes. */
export interface BuildCache {
  readonly direction: "from" | "to";
  /** As `registry`, `gha`, `local`, `inline`. */
  readonly type: string;
  /** What tells it from others of its type: ref, scope, dest or src; undefined where that isn't known or not told. */
  readonly location: Setting | undefined;
  readonly mode: string | undefined;
  readonly at: Range;
}

/** Where the result of a build goes. `none`: nowhere, it stays in the builder's cache; `unknown`: a variable decides. */
export type BuildOutput = "push" | "load" | "file" | "none" | "unknown";

/** Who builds: what decides about defaults. */
export type BuildTool = "compose" | "bake" | "buildx" | "docker" | "podman" | "buildah" | "kaniko" | "nerdctl" | "build-push-action";

/** One build of an image that a file asks for: a service, a target, a step. */
export interface ImageBuild {
  readonly tool: BuildTool;
  /** The service's, target's or job's name; empty where it has none. */
  readonly name: string;
  /** What a finding about the build as a whole points at. */
  readonly at: Range;
  /** Relative to the file's own folder for compose and bake, to the root of the repository for workflows. */
  readonly context: Setting | undefined;
  readonly dockerfile: Setting | undefined;
  readonly target: Setting | undefined;
  readonly args: ReadonlyMap<string, Setting>;
  /** Undefined: the file doesn't say, and the tool builds for the machine it runs on. */
  readonly platforms: SettingList | undefined;
  readonly tags: readonly Setting[];
  readonly output: BuildOutput;
  readonly outputAt: Range | undefined;
  readonly caches: readonly BuildCache[];
}

/** The machine that a job runs on. */
export interface Runner {
  /** As `linux/arm64`; undefined when its labels don't tell. */
  readonly platform: string | undefined;
  readonly label: Setting;
  /** Whether the service lends it, so that another architecture is another label away. */
  readonly hosted: boolean;
}

/** A build, and where it takes place. */
export interface PlacedBuild extends ImageBuild {
  readonly runner: Runner | undefined;
  /** Whether the job sets up emulation of other CPUs. */
  readonly emulates: boolean;
}

/** An image that a file runs. */
export interface ImageUse {
  /** `service`: of a compose file, which runs wherever somebody starts it; `container`: of a job. */
  readonly by: "service" | "container";
  readonly name: string;
  readonly at: Range;
  readonly image: Setting;
  /** The platform that is asked for with it. */
  readonly platform: Setting | undefined;
  /** The machine that runs it, where the file says: an image of another platform is no concern of its. */
  readonly runner: Runner | undefined;
}
