import type { MappedText } from "../../text/index.ts";

/** A variable's assignment. */
export interface MakeAssignment {
  readonly name: string;
  readonly operator: "=" | ":=" | "?=" | "+=" | "!=";
  readonly value: MappedText;
  /** Whether `override` stands before it, which command lines do not outdo. */
  readonly overrides: boolean;
  /** False inside `ifeq` and the like. */
  readonly certain: boolean;
}

/** A rule: what it makes, from what, and how. */
export interface MakeRule {
  readonly targets: MappedText;
  readonly prerequisites: MappedText;
  /** One text per line that a shell is given, continuation lines in it, without the tab. */
  readonly recipe: readonly MappedText[];
  /** False inside `ifeq` and the like, and for a recipe that holds some. */
  readonly certain: boolean;
}

/** A makefile as far as it is read: assignments and explicit rules. */
export interface Makefile {
  readonly assignments: readonly MakeAssignment[];
  readonly rules: readonly MakeRule[];
  /** Names that `export` hands to the recipes' environment; `all` for a bare `export`. */
  readonly exported: ReadonlySet<string> | "all";
  /** Whether it takes in other files, so that any variable may be set. */
  readonly includes: boolean;
}
