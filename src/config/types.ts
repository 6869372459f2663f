import type { Level } from "../rulekit/types.ts";

/** Where images may come from, and who answers in whose place. */
export interface Registries {
  /** Hosts that may be asked besides those that are well known. */
  readonly allowed: readonly string[];
  /** Hosts that may be asked without TLS. */
  readonly insecure: readonly string[];
  /** Host → the host that is asked instead. */
  readonly mirrors: Readonly<Record<string, string>>;
}

/** Everything a run was configured to do: flags over file over defaults. Frozen. */
export interface Config {
  /** The file it came from, absolute; undefined when there is none. */
  readonly file: string | undefined;
  /** The folder that `ignore` is relative to; absolute. */
  readonly root: string;
  readonly platforms: readonly string[];
  /** By id as written, which may be an alias. */
  readonly rules: Readonly<Record<string, Level | "off">>;
  /** Patterns of the form of a .gitignore. */
  readonly ignore: readonly string[];
  readonly registries: Registries;
  readonly offline: boolean;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** What a configuration file says; what it leaves out is left out here. */
export type ConfigFile = Partial<Pick<Config, "platforms" | "rules" | "ignore" | "offline" | "buildArgs">> & {
  readonly registries?: Partial<Registries>;
};
