/** A file of an archive. */
export interface Member {
  readonly path: string;
  /** All of it, or its beginning. */
  readonly bytes: Uint8Array;
}
