import type { MappedText, Range } from "../../text/index.ts";

// Source of the grammar: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md

/** What stands between the braces of a block, or the whole file. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
  readonly at: Range;
}

/** `name = value`. */
export interface HclAttribute {
  readonly name: string;
  readonly nameAt: Range;
  readonly value: HclExpression;
}

/** `target "app" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly { readonly text: string; readonly at: Range }[];
  readonly body: HclBody;
  /** From the type to the closing brace. */
  readonly at: Range;
}

export type HclExpression = { readonly at: Range } & (
  | { readonly kind: "literal"; readonly value: number | boolean | null }
  /** A string; without interpolations it has one text part at most. */
  | { readonly kind: "template"; readonly parts: readonly HclPart[] }
  | { readonly kind: "list"; readonly items: readonly HclExpression[] }
  | { readonly kind: "object"; readonly entries: readonly HclEntry[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: HclExpression; readonly name: string }
  | { readonly kind: "index"; readonly of: HclExpression; readonly index: HclExpression }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly HclExpression[]; readonly spread: boolean }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: HclExpression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: HclExpression; readonly right: HclExpression }
  | { readonly kind: "conditional"; readonly test: HclExpression; readonly then: HclExpression; readonly otherwise: HclExpression }
  | { readonly kind: "for"; readonly keyName: string | undefined; readonly valueName: string; readonly over: HclExpression; readonly key: HclExpression | undefined; readonly value: HclExpression; readonly test: HclExpression | undefined }
  /** Understood as grammar only: splats, template directives. */
  | { readonly kind: "other" }
);

export type HclPart = { readonly kind: "text"; readonly text: MappedText } | { readonly kind: "expression"; readonly value: HclExpression };

export interface HclEntry {
  /** A bare word is a name of that text. */
  readonly key: HclExpression;
  readonly value: HclExpression;
}

/** An HCL file: its body, and what stopped the reading, if anything did (then the body is what was read before). */
export interface HclFile {
  readonly file: string;
  readonly body: HclBody;
  readonly problem?: { readonly message: string; readonly at: Range };
}
