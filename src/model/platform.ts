/** An OCI platform, normalised: linux/arm64 has no variant, linux/arm always has one. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  readonly variant?: string;
}
