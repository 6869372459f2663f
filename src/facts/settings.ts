/** What a run may ask, and whom; everything comes from the user and nothing from the repository under review. */
export interface FactSettings {
  readonly offline: boolean;
  /** Where answers are kept; undefined: nowhere. */
  readonly cacheDir: string | undefined;
  /** For all that is asked in a run, together. */
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hosts that the user lists, `host` or `host:port`. */
  readonly allowed: readonly string[];
  readonly insecure: readonly string[];
  /** Registry → the host that is asked in its place. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** The folder under review: no login is read from below it. */
  readonly reviewed: string | undefined;
  readonly version: string;
  /** Told how many questions are left, while it lasts. */
  readonly onProgress?: (left: number, all: number) => void;
}

export const DEFAULT_TIMEOUT_MS = 10_000;

/** Settings of a run that asks nobody and remembers nothing. */
export const OFFLINE: FactSettings = {
  offline: true,
  cacheDir: undefined,
  timeoutMs: DEFAULT_TIMEOUT_MS,
  env: {},
  allowed: [],
  insecure: [],
  mirrors: {},
  reviewed: undefined,
  version: "0.0.0",
};
